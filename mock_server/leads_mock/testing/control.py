"""Control calls over HTTP, with the standard library alone: nothing that a test replaces is in the way."""

import json
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

_PATIENCE = 30
"""Seconds."""


class ControlError(Exception):
    """A control call that the mock refused: `status`, `error`, and `field` where one is to blame."""

    def __init__(self, status: int, error: str, field: str | None) -> None:
        super().__init__(f"{field}: {error}" if field else error)
        self.status, self.error, self.field = status, error, field


class Control:
    """Makes control calls to the mock at `url`, for one workspace alone or for all.

    `token` is what callers beyond the mock's own machine need; `trusted` is a file with certificates.
    """

    def __init__(
        self, url: str, workspace: str | None = None, token: str | None = None, trusted: str | None = None
    ) -> None:
        self.url, self.workspace, self.token, self.trusted = url.rstrip("/"), workspace, token, trusted

    def of(self, workspace: str) -> "Control":
        """The same mock, one workspace alone."""
        return Control(self.url, workspace, self.token, self.trusted)

    def call(self, method: str, path: str, body: Any = None, /, **query: Any) -> Any:
        """The JSON value of the answer, None where there is none; `path` follows `/__admin`.

        Raises ControlError for a refusal, OSError where no mock listens.
        """
        # Not in a header: that would hold no id with letters of all languages.
        given = {"workspace": self.workspace, **query}
        asked = {name: str(value) for name, value in given.items() if value is not None}
        target = f"{urlsplit(self.url).path}/__admin{path}" + (f"?{urlencode(asked)}" if asked else "")
        connection = self._connection()
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, target, text, self._headers(text is not None))
            answer = connection.getresponse()
            return _value(answer.status, answer.read())
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        if not self.url:
            raise RuntimeError("the mock does not run yet; start it with `with MockServer() as mock:`")
        parts = urlsplit(self.url)
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=self.trusted)
            return HTTPSConnection(parts.netloc, timeout=_PATIENCE, context=context)
        return HTTPConnection(parts.netloc, timeout=_PATIENCE)

    def _headers(self, has_body: bool) -> Mapping[str, str]:
        headers = {"Content-Type": "application/json"} if has_body else {}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers


def _value(status: int, text: bytes) -> Any:
    value = json.loads(text) if text else None
    if status < 400:
        return value
    told = value if isinstance(value, dict) else {}
    raise ControlError(status, str(told.get("error", f"answered with {status}")), told.get("field"))
