"""JSON values of leads: read, compared, picked apart. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

Lead = dict[str, Any]
MISSING = type("Missing", (), {"__repr__": lambda self: "(absent)"})()
"""What a member is that is not there."""


def parsed(text: bytes) -> Any:
    """The JSON value of a text, MISSING where it is none or nests too deeply to be looked at."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: numbers by value, but true is not 1 (RFC 8259); NaN equals NaN."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other or (one != one and other != other)
    return type(one) is type(other) and bool(one == other)


def same_field(name: str, one: Any, other: Any) -> bool:
    """Whether a field's two values are as good as equal: metadata that is empty, null or absent is none."""
    return same(one or {}, other or {}) if name == "metadata" else same(one, other)


def field_of(lead: Mapping[str, Any] | None, name: str) -> Any:
    """A lead's field; a field that is left out is a cleared one."""
    return None if lead is None else lead.get(name)


def metadata_of(lead: Mapping[str, Any] | None) -> dict[str, Any]:
    """A lead's metadata, empty where there is none."""
    metadata = field_of(lead, "metadata")
    return metadata if isinstance(metadata, dict) else {}


def moment(text: Any) -> datetime | None:
    """The time in an RFC 3339 text, None where it is none or has no offset."""
    try:
        parsed = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return parsed if parsed.tzinfo is not None else None
