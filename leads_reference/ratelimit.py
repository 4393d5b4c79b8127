"""A sliding window of requests for each key."""

import math
from collections import defaultdict, deque


class Window:
    """Counts the requests of the last `seconds`; times are Unix seconds."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit, self.seconds = limit, seconds
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def admit(self, key: str, now: float) -> bool:
        """Whether one more request fits; one that does not is not counted."""
        times = self._times[key]
        while times and times[0] <= now - self.seconds:
            times.popleft()
        if len(times) >= self.limit:
            return False
        times.append(now)
        return True

    def used(self, key: str) -> int:
        return len(self._times[key])

    def reset(self, key: str, now: float) -> int:
        """When the oldest counted request leaves the window, in whole seconds."""
        times = self._times[key]
        return math.ceil((times[0] if times else now) + self.seconds)
