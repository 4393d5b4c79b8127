"""Lets pages that this machine serves, on any port, call the mock (CORS, https://fetch.spec.whatwg.org)."""

import re

from leads_mock.layers.quota import RATE_LIMIT_HEADERS
from leads_mock.pipeline import Asked, Handle, Header, Reply

_LOCAL_ORIGIN = re.compile(rb"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
_METHODS = b"GET, POST, PUT, PATCH, DELETE"
_SHOWN = ", ".join([*RATE_LIMIT_HEADERS, "Retry-After", "Allow"]).encode()
_SECONDS = b"600"
"""For which a browser may remember what it was allowed."""


def is_local(origin: bytes) -> bool:
    """Whether a page of this origin comes from this machine."""
    return _LOCAL_ORIGIN.fullmatch(origin) is not None


def local_origins(handle: Handle) -> Handle:
    """The layer. To a foreign page the mock is a server without CORS."""

    async def allowing(asked: Asked) -> Reply:
        origin = asked.fields[b"origin"]
        if asked.method == "OPTIONS" and b"access-control-request-method" in asked.fields:
            return Reply(200, b"", _preflight(asked, origin))
        reply = await handle(asked)
        return reply.add([*_allowed(origin), (b"access-control-expose-headers", _SHOWN)])

    # Only browsers send an Origin; all others need not pay for what follows from one.
    return lambda asked: (allowing if is_local(asked.fields.get(b"origin", b"")) else handle)(asked)


def _preflight(asked: Asked, origin: bytes) -> list[Header]:
    wanted = asked.fields.get(b"access-control-request-headers")
    headers = [
        *_allowed(origin),
        (b"access-control-allow-methods", _METHODS),
        (b"access-control-max-age", _SECONDS),
    ]
    return [*headers, (b"access-control-allow-headers", wanted)] if wanted else headers


def _allowed(origin: bytes) -> list[Header]:
    return [(b"access-control-allow-origin", origin), (b"vary", b"Origin")]
