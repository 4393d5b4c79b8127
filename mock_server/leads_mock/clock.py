"""The one source of time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic, time

Now = Callable[[], datetime]
elapsed = monotonic
"""Seconds since some moment, whatever becomes of the clock: for what lasts, not for when it was."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)
"""Between these a clock can be set, so that an hour before or after is still a date."""


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Clock:
    """What one workspace calls the time, whether of a lead, of a quota, of a refusal or of an answer.

    `now` gives it as a moment in UTC, `seconds` as Unix seconds. It follows `wall` until it is set.
    """

    now: Now
    seconds: Callable[[], float]
    is_frozen: bool

    def __init__(self, wall: Now = utc_now) -> None:
        self._wall = wall
        self.release()

    def release(self) -> None:
        """Follows the wall clock again."""
        self.is_frozen, self.now = False, self._wall
        # The wall clock can be asked for seconds directly, at a tenth of the cost.
        self.seconds = time if self._wall is utc_now else lambda: self.now().timestamp()

    def set(self, moment: datetime, *, frozen: bool) -> None:
        """Tells `moment`, which is aware, from now on: for good if it is frozen, else it runs on.

        Raises ValueError for a moment that is not between EARLIEST and LATEST.
        """
        if not EARLIEST <= moment <= LATEST:
            raise ValueError(f"must lie between {EARLIEST.date()} and {LATEST.date()}")
        ahead, wall = moment - self._wall(), self._wall
        self.is_frozen = frozen
        self.now = (lambda: moment) if frozen else (lambda: wall() + ahead)
        self.seconds = lambda: self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Moves on by so many seconds. Raises ValueError where that leads beyond LATEST."""
        try:
            moment = self.now() + timedelta(seconds=seconds)
        except OverflowError as error:
            raise ValueError(f"leads beyond {LATEST.date()}") from error
        self.set(moment, frozen=self.is_frozen)

    def copy(self) -> "Clock":
        """One that tells the same time, and is set without this one."""
        twin = Clock(self._wall)
        twin.now, twin.seconds, twin.is_frozen = self.now, self.seconds, self.is_frozen
        return twin
