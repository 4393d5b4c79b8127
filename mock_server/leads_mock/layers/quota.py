"""Whether the key of a request may make one more."""

from functools import lru_cache

from leads_mock.core.ratelimit import Quota, unlimited
from leads_mock.pipeline import Asked, Handle, Header, Reply, dated

RATE_LIMIT_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Used", "X-RateLimit-Reset")
_NAMES = tuple(name.lower().encode() for name in RATE_LIMIT_HEADERS)


def counted(handle: Handle) -> Handle:
    """The layer that counts the requests of valid keys. Raises RateLimited."""

    async def counting(asked: Asked) -> Reply:
        room = asked.room
        if room.limiter and asked.key and asked.workspace:
            asked.quota = room.limiter.count(asked.key, room.clock.seconds())
        return await handle(asked)

    return counting


def headers_of(asked: Asked) -> list[Header]:
    """What each answer says: the time, and what is left of the hour (clause `rate-limit-headers`)."""
    room = asked.room
    seconds = room.clock.seconds()
    if asked.quota:
        return [dated(int(seconds)), *_written(asked.quota)]
    if room.limiter is None:
        return _unlimited(int(seconds))
    return [dated(int(seconds)), *_written(room.limiter.quota(asked.key or "", seconds))]


@lru_cache(maxsize=16)
def _unlimited(seconds: int) -> list[Header]:
    return [dated(seconds), *_written(unlimited(seconds))]


def _written(quota: Quota) -> list[Header]:
    values = (quota.limit, quota.remaining, quota.used, quota.reset_time)
    return [(name, b"%d" % value) for name, value in zip(_NAMES, values, strict=True)]
