"""Metadata: merged key by key, arrays replaced, null removes, values kept to the letter."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from unicodedata import normalize

from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, Lead, metadata_of, same
from leads_check.rules.basics import clear_updates, demanded, open_updates, updates
from leads_check.rules.rule import Finding, Part, finding, rule

ALL = (
    "metadata-types",
    "metadata-removal",
    "metadata-arrays",
    "metadata-empty",
    "metadata-texts",
    "metadata-large",
    "field-combinations",
)
Selection = Callable[[Log], Iterator[Observation]]


def sending(selection: Selection, wanted: Callable[[Any], bool] = lambda value: True) -> Selection:
    """Those updates that send a metadata key with such a value."""
    return lambda log: (x for x in selection(log) if any(map(wanted, x.sent_metadata.values())))


def _is_null(value: Any) -> bool:
    return value is None


def _is_value(value: Any) -> bool:
    return value is not None


def _sent(x: Observation, lead: Lead) -> Iterator[tuple[str, Any, Any, Any]]:
    """Key, value before, value sent and value after, for each sent key."""
    before, after = metadata_of(x.before), metadata_of(lead)
    for key, value in x.sent_metadata.items():
        yield key, before.get(key, MISSING), value, after.get(key, MISSING)


def _key(x: Observation, key: str, expected: Any, actual: Any) -> Finding:
    return finding(x, f"metadata key `{key}`", expected, actual, f"metadata.{key}")


def added(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            if before is MISSING and sent is not None and after is MISSING:
                yield _key(x, key, sent, after)


def nobody_sent(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        after = metadata_of(lead)
        for key in after.keys() - metadata_of(x.before).keys() - x.sent_metadata.keys():
            yield _key(x, key, MISSING, after[key])


def updated(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            alike = isinstance(sent, dict | list) and type(sent) is type(before)
            if before is not MISSING and sent is not None and not alike and not _is_stored(sent, after):
                yield _key(x, key, sent, after)


def _is_stored(sent: Any, after: Any) -> bool:
    """Whether it is what was sent, or what RFC 7396 makes of an object's nulls: an open question."""
    return same(sent, after) or (isinstance(sent, dict) and same(_without_nulls(sent), after))


def _without_nulls(sent: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_nulls(value) if isinstance(value, dict) else value
        for key, value in sent.items()
        if value is not None
    }


def kept_kinds(x: Observation) -> Iterator[Finding]:
    """What need not be accepted must still not become another text."""
    if isinstance(x.request.body, bytes):
        return  # of a name that stands twice, either value may count
    for lead in x.shown:
        for key, _, sent, after in _sent(x, lead):
            number = isinstance(sent, int | float) and isinstance(after, int | float)
            # How exact a large number is, is an open question; that it is one is none.
            told = after is not MISSING and not isinstance(sent, list | dict) and not number
            if told and not same(sent, after):
                yield _key(x, key, sent, after)


def kept_values(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            if sent is None or (isinstance(sent, dict) and isinstance(before, dict)):
                continue  # objects within objects: an open question
            if not _is_stored(sent, after):
                yield _key(x, key, sent, after)


def replaced_arrays(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            if isinstance(sent, list) and isinstance(before, list) and not same(sent, after):
                yield _key(x, key, sent, after)


def removed(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for key, _, sent, after in _sent(x, lead):
            if sent is None and after is not MISSING:
                yield _key(x, key, MISSING, after)
    yield from unmentioned(x)


def unmentioned(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        if lead is x.lead and "metadata" not in lead:
            continue  # for `response-is-whole-lead`
        after = metadata_of(lead)
        for key, before in metadata_of(x.before).items():
            named = key in x.sent_metadata or _is_stored_name(key, x)
            if not named and not same(before, after.get(key, MISSING)):
                yield _key(x, key, before, after.get(key, MISSING))


def _is_stored_name(key: str, x: Observation) -> bool:
    """Whether a sent key is kept under this name; that it is not kept to the letter is told once."""
    alike = (sent for sent in x.sent_metadata if sent not in metadata_of(x.before))
    return any(_plain(sent) == _plain(key) for sent in alike)


def _plain(key: str) -> str:
    return normalize("NFKC", key).strip().casefold()


def _keeping(log: Log) -> Iterator[Observation]:
    """Updates that name metadata, or none; null for metadata as a whole is an open question."""
    return (x for x in updates(log) if isinstance(x.sent.get("metadata", {}), dict))


def _empty(log: Log) -> Iterator[Observation]:
    return (x for x in updates(log) if x.sent.get("metadata") == {})


def nothing_changed(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        if not same(metadata_of(x.before), metadata_of(lead)):
            yield finding(x, "metadata", metadata_of(x.before), metadata_of(lead), "metadata")


def _meeting_objects(log: Log) -> Iterator[tuple[Observation, str]]:
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
        return _is_stored(sent, after)
    return any(same(after, merged(before, sent, *how)) for how in product(range(1, 9), (True, False))) or (
        _is_stored(sent, after)
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


NEW, EXISTING = "metadata-new-keys-added", "metadata-existing-keys-updated"
RULES = (
    rule(
        NEW,
        (*ALL, "metadata-keys", "empty-key"),
        demanded(NEW),
        Part(sending(updates, _is_value), added),
        Part(sending(updates), nobody_sent),
        rests_on=("response-is-stored",),
    ),
    rule(
        EXISTING,
        (*ALL, "metadata-nested"),
        demanded(EXISTING),
        Part(sending(clear_updates, _is_value), updated),
        Part(_meeting_objects, nested),
        rests_on=("response-is-stored",),
    ),
    rule(
        "metadata-unmentioned-keys-kept",
        ALL,
        Part(_keeping, unmentioned),
        rests_on=("response-is-stored",),
    ),
    rule(
        "metadata-arrays-replaced",
        ("metadata-arrays", "metadata-types", "metadata-nested"),
        demanded("metadata-arrays-replaced"),
        Part(sending(clear_updates, lambda value: isinstance(value, list)), replaced_arrays),
        Part(_meeting_objects, nested_arrays),
        rests_on=("response-is-stored",),
    ),
    rule(
        "metadata-null-removes-key",
        ("metadata-removal", "metadata-keys"),
        demanded("metadata-null-removes-key"),
        Part(sending(clear_updates, _is_null), removed),
        rests_on=("response-is-stored", "metadata-unmentioned-keys-kept"),
    ),
    rule(
        "metadata-values-kept",
        (*ALL, "metadata-keys", "generated-metadata"),
        demanded("metadata-values-kept", NEW, EXISTING),
        Part(sending(clear_updates, _is_value), kept_values),
        Part(sending(open_updates, _is_value), kept_kinds),
        rests_on=("response-is-stored", NEW, EXISTING, "metadata-arrays-replaced"),
    ),
    rule(
        "metadata-empty-object-changes-nothing",
        ("metadata-empty",),
        demanded("metadata-empty-object-changes-nothing"),
        Part(_empty, nothing_changed),
        rests_on=("response-is-stored", "metadata-unmentioned-keys-kept"),
    ),
)
