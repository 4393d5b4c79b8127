"""The body of a request: read within the limit, checked for its media type, parsed."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

from leads_mock.core.errors import PayloadTooLarge, Refusal, Unreadable, UnsupportedMediaType, Violation
from leads_mock.core.json_text import JsonReader, NotJson, RefusedJson
from leads_mock.pipeline import REFUSED, Asked, Disconnected

_MOST_DIGITS = 20
_MOMENT = 0.05
"""Seconds: a client that sends its body after the head has sent it by then."""
_LIMITS = {"kib-100": 100 * 2**10, "mib-1": 2**20, "mib-10": 10 * 2**20}


class BodyReader:
    """Reads bodies as the profile says."""

    def __init__(self, profile: Mapping[str, str]) -> None:
        self._limit = _LIMITS[profile["body-limit"]]
        self._json = JsonReader(profile)
        self._other_type = profile["other-content-type"]
        self._missing_is_json = profile["missing-content-type"] == "read-as-json"
        self._field = "body" if profile["malformed-json"] == "described" else ""

    def receive(self, asked: Asked) -> Awaitable[bytes]:
        """The whole body. Raises PayloadTooLarge as soon as it is known to be too large, and Disconnected."""
        return received(asked, self._limit)

    def parse(self, asked: Asked, body: bytes) -> Any:
        """The JSON value of the body. Raises UnsupportedMediaType or Violation."""
        content_type = asked.fields.get(b"content-type")
        if content_type != b"application/json" and not self._reads(content_type):
            if self._other_type == "ignored":
                return {}
            if self._other_type == "refused-415":
                raise UnsupportedMediaType
            raise Violation("body", None, "Content-Type must be application/json")
        try:
            return self._json.read(body)
        except NotJson as error:
            raise Violation(self._field, None, str(error)) from error
        except RefusedJson as error:
            raise Violation("body", None, str(error)) from error

    def _reads(self, content_type: bytes | None) -> bool:
        if self._other_type == "read-as-json":
            return True
        if content_type is None:
            return self._missing_is_json
        media_type = content_type.partition(b";")[0].strip().lower()
        return media_type == b"application/json" or (
            media_type.startswith(b"application/") and media_type.endswith(b"+json")
        )


async def received(asked: Asked, limit: int) -> bytes:
    """The whole body, of `limit` bytes at the most. Raises PayloadTooLarge, Unreadable and Disconnected."""
    if asked.body is not None:
        return asked.body  # it came already
    length = asked.fields.get(b"content-length", b"")
    if len(length) > _MOST_DIGITS:
        raise Unreadable(f"Content-Length has more than {_MOST_DIGITS} digits")
    if length.isdigit() and int(length) > limit:
        raise PayloadTooLarge
    body, more = bytearray(), True
    while more:
        message = await asked.receive()
        if message["type"] == "http.disconnect":
            # Half a body may be valid JSON; it is not what the client meant to send.
            raise Disconnected
        body += message["body"]
        more = message["more_body"]
        if len(body) > limit:
            raise PayloadTooLarge
    if refusal := asked.scope.get(REFUSED):
        raise refusal
    asked.body = bytes(body)
    return asked.body


async def arriving(asked: Asked, limit: int) -> bytes | None:
    """The body that comes within a moment, for those who only want to know it; None where none does."""
    announced = asked.fields.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in asked.fields
    if not announced or b"expect" in asked.fields:
        return None
    try:
        async with asyncio.timeout(_MOMENT):
            return await received(asked, limit)
    except (TimeoutError, Refusal, Disconnected):
        return None
