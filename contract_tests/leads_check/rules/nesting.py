"""Objects within metadata: merged or replaced, at whichever depth; both are answers, but nothing else is."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, metadata_of, same
from leads_check.rules.basics import clear_updates
from leads_check.rules.rule import Finding, finding


def is_stored(sent: Any, after: Any) -> bool:
    """Whether it is what was sent, or what RFC 7396 makes of an object's nulls: an open question."""
    return same(sent, after) or (isinstance(sent, dict) and same(_without_nulls(sent), after))


def _without_nulls(sent: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_nulls(value) if isinstance(value, dict) else value
        for key, value in sent.items()
        if value is not None
    }


def meeting_objects(log: Log) -> Iterator[tuple[Observation, str]]:
    """Updates that send an object for an object, and the key."""
    for x in clear_updates(log):
        before = metadata_of(x.before)
        for key, sent in x.sent_metadata.items():
            if isinstance(sent, dict) and isinstance(before.get(key), dict):
                yield x, key


def nested(subject: tuple[Observation, str]) -> Iterator[Finding]:
    """Merged or replaced, at each depth: both are answers, but nothing else is."""
    x, key = subject
    before, sent = metadata_of(x.before)[key], x.sent_metadata[key]
    for lead in x.shown:
        after = metadata_of(lead).get(key, MISSING)
        if not is_lawful(before, sent, after):
            what = f"the object `{key}` in metadata, neither merged nor replaced,"
            yield finding(x, what, merged(before, sent), after, f"metadata.{key}")


def is_lawful(before: Any, sent: Any, after: Any) -> bool:
    """Whether `after` may come of `sent` for `before`: replaced, or merged key by key to some depth."""
    if not (isinstance(before, dict) and isinstance(sent, dict)):
        return is_stored(sent, after)
    return any(same(after, merged(before, sent, *how)) for how in product(range(1, 9), (True, False))) or (
        is_stored(sent, after)
    )


def merged(
    before: dict[str, Any], sent: dict[str, Any], depth: int = 9, removes: bool = True
) -> dict[str, Any]:
    """RFC 7396 down to a depth; below it an object takes the other's place. `removes`: null does so."""
    after = dict(before)
    for key, value in sent.items():
        held = before.get(key)
        if value is None and removes:
            after.pop(key, None)
        elif isinstance(value, dict) and depth > 1:
            after[key] = merged(held if isinstance(held, dict) else {}, value, depth - 1, removes)
        else:
            after[key] = value
    return after


def nested_arrays(subject: tuple[Observation, str]) -> Iterator[Finding]:
    """An array within an object is replaced, whichever way the object is merged."""
    x, key = subject
    for lead in x.shown:
        after = metadata_of(lead).get(key, MISSING)
        for path, sent, found in _arrays(x.sent_metadata[key], after, key):
            if not same(sent, found):
                yield finding(x, "an array within an object of metadata", sent, found, f"metadata.{path}")


def _arrays(sent: Any, after: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    for key, value in sent.items():
        found = after.get(key, MISSING) if isinstance(after, dict) else MISSING
        if isinstance(value, list):
            yield f"{path}.{key}", value, found
        elif isinstance(value, dict):
            yield from _arrays(value, found, f"{path}.{key}")
