"""The last step of every request: status, headers and body go out."""

from collections.abc import Callable
from functools import lru_cache

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from leads_mock.core.ratelimit import Quota
from leads_mock.problems import Headers, Problems

RATE_LIMIT_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Used", "X-RateLimit-Reset")
_RATE_LIMIT_NAMES = tuple(name.lower().encode() for name in RATE_LIMIT_HEADERS)


async def reply(send: Send, status: int, body: bytes, quota: Quota, headers: Headers = []) -> None:  # noqa: B006
    """Sends a JSON answer; every one carries the rate limit headers."""
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", b"%d" % len(body)),
                *_rate_limit(quota),
                *headers,
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})


@lru_cache
def _rate_limit(quota: Quota) -> Headers:
    values = (quota.limit, quota.remaining, quota.used, quota.reset_time)
    return [(name, b"%d" % value) for name, value in zip(_RATE_LIMIT_NAMES, values, strict=True)]


class Door:
    """The one door by which refusals and failures leave, whoever raised them."""

    def __init__(self, app: ASGIApp, *, problems: Problems, quota: Callable[[list[bytes]], Quota]) -> None:
        self.app = app
        self._problems = problems
        self._quota = quota

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Starlette's router raises its 404 and 405 where it finds an `app`, else it answers in plain text.
        scope["app"] = self
        try:
            await self.app(scope, receive, send)
        except ClientDisconnect:
            return
        except Exception as error:
            status, body, headers = self._problems.answer(error)
            shown = [value for name, value in scope["headers"] if name == b"authorization"]
            await reply(send, status, body, self._quota(shown), headers)
