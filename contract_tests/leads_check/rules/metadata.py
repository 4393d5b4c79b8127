"""Metadata: merged key by key, arrays replaced, null removes, values kept to the letter."""

from collections.abc import Callable, Iterator
from typing import Any
from unicodedata import normalize

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.plain import has_bytes
from leads_check.evidence.values import MISSING, Lead, metadata_of, same
from leads_check.rules.basics import clear_updates, demanded, open_updates, updates
from leads_check.rules.nesting import is_stored, meeting_objects, nested, nested_arrays
from leads_check.rules.rule import Finding, Part, finding, rule

ALL = (
    "metadata-types",
    "metadata-removal",
    "metadata-arrays",
    "metadata-empty",
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
            if before is not MISSING and sent is not None and not alike and not is_stored(sent, after):
                yield _key(x, key, sent, after)


def kept_kinds(x: Observation) -> Iterator[Finding]:
    """What need not be accepted must still not become another text."""
    if isinstance(x.request.body, bytes) and x.demand.clause != "metadata-values-kept":
        return  # of a name that stands twice, either value may count
    for lead in x.shown:
        for key, _, sent, after in _sent(x, lead):
            number = isinstance(sent, int | float) and isinstance(after, int | float)
            # How exact a large number is, is an open question; that it is one is none.
            told = after is not MISSING and not isinstance(sent, list | dict) and not number
            # What becomes of a lone surrogate is open.
            told = told and not (isinstance(sent, str) and not has_bytes(sent))
            if told and not same(sent, after):
                yield _key(x, key, sent, after)


def kept_values(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            if sent is None or (isinstance(sent, dict) and isinstance(before, dict)):
                continue  # objects within objects: an open question
            if not is_stored(sent, after):
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


def _come_back(log: Log) -> Iterator[tuple[Observation, str, Any, Exchange]]:
    """Answers, and what null removed before them: key, value, and the update that removed it."""
    removed: dict[tuple[str, str], tuple[Any, Exchange]] = {}
    for x in log:
        target, before = x.request.target, metadata_of(x.before)
        for key, value in x.sent_metadata.items() if x.is_write else ():
            # Another key may become this one, by its spaces or its dots, and with it this value.
            for one in [one for one, (held, _) in removed.items() if one[1] == key or _within(value, held)]:
                del removed[one]
            gone = x.accepted and x.lead is not None and key not in metadata_of(x.lead)
            if value is None and gone and key in before:
                removed[target, key] = before[key], x.exchange
        if x.lead is not None and "metadata" in x.lead and not x.exchange.batch:
            yield from ((x, key, *what) for (of, key), what in removed.items() if of == target)


def _within(sent: Any, held: Any) -> bool:
    return sent is not None and repr(sent) in repr(held)


def stays_removed(subject: tuple[Observation, str, Any, Exchange]) -> Iterator[Finding]:
    """The key is not there again with the value that it had."""
    x, key, value, by = subject
    if same(metadata_of(x.lead).get(key, MISSING), value):
        yield finding(x, f"metadata key `{key}`, removed before", MISSING, value, f"metadata.{key}", by)


def unmentioned(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        if lead is x.lead and "metadata" not in lead:
            continue  # for `response-is-whole-lead`
        after = metadata_of(lead)
        for key, before in metadata_of(x.before).items():
            named = key in x.sent_metadata or _is_stored_name(key, x, after)
            if not named and not same(before, after.get(key, MISSING)):
                yield _key(x, key, before, after.get(key, MISSING))


def _is_stored_name(key: str, x: Observation, after: Lead) -> bool:
    """Whether a sent key is kept under this name; that it is not kept to the letter is told once."""
    alike = (sent for sent in x.sent_metadata if sent not in metadata_of(x.before) and sent not in after)
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
        Part(meeting_objects, nested),
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
        Part(meeting_objects, nested_arrays),
        rests_on=("response-is-stored",),
    ),
    rule(
        "metadata-null-removes-key",
        ("metadata-removal", "metadata-keys"),
        demanded("metadata-null-removes-key"),
        Part(sending(clear_updates, _is_null), removed),
        Part(_come_back, stays_removed, lasts=True),
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
