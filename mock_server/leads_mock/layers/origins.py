"""Which web pages may call the mock from their own origin (CORS, https://fetch.spec.whatwg.org)."""

import re
from collections.abc import Awaitable, Collection

from leads_mock.arguments import EVERY_ORIGIN
from leads_mock.layers.quota import RATE_LIMIT_HEADERS
from leads_mock.pipeline import Asked, Handle, Header, Reply, date_of

_LOCAL_ORIGIN = re.compile(rb"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
_METHODS = b"GET, POST, PUT, PATCH, DELETE"
_SHOWN = ", ".join([*RATE_LIMIT_HEADERS, "Retry-After", "Allow", "Preference-Applied"]).encode()
_SECONDS = b"600"
"""For which a browser may remember what it was allowed."""


class Origins:
    """The layer. Allows pages of this machine, on any port, and those of the `named` origins.

    To all other pages the mock is a server without CORS. `named` None allows no page. With EVERY_ORIGIN among
    them all pages may call the API, though not the control API.
    """

    def __init__(self, named: Collection[str] | None = ()) -> None:
        self._has_none = named is None
        self._has_all = EVERY_ORIGIN in (named or ())
        self._named = frozenset(name.encode() for name in named or ())

    def __call__(self, handle: Handle) -> Handle:
        async def allowing(asked: Asked) -> Reply:
            origin = asked.fields[b"origin"]
            if asked.method == "OPTIONS" and b"access-control-request-method" in asked.fields:
                return Reply(200, b"", [date_of(asked), *_preflight(asked, origin)])
            reply = await handle(asked)
            return reply.add([*_allowed(origin), (b"access-control-expose-headers", _SHOWN)])

        # Only browsers send an Origin; all others need not pay for what follows from one.
        def layer(asked: Asked) -> Awaitable[Reply]:
            origin = asked.fields.get(b"origin")
            return handle(asked) if origin is None or not self._allows(origin) else allowing(asked)

        return handle if self._has_none else layer

    def trusts(self, asked: Asked) -> bool:
        """Whether it comes from no page, from one of the mock's own, or from one that is allowed by name."""
        origin = asked.fields.get(b"origin")
        if origin is None or origin.partition(b"://")[2] == asked.fields.get(b"host"):
            return True
        return not self._has_none and (_is_local(origin) or origin in self._named)

    def _allows(self, origin: bytes) -> bool:
        return self._has_all or _is_local(origin) or origin in self._named


def _is_local(origin: bytes) -> bool:
    return _LOCAL_ORIGIN.fullmatch(origin) is not None


def _preflight(asked: Asked, origin: bytes) -> list[Header]:
    wanted = asked.fields.get(b"access-control-request-headers")
    headers = [
        *_allowed(origin),
        (b"access-control-allow-methods", _METHODS),
        (b"access-control-max-age", _SECONDS),
    ]
    if b"access-control-request-private-network" in asked.fields:
        headers.append((b"access-control-allow-private-network", b"true"))
    return [*headers, (b"access-control-allow-headers", wanted)] if wanted else headers


def _allowed(origin: bytes) -> list[Header]:
    return [(b"access-control-allow-origin", origin), (b"vary", b"Origin")]
