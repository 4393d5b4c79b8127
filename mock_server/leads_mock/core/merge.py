"""How sent metadata meets stored metadata."""

from collections.abc import Callable, Mapping
from typing import Any

Members = Mapping[str, Any]
Merge = Callable[[Members, Members], dict[str, Any]]


def merge_deeply(target: Members, patch: Members) -> dict[str, Any]:
    """JSON Merge Patch (RFC 7396, section 2): objects merge, null removes, all else replaces."""
    merged = dict(target)
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict):
            nested = merged.get(key)
            merged[key] = merge_deeply(nested if isinstance(nested, dict) else {}, value)
        else:
            merged[key] = value
    return merged


def merge_top_level(target: Members, patch: Members) -> dict[str, Any]:
    """The same for the outermost members alone; a nested object replaces what was there."""
    merged = {**target, **patch}
    for key, value in patch.items():
        if value is None:
            del merged[key]
    return merged


MERGES: Mapping[str, Merge] = {"merged": merge_deeply, "replaced": merge_top_level}
"""By answer to `nested-metadata`."""
