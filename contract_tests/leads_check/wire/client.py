"""One request and what came of it: bounded in time, in headers, in body and in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

import httpcore

from leads_check.settings import Settings
from leads_check.wire.budget import Budget
from leads_check.wire.network import Network, Watch
from leads_check.wire.proxy import credentials, without_credentials
from leads_check.wire.tls import tls_context
from leads_check.wire.unpacking import Refused, unpacked, weight

MAX_HEADERS = 200
"""Headers of one answer. That they come to at most 100 KiB, httpcore and h11 see to."""
_KEEP_ALIVE = 5.0
"""Seconds; servers that close idle connections themselves mostly wait longer."""

Headers = Sequence[tuple[str, str]]


class Trouble(Enum):
    """Why there is no answer."""

    NONE = "there is one"
    UNSENT = "no connection could be made, and nothing was sent"
    HANG = "it was not there in time"
    CUT = "the connection was closed too early, or what came is not HTTP"


@dataclass(frozen=True)
class Answer:
    """What came back. Status 0 means that there is no answer, whatever the trouble.

    `problem` says, in words for a user, what is wrong with the answer or why there is none. An answer with
    a status and a problem has no content: it was not read to its end.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    problem: str = ""
    trouble: Trouble = Trouble.NONE


class Client:
    """Sends requests, each on its own: no cookies, no redirects, no netrc, nothing from the environment."""

    def __init__(self, settings: Settings, budget: Budget) -> None:
        self._seconds = settings.timeout
        self._budget = budget
        self._watch = Watch()
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls_context(settings),
            proxy=_proxy(settings.proxy),
            max_connections=None,
            keepalive_expiry=_KEEP_ALIVE,
            network_backend=Network(self._watch),
        )

    def close(self) -> None:
        """Closes the connections."""
        self._pool.close()

    def fetch(self, method: str, url: str, headers: Headers, content: bytes | None) -> Answer:
        """The answer, within the time for all of it; never raises for what the other side does."""
        self._watch.start(self._seconds)
        try:
            return self._fetch(method, url, headers, content)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.ProxyError) as error:
            return Answer(problem=_unsent(error), trouble=Trouble.UNSENT)
        except httpcore.TimeoutException:
            problem = f"no whole answer within {self._seconds:g} s"
            return Answer(problem=problem, trouble=Trouble.HANG)
        except httpcore.NetworkError as error:
            return Answer(problem=f"the connection was closed: {error}", trouble=Trouble.CUT)
        except httpcore.RemoteProtocolError as error:
            return Answer(problem=_not_http(str(error), self._watch.first), trouble=Trouble.CUT)

    def _fetch(self, method: str, url: str, headers: Headers, content: bytes | None) -> Answer:
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        with self._pool.stream(method, url, headers=raw, content=content) as response:
            if len(response.headers) > MAX_HEADERS:
                return Answer(response.status, problem=f"the answer has more than {MAX_HEADERS} headers")
            return self._read(response)

    def _read(self, response: httpcore.Response) -> Answer:
        found, held = _joined(response.headers), [0]

        def hold(size: int) -> None:
            self._watch.left(httpcore.ReadTimeout)
            self._budget.hold(size)
            held[0] += size

        try:
            content = unpacked(response.iter_stream(), found.get("content-encoding", ""), hold)
            self._budget.keep(weight(content) + 2 * sum(len(name) + len(found[name]) for name in found))
        except Refused as error:
            return Answer(response.status, found, problem=str(error))
        finally:
            self._budget.let_go(held[0])
        return Answer(response.status, found, content)


def _proxy(url: str | None) -> httpcore.Proxy | None:
    return None if url is None else httpcore.Proxy(without_credentials(url), auth=credentials(url))


def _joined(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in lower case; what comes more than once is joined (RFC 9110, section 5.3)."""
    found: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _unsent(error: Exception) -> str:
    text = str(error)
    if isinstance(error, httpcore.ProxyError):
        return f"the proxy does not connect (status {text[:3]})"
    if "WRONG_VERSION_NUMBER" in text or "RECORD_LAYER_FAILURE" in text:
        return "what listens there does not speak TLS; is it http:// instead of https://?"
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return f"its certificate is not trusted ({_reason(text)}); --ca-file names the authority to trust"
    return text


def _reason(text: str) -> str:
    return text.partition("certificate verify failed: ")[2].partition(" (_ssl")[0] or text


def _not_http(text: str, first: bytes) -> str:
    """Why an answer is none. Of what came, nothing is shown: h11 puts it after a colon."""
    if first[:2] in (b"\x15\x03", b"\x16\x03"):
        return "what listens there speaks TLS; is it https:// instead of http://?"
    if first.startswith(b"SSH-"):
        return "what listens there speaks SSH"
    if first and not first.startswith(b"HTTP/"):
        return "what came is not HTTP"
    for part, meaning in _MEANINGS.items():
        if part in text:
            return meaning
    return f"what came is not HTTP: {text.partition(':')[0]}"


_MEANINGS = {
    "Receive buffer too long": "the headers are over 100 KiB",
    "_SWITCH_": "it changes to another protocol (101), which nobody asked for",
    "without sending": "the connection was closed before the answer was whole",
}
