"""Who may make control calls: this machine, and whoever shows the token; no web page that CORS keeps out."""

from ipaddress import ip_address
from secrets import compare_digest
from typing import NamedTuple

from leads_mock.layers.intake import Hosts
from leads_mock.layers.origins import Origins
from leads_mock.pipeline import Asked


class Barred(NamedTuple):
    """Why a control call may not pass."""

    status: int
    error: str


_FOREIGN_PAGE = Barred(403, "Control calls from web pages need an origin that CORS allows; see --cors-origin")
_NO_TOKEN = Barred(401, "Control calls from another machine need the token, as Authorization: Bearer TOKEN")


class Gate:
    """Lets control calls pass. Without a token none comes from another machine."""

    def __init__(self, origins: Origins, hosts: Hosts, token: str | None) -> None:
        self._origins, self._hosts, self._token = origins, hosts, token

    def bars(self, asked: Asked) -> Barred | None:
        """None for a call that may pass. Raises UnknownHost and Unreadable."""
        if not self._origins.trusts(asked):
            return _FOREIGN_PAGE
        if self._shows_token(asked):
            return None
        if not is_loopback(asked):
            return _NO_TOKEN
        # Even a mock that is open to other machines: else a page with a name of its own for this one gets in.
        self._hosts.check(asked)
        return None

    def _shows_token(self, asked: Asked) -> bool:
        scheme, _, shown = asked.fields.get(b"authorization", b"").partition(b" ")
        if self._token is None or scheme.lower() != b"bearer" or b"authorization" in asked.repeated:
            return False
        return compare_digest(shown.strip(b" \t"), self._token.encode())


def is_loopback(asked: Asked) -> bool:
    """Whether the connection comes from this machine, whatever a header says."""
    try:
        address = ip_address(asked.peer[0] if asked.peer else "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
