"""The sliding window of the rate limit: so many requests in any sixty minutes, for each key."""

from collections import deque
from math import ceil
from typing import NamedTuple

from leads_mock.core.errors import RateLimited

WINDOW = 3600
"""Seconds."""
DOCUMENTED_LIMIT = 1000


class Quota(NamedTuple):
    """What the `X-RateLimit-*` headers say: counts of requests, and Unix seconds."""

    limit: int
    used: int
    reset_time: int

    @property
    def remaining(self) -> int:
        """Requests left in the window."""
        return self.limit - self.used


class RateLimiter:
    """Counts requests by key and refuses those beyond `limit`; a refused one is not counted."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times: dict[str, deque[float]] = {}

    def reset(self) -> None:
        """Forgets every request."""
        self._times.clear()

    def count(self, key: str, now: float) -> Quota:
        """Counts one request at `now`, Unix seconds. Raises RateLimited."""
        times = self._recent(key, now)
        if len(times) >= self._limit:
            reset_time = times[0] + WINDOW
            raise RateLimited(self._limit, max(1, ceil(reset_time - now)), ceil(reset_time))
        times.append(now)
        self._times[key] = times
        return self.quota(key, now)

    def quota(self, key: str, now: float) -> Quota:
        """What `key` has left at `now`; counts nothing."""
        times = self._recent(key, now)
        return Quota(self._limit, len(times), ceil((times[0] if times else now) + WINDOW))

    def _recent(self, key: str, now: float) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        # A clock that was set back has not seen yet what was counted later.
        while times and times[-1] > now:
            times.pop()
        return times


def unlimited(now: float) -> Quota:
    """What a mock without a limit says: each request is as good as the first of its hour."""
    return Quota(DOCUMENTED_LIMIT, 1, int(now) + WINDOW)
