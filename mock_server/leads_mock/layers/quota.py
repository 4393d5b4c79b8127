"""Whose request it is, and whether the key may make one more."""

from functools import lru_cache

from leads_mock.clock import Clock
from leads_mock.core.ratelimit import Quota, RateLimiter, unlimited
from leads_mock.core.store import Store
from leads_mock.keys import Keys
from leads_mock.pipeline import Asked, Handle, Header, Reply

RATE_LIMIT_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Used", "X-RateLimit-Reset")
_NAMES = tuple(name.lower().encode() for name in RATE_LIMIT_HEADERS)


class Quotas:
    """A layer that finds the workspace of a request's key, and counts the request."""

    def __init__(self, keys: Keys, store: Store, limiter: RateLimiter | None, clock: Clock) -> None:
        self._keys, self._store, self._limiter, self._clock = keys, store, limiter, clock

    def __call__(self, handle: Handle) -> Handle:
        async def counted(asked: Asked) -> Reply:
            key = self._keys.read(asked)
            asked.workspace = await self._store.owner(key) if key else None
            if self._limiter and key and asked.workspace:
                asked.quota = self._limiter.count(key, self._clock.seconds())
            return await handle(asked)

        return counted

    def headers(self, asked: Asked) -> list[Header]:
        """What the answer says of the quota (clause `rate-limit-headers`)."""
        return _written(asked.quota or self._left(asked))

    def _left(self, asked: Asked) -> Quota:
        if self._limiter is None:
            return unlimited(self._clock.seconds())
        return self._limiter.quota(self._keys.read(asked) or "", self._clock.seconds())


@lru_cache(maxsize=16)
def _written(quota: Quota) -> list[Header]:
    values = (quota.limit, quota.remaining, quota.used, quota.reset_time)
    return [(name, b"%d" % value) for name, value in zip(_NAMES, values, strict=True)]
