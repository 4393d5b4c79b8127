"""Metadata: merged key by key, arrays replaced, null removes, values kept to the letter."""

from collections.abc import Iterator
from typing import Any

from leads_check.evidence.exchange import MISSING, Exchange, Lead, Log, metadata_of, same
from leads_check.rules.basics import (
    all_of,
    clear_updates,
    difference,
    for_each,
    open_updates,
    updates,
    wrong_status,
)
from leads_check.rules.rule import Finding, Level, Rule

ALL = (
    "metadata-types",
    "metadata-removal",
    "metadata-arrays",
    "metadata-empty",
    "metadata-texts",
    "metadata-large",
    "field-combinations",
)


def _sent(x: Exchange, lead: Lead) -> Iterator[tuple[str, Any, Any, Any]]:
    """Key, value before, value sent and value after, for each sent key."""
    before, after = metadata_of(x.before), metadata_of(lead)
    for key, value in x.sent_metadata.items():
        yield key, before.get(key, MISSING), value, after.get(key, MISSING)


def added(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            if before is MISSING and sent is not None and after is MISSING:
                yield difference(f"metadata key {key!r}", sent, after, x, f"metadata.{key}")


def nobody_sent(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        known = metadata_of(x.before).keys() | x.sent_metadata.keys()
        for key in metadata_of(lead).keys() - known:
            yield difference(f"metadata key {key!r}", MISSING, metadata_of(lead)[key], x, f"metadata.{key}")


def updated(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            alike = isinstance(sent, dict | list) and type(sent) is type(before)
            if before is not MISSING and sent is not None and not alike and not same(sent, after):
                yield difference(f"metadata key {key!r}", sent, after, x, f"metadata.{key}")


def kept_kinds(x: Exchange) -> Iterator[Finding]:
    """What need not be accepted must still not become another text."""
    for lead in x.shown:
        for key, _, sent, after in _sent(x, lead):
            if after is MISSING or x.request.label == "a name twice":
                continue  # for `added`; and whichever of the two counts
            number = isinstance(sent, int | float) and isinstance(after, int | float)
            # How exact a large number is, is an open question; that it is one is none.
            if not isinstance(sent, list | dict) and not number and not same(sent, after):
                yield difference(f"metadata key {key!r}", sent, after, x, f"metadata.{key}")


def kept_values(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            if sent is None or (isinstance(sent, dict) and isinstance(before, dict)):
                continue  # objects within objects: an open question
            if not same(sent, after):
                yield difference(f"metadata key {key!r}", sent, after, x, f"metadata.{key}")


def replaced_arrays(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for key, before, sent, after in _sent(x, lead):
            if isinstance(sent, list) and isinstance(before, list) and not same(sent, after):
                yield difference(f"array {key!r}", sent, after, x, f"metadata.{key}")


def removed(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for key, _, sent, after in _sent(x, lead):
            if sent is None and after is not MISSING:
                yield difference(f"metadata key {key!r}", MISSING, after, x, f"metadata.{key}")
    if None in x.sent_metadata.values():
        yield from unmentioned(x)


def unmentioned(x: Exchange) -> Iterator[Finding]:
    if "metadata" in x.sent and not isinstance(x.sent["metadata"], dict):
        return  # null for metadata as a whole is an open question
    for lead in x.shown:
        if lead is x.lead and "metadata" not in lead:
            continue
        after = metadata_of(lead)
        for key, before in metadata_of(x.before).items():
            if key not in x.sent_metadata and not same(before, after.get(key, MISSING)):
                yield difference(
                    f"metadata key {key!r}", before, after.get(key, MISSING), x, f"metadata.{key}"
                )


def nothing_changed(x: Exchange) -> Iterator[Finding]:
    if x.sent.get("metadata") == {}:
        for lead in x.shown:
            if not same(metadata_of(x.before), metadata_of(lead)):
                yield difference("metadata", metadata_of(x.before), metadata_of(lead), x, "metadata")


def nested(log: Log) -> Iterator[Finding]:
    """Merged or replaced: both are answers, but nothing else is."""
    patched = log.labelled("nested patched")
    if patched is None or not patched.accepted:
        return
    changed = {"deep": 2, "list": [3]}
    replaced = {"list": [3], "changed": changed, "added": 3}
    merged = {**replaced, "kept": 1, "changed": {**changed, "deeper": [1]}, "removed": 1}
    one_level = {**merged, "changed": changed}
    for lead in patched.shown:
        after = metadata_of(lead).get("contract_test_nested", MISSING)
        if not any(same(after, lawful) for lawful in (merged, replaced, one_level)):
            yield difference(
                "a nested object", f"{merged} or {replaced}", after, patched, "metadata.contract_test_nested"
            )


def nested_arrays(log: Log) -> Iterator[Finding]:
    """An array within an object is replaced, whichever way the object is merged."""
    patched = log.labelled("nested patched")
    if patched is None:
        return
    for lead in patched.shown:
        nested = metadata_of(lead).get("contract_test_nested")
        for holder in (nested, nested.get("changed") if isinstance(nested, dict) else None):
            after = holder.get("list", MISSING) if isinstance(holder, dict) else MISSING
            if not same(after, [3]):
                yield difference(
                    "an array within an object", [3], after, patched, "metadata.contract_test_nested"
                )


RULES = (
    Rule(
        "metadata-new-keys-added",
        Level.MUST,
        "metadata-new-keys-added",
        (*ALL, "metadata-keys"),
        all_of(
            wrong_status("metadata-new-keys-added"),
            for_each(added, clear_updates),
            for_each(nobody_sent, updates),
            for_each(added, open_updates),
        ),
    ),
    Rule(
        "metadata-existing-keys-updated",
        Level.MUST,
        "metadata-existing-keys-updated",
        (*ALL, "metadata-nested"),
        all_of(wrong_status("metadata-existing-keys-updated"), for_each(updated, clear_updates), nested),
    ),
    Rule(
        "metadata-unmentioned-keys-kept",
        Level.MUST,
        "metadata-unmentioned-keys-kept",
        ALL,
        for_each(unmentioned, updates),
    ),
    Rule(
        "metadata-arrays-replaced",
        Level.MUST,
        "metadata-arrays-replaced",
        ("metadata-arrays", "metadata-types", "metadata-nested"),
        all_of(
            wrong_status("metadata-arrays-replaced"), for_each(replaced_arrays, clear_updates), nested_arrays
        ),
    ),
    Rule(
        "metadata-null-removes-key",
        Level.MUST,
        "metadata-null-removes-key",
        ("metadata-removal", "metadata-large", "metadata-keys"),
        all_of(wrong_status("metadata-null-removes-key"), for_each(removed, clear_updates)),
    ),
    Rule(
        "metadata-values-kept",
        Level.MUST,
        "metadata-values-kept",
        (*ALL, "metadata-keys", "generated-metadata"),
        all_of(
            wrong_status("metadata-values-kept"),
            for_each(kept_values, clear_updates),
            for_each(kept_kinds, open_updates),
        ),
    ),
    Rule(
        "metadata-empty-object-changes-nothing",
        Level.SHOULD,
        "metadata-empty-object-changes-nothing",
        ("metadata-empty",),
        all_of(wrong_status("metadata-empty-object-changes-nothing"), for_each(nothing_changed, updates)),
    ),
)
