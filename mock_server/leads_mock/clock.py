"""The one source of time."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic, time

elapsed = monotonic
"""Seconds since some moment, whatever becomes of the clock: for what lasts, not for when it was."""


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Clock:
    """What all of the mock calls the time, whether of a lead, of a quota or of a refusal.

    `now` gives it as a moment in UTC, `seconds` as Unix seconds.
    """

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        self.now = now
        # The wall clock can be asked for seconds directly, at a tenth of the cost.
        self.seconds: Callable[[], float] = time if now is utc_now else lambda: now().timestamp()
