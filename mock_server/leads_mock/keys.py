"""The API key of a request (clauses `missing-key-refused` and the two beside it)."""

from collections.abc import Mapping

from leads_mock.core.errors import MalformedKey, MissingKey, Refusal, UnknownKey
from leads_mock.pipeline import Asked

_NAME = b"authorization"


class Keys:
    """Reads keys as the profile says."""

    def __init__(self, profile: Mapping[str, str]) -> None:
        self._any_case = profile["scheme-case"] == "any-case"

    def read(self, asked: Asked) -> str | None:
        """The key that the request shows; None where it shows none in the documented form."""
        value = asked.fields.get(_NAME)
        if value is None or _NAME in asked.repeated:
            return None
        scheme, _, token = value.partition(b" ")
        # RFC 9110, section 5.5: white space after a field value is no part of it, but httptools keeps it.
        token = token.lstrip(b" ").rstrip(b" \t")
        if not token or b" " in token or b"\t" in token:
            return None
        if scheme == b"Bearer" or (self._any_case and scheme.lower() == b"bearer"):
            return token.decode("latin-1")
        return None

    def refusal(self, asked: Asked) -> Refusal:
        """Why a request that belongs to no workspace is refused."""
        if _NAME not in asked.fields:
            return MissingKey()
        return MalformedKey() if self.read(asked) is None else UnknownKey()
