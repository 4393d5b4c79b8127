"""What a deployment says about time and quantity, read so that nothing it writes can hurt. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST_COUNT = 15
"""Digits: more make no count of requests, nor seconds since 1970."""
_LONGEST_DATE = 100
_YEARS = range(1970, 9000)
"""Nearer to the ends of what Python can count, adding a day to a time may fail."""
_FLOOR = 1.0
"""Seconds before a request that was refused for its rate is repeated, whatever the header says."""


def retry_after(headers: Mapping[str, str], tries: int, now: datetime) -> float:
    """Seconds to wait after the `tries`-th refusal in a row (RFC 9110, section 10.2.3), not below a floor.

    The floor doubles from refusal to refusal, so that a header that says 0, or is none, burns no budget. It
    may be infinite.
    """
    floor = _FLOOR * float(2 ** (tries - 1))
    return max(floor, _asked(headers.get("retry-after", "").strip(), now))


def _asked(value: str, now: datetime) -> float:
    try:
        seconds = float(value)
    except ValueError:
        date = moment_of(value)
        seconds = (date - now).total_seconds() if date else 0.0
    return 0.0 if math.isnan(seconds) else seconds


def moment_of(date: str | None) -> datetime | None:
    """The time in an HTTP date, None where it is none that can be counted with."""
    try:
        found = parsedate_to_datetime((date or "")[:_LONGEST_DATE]).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
        return None
    return found if found.year in _YEARS else None


def count_of(headers: Mapping[str, str], name: str) -> int | None:
    """A header's plain number, None where it is missing or anything else."""
    value = headers.get(name, "").strip()
    is_plain = value.isascii() and value.isdecimal() and len(value) <= _LONGEST_COUNT
    return int(value) if is_plain else None
