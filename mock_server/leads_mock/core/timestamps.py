"""Timestamps as the API writes them: RFC 3339, UTC, `Z`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from msgspec import to_builtins

_STEP = {
    # Whole seconds may stand still: running ahead of the clock by a second an update would be worse.
    "seconds": timedelta(0),
    "milliseconds": timedelta(milliseconds=1),
    "microseconds": timedelta(microseconds=1),
}


_LENGTH = {"seconds": 19, "milliseconds": 23, "microseconds": 26}
"""Characters before the `Z`."""


class Timestamps:
    """Writes times with the profile's precision."""

    def __init__(self, profile: Mapping[str, str]) -> None:
        precision = profile["timestamp-precision"]
        self._step, self._length = _STEP[precision], _LENGTH[precision]

    def format(self, moment: datetime) -> str:
        """`moment`, which is aware, as text."""
        text: str = to_builtins(moment.astimezone(UTC))
        if not moment.microsecond:
            # msgspec leaves a fraction of zero out.
            text = text.replace("Z", ".000000Z")
        return text[: self._length] + "Z"

    def after(self, previous: str, now: datetime) -> str:
        """The text of `now`, or of the first moment after `previous` where the clock is behind it."""
        last = datetime.fromisoformat(previous)
        return self.format(now if now - last >= self._step else last + self._step)
