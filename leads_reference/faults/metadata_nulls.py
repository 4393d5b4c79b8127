"""Null within metadata, and values that are mistaken for it."""

from collections.abc import Callable
from typing import Any

from leads_reference.faults.fault import Fault, crash, model_with, reject
from leads_reference.faults.metadata_merging import only
from leads_reference.jsontext import Json, JsonObject
from leads_reference.model import Model, Plan

NULL, VALUES = "metadata-null-removes-key", "metadata-values-kept"


def removing(remove: Callable[[JsonObject, str], Any]) -> type[Model]:
    """What becomes of a key for which null was sent."""
    return model_with(remove=lambda m, merged, key: remove(merged, key))


def by_prefix(merged: JsonObject, key: str) -> None:
    for name in [name for name in merged if name.startswith(key)]:
        del merged[name]


def remove_absent(then: Callable[[JsonObject, str], Any]) -> type[Model]:
    """The key is removed where it is there; otherwise `then` happens."""
    return removing(lambda merged, key: merged.pop(key) if key in merged else then(merged, key))


def without(sent: JsonObject, values: tuple[Json, ...]) -> JsonObject:
    """What was sent but for values of the same type as, and equal to, one of `values`."""
    return {k: v for k, v in sent.items() if not any(v == x and type(v) is type(x) for x in values)}


def first_null_only(old: JsonObject, sent: JsonObject) -> JsonObject:
    first = next((key for key, value in sent.items() if value is None), None)
    return {key: value for key, value in sent.items() if value is not None or key == first}


def falsy_removes(old: JsonObject, sent: JsonObject) -> JsonObject:
    kept = without(sent, (0, False, ""))
    return {key: kept.get(key) for key in sent}


def returning(m: Model, plan: Plan) -> Any:
    """Answers without the removed keys, and stores them all the same."""
    answer = m.success(plan.updated)
    removed = {
        k: v for k, v in (plan.found["metadata"] or {}).items() if k not in (plan.updated["metadata"] or {})
    }
    m.store({**plan.updated, "metadata": {**(plan.updated["metadata"] or {}), **removed}})
    return answer


FAULTS = (
    Fault(
        "null-stored",
        NULL,
        "Null is stored as a value.",
        removing(lambda merged, key: merged.update({key: None})),
    ),
    Fault(
        "null-added-where-absent",
        NULL,
        "Null for a key that is not there adds it with null.",
        remove_absent(lambda merged, key: merged.update({key: None})),
    ),
    Fault("null-ignored", NULL, "Null leaves the key as it is.", removing(lambda merged, key: None)),
    Fault(
        "null-as-text",
        NULL,
        "Null is stored as the text `null`.",
        removing(lambda merged, key: merged.update({key: "null"})),
    ),
    Fault(
        "null-as-empty-text",
        NULL,
        "Null is stored as an empty text.",
        removing(lambda merged, key: merged.update({key: ""})),
    ),
    Fault(
        "null-empties-metadata", NULL, "Null removes every key.", removing(lambda merged, key: merged.clear())
    ),
    Fault("null-removes-by-prefix", NULL, "Null also removes keys that begin alike.", removing(by_prefix)),
    Fault(
        "null-ignored-for-collections",
        NULL,
        "Null removes neither objects nor arrays.",
        removing(
            lambda merged, key: None if isinstance(merged.get(key), list | dict) else merged.pop(key, None)
        ),
    ),
    Fault(
        "null-ignored-for-falsy",
        NULL,
        "Null does not remove a value that counts as false.",
        removing(lambda merged, key: merged.pop(key) if merged.get(key) else None),
    ),
    Fault(
        "null-ignored-among-others",
        NULL,
        "Null removes nothing when other keys are sent along.",
        only(lambda old, sent: {k: v for k, v in sent.items() if v is not None} or sent),
    ),
    Fault("only-first-null-heeded", NULL, "Of several nulls only the first removes.", only(first_null_only)),
    Fault(
        "null-drops-other-keys",
        NULL,
        "A request with a null removes, and drops the keys it would set.",
        only(lambda old, sent: {k: v for k, v in sent.items() if v is None} or sent),
        also=("metadata-new-keys-added", "metadata-existing-keys-updated"),
    ),
    Fault(
        "null-in-metadata-refused",
        NULL,
        "Null is refused as an invalid value.",
        model_with(
            hold=lambda m, value, sent: (
                reject(m.invalid("metadata", sent, "Must not hold null")) if value is None else value
            )
        ),
    ),
    Fault(
        "null-for-absent-key-crashes",
        NULL,
        "Removing a key that is not there ends in a 500.",
        remove_absent(crash),
        also=("no-server-error",),
    ),
    Fault(
        "removed-key-returns",
        "response-is-stored",
        "The answer shows a key removed that is still stored.",
        model_with(commit=returning),
        also=(NULL,),
    ),
    Fault(
        "zero-ignored", VALUES, "A zero is taken for nothing.", only(lambda old, sent: without(sent, (0,)))
    ),
    Fault(
        "false-ignored",
        VALUES,
        "A false is taken for nothing.",
        only(lambda old, sent: without(sent, (False,))),
    ),
    Fault(
        "empty-text-ignored",
        VALUES,
        "An empty text is taken for nothing.",
        only(lambda old, sent: without(sent, ("",))),
    ),
    Fault(
        "falsy-removes-key", VALUES, "Zero, false and an empty text remove their key.", only(falsy_removes)
    ),
    Fault(
        "empty-text-as-null",
        VALUES,
        "An empty text removes its key, as forms do.",
        only(lambda old, sent: {key: None if value == "" else value for key, value in sent.items()}),
    ),
)
