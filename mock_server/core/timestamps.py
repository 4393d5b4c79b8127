"""Timestamps as the API writes them: RFC 3339, UTC, `Z`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

_STEP = {
    # Whole seconds may stand still: running ahead of the clock by a second an update would be worse.
    "seconds": timedelta(0),
    "milliseconds": timedelta(milliseconds=1),
    "microseconds": timedelta(microseconds=1),
}


class Timestamps:
    """Writes times with the profile's precision."""

    def __init__(self, profile: Mapping[str, str]) -> None:
        self._precision = profile["timestamp-precision"]
        self._step = _STEP[self._precision]

    def format(self, moment: datetime) -> str:
        """`moment`, which is aware, as text."""
        return moment.astimezone(UTC).isoformat("T", self._precision)[:-6] + "Z"

    def after(self, previous: str, now: datetime) -> str:
        """The text of `now`, or of the first moment after `previous` where the clock is behind it."""
        last = datetime.fromisoformat(previous)
        return self.format(now if now - last >= self._step else last + self._step)
