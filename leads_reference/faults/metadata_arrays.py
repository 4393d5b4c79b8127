"""Arrays within metadata that are combined, or stored as something else."""

from collections.abc import Callable
from typing import Any

from leads_reference.faults.fault import Fault, model_with
from leads_reference.jsontext import Json, JsonObject
from leads_reference.model import Model

REPLACED, VALUES = "metadata-arrays-replaced", "metadata-values-kept"
Items = list[Any]


def combining(combine: Callable[[Items, Items], Json]) -> type[Model]:
    """What becomes of an old array and the one that was sent for it."""

    def replace(m: Model, before: Json, value: Json) -> Json:
        return combine(before, value) if isinstance(before, list) and isinstance(value, list) else value

    return model_with(replace=replace)


def storing(convert: Callable[[Items], Json]) -> type[Model]:
    """What becomes of every array that is sent."""

    return model_with(hold=lambda m, value, sent: convert(value) if isinstance(value, list) else value)


def by_index(old: Items, new: Items) -> Items:
    return [
        {**old[i], **item} if i < len(old) and isinstance(old[i], dict) and isinstance(item, dict) else item
        for i, item in enumerate(new)
    ]


def by_id(old: Items, new: Items) -> Items:
    if not all(isinstance(item, dict) and "id" in item for item in (*old, *new)):
        return new
    merged = {item["id"]: item for item in old}
    return list((merged | {item["id"]: {**merged.get(item["id"], {}), **item} for item in new}).values())


def nested_concatenated(m: Model, old: JsonObject, sent: JsonObject) -> JsonObject:
    merged = m.merge(old, sent)
    for key, value in sent.items():
        before = old.get(key)
        if not isinstance(value, dict) or not isinstance(before, dict):
            continue
        for inner, items in value.items():
            if isinstance(items, list) and isinstance(before.get(inner), list):
                merged[key][inner] = before[inner] + items
    return merged


def flat(items: Items) -> Items:
    return [inner for item in items for inner in (flat(item) if isinstance(item, list) else [item])]


def unique(items: Items) -> Items:
    return [item for i, item in enumerate(items) if item not in items[:i]]


def without_nulls(item: Json) -> Json:
    return {k: v for k, v in item.items() if v is not None} if isinstance(item, dict) else item


def empty_removes(m: Model, old: JsonObject, sent: JsonObject) -> JsonObject:
    return {k: v for k, v in m.merge(old, sent).items() if k not in sent or v != []}


FAULTS = (
    Fault("arrays-concatenated", REPLACED, "A sent array is appended.", combining(lambda a, b: a + b)),
    Fault("arrays-prepended", REPLACED, "A sent array is put in front.", combining(lambda a, b: b + a)),
    Fault(
        "arrays-united",
        REPLACED,
        "Items that are not there yet are added, none is removed.",
        combining(lambda a, b: a + [item for item in b if item not in a]),
    ),
    Fault(
        "arrays-merged-by-index",
        REPLACED,
        "A shorter array keeps the tail of the old one.",
        combining(lambda a, b: b + a[len(b) :]),
    ),
    Fault(
        "array-objects-merged-by-index",
        REPLACED,
        "Objects within arrays are merged with those at the same place.",
        combining(by_index),
    ),
    Fault("array-objects-merged-by-id", REPLACED, "Objects with an id are merged by it.", combining(by_id)),
    Fault("empty-array-ignored", REPLACED, "An empty array is ignored.", combining(lambda a, b: b or a)),
    Fault(
        "shorter-array-ignored",
        REPLACED,
        "An array with fewer items than the old one is ignored.",
        combining(lambda a, b: b if len(b) >= len(a) else a),
    ),
    Fault(
        "same-length-array-ignored",
        REPLACED,
        "Arrays are compared by their length only, to see whether they changed.",
        combining(lambda a, b: a if len(a) == len(b) else b),
    ),
    Fault(
        "reordered-array-ignored",
        REPLACED,
        "Arrays are compared as sets, to see whether they changed.",
        combining(lambda a, b: a if sorted(map(repr, a)) == sorted(map(repr, b)) else b),
    ),
    Fault(
        "nested-arrays-concatenated",
        REPLACED,
        "Arrays within nested objects are appended.",
        model_with(merge_metadata=nested_concatenated),
    ),
    Fault(
        "scalar-appended-to-array",
        "metadata-existing-keys-updated",
        "A scalar that is sent for an array becomes its last item.",
        model_with(
            replace=lambda m, before, value: (
                [*before, value] if isinstance(before, list) and not isinstance(value, list) else value
            )
        ),
    ),
    Fault(
        "empty-array-removes-key",
        VALUES,
        "An empty array removes its key.",
        model_with(merge_metadata=empty_removes),
        also=(REPLACED,),
    ),
    Fault("arrays-sorted", VALUES, "Arrays are stored sorted.", storing(lambda a: sorted(a, key=repr))),
    Fault("arrays-deduplicated", VALUES, "Equal items of an array are stored once.", storing(unique)),
    Fault(
        "single-item-unwrapped",
        VALUES,
        "An array of one item becomes that item.",
        storing(lambda a: a[0] if len(a) == 1 else a),
    ),
    Fault("arrays-flattened", VALUES, "Arrays within arrays are flattened.", storing(flat)),
    Fault(
        "array-nulls-dropped",
        VALUES,
        "Nulls within arrays are dropped.",
        storing(lambda a: [item for item in a if item is not None]),
    ),
    Fault(
        "array-falsy-dropped",
        VALUES,
        "Items that count as false are dropped.",
        storing(lambda a: [item for item in a if item or item is None or isinstance(item, list | dict)]),
    ),
    Fault(
        "array-object-nulls-dropped",
        VALUES,
        "Null members of objects within arrays are dropped, as if they were merged.",
        storing(lambda a: [without_nulls(item) for item in a]),
    ),
    Fault(
        "arrays-joined",
        VALUES,
        "Arrays of texts are stored as one text with commas.",
        storing(lambda a: ",".join(a) if a and all(isinstance(item, str) for item in a) else a),
    ),
    Fault(
        "arrays-as-objects",
        VALUES,
        "Arrays become objects with numbers as keys.",
        storing(lambda a: {str(i): item for i, item in enumerate(a)}),
    ),
    Fault("arrays-capped", VALUES, "Arrays keep their first ten items.", storing(lambda a: a[:10])),
    Fault(
        "array-items-as-texts",
        VALUES,
        "Items of arrays are stored as texts, as a text array column does.",
        storing(lambda a: [str(item) if isinstance(item, int) else item for item in a]),
    ),
)
