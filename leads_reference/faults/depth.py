"""What becomes of metadata two and more levels down."""

import json
from collections.abc import Callable
from typing import Any

from leads_reference.answer import Answer
from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.metadata_merging import camel, only
from leads_reference.faults.metadata_values import KEPT
from leads_reference.jsontext import Json, JsonObject, Number, copied, same, write
from leads_reference.model import Model, Plan

UPDATED, STORED = "metadata-existing-keys-updated", "response-is-stored"
Change = Callable[[Any], Json]


def below(levels: int, change: Change, value: Json) -> Json:
    """What becomes of every value that stands more than `levels` levels down, innermost first."""
    if isinstance(value, dict):
        value = {key: below(levels - 1, change, item) for key, item in value.items()}
    elif isinstance(value, list):
        value = [below(levels - 1, change, item) for item in value]
    return change(value) if levels <= 0 else value


def nested(change: Change, levels: int = 1) -> type[Model]:
    """What becomes of sent values below a metadata key; one level is the value of a nested key or an item."""
    return only(lambda old, sent: {key: below(levels, change, value) for key, value in sent.items()})


def in_objects(change: Change) -> type[Model]:
    """What becomes of values anywhere within objects within metadata."""
    return only(
        lambda old, sent: {k: below(1, change, v) if isinstance(v, dict) else v for k, v in sent.items()}
    )


def in_arrays(change: Change) -> type[Model]:
    """What becomes of the items of arrays right within metadata."""
    return only(
        lambda old, sent: {k: [*map(change, v)] if isinstance(v, list) else v for k, v in sent.items()}
    )


def arrays(change: Change) -> Change:
    return lambda value: change(value) if isinstance(value, list) else value


def objects(change: Change) -> Change:
    return lambda value: change(value) if isinstance(value, dict) else value


def texts(change: Change) -> Change:
    return lambda value: change(value) if isinstance(value, str) else value


def keyed(change: Callable[[str], str]) -> Change:
    return objects(lambda value: {change(key): item for key, item in value.items()})


def shown_only(store: Callable[[JsonObject, JsonObject], JsonObject]) -> type[Model]:
    """Answers as documented; of metadata is stored what `store(old, new)` gives."""

    def commit(m: Model, plan: Plan) -> Answer:
        old, new = plan.found["metadata"], plan.updated["metadata"]
        stored = store(copied(old), copied(new)) if old and new else new
        m.store({**plan.updated, "metadata": stored})
        return m.success(plan.updated)

    return model_with(commit=commit)


def dirty_first_level(old: JsonObject, new: JsonObject) -> JsonObject:
    """An ORM does not see what changed within an object that was there before."""
    return {k: old[k] if isinstance(old.get(k), dict) and isinstance(v, dict) else v for k, v in new.items()}


def same_keys_as_before(old: JsonObject, new: JsonObject) -> JsonObject:
    """An object with the keys of the old one counts as unchanged."""
    return {
        key: old[key] if isinstance(value, dict) and value.keys() == _keys(old.get(key)) else value
        for key, value in new.items()
    }


def _keys(value: Json) -> Any:
    return value.keys() if isinstance(value, dict) else None


def inspected(levels: int, value: Json) -> Json:
    """Node's console shows what nests deeper as `[Object]` and `[Array]`."""
    if isinstance(value, dict):
        return {k: inspected(levels - 1, v) for k, v in value.items()} if levels else "[Object]"
    if isinstance(value, list):
        return [inspected(levels - 1, item) for item in value] if levels else "[Array]"
    return value


def same_columns(items: list[Any]) -> Json:
    """Objects of one array become rows of one table: all have the columns of the first."""
    if not items or not all(isinstance(item, dict) for item in items):
        return items
    return [{column: item.get(column) for column in items[0]} for item in items]


def padded(items: list[Any]) -> Json:
    """Arrays within an array become rows of the same length, as Postgres wants them."""
    if not items or not all(isinstance(item, list) for item in items):
        return items
    longest = max(map(len, items))
    return [item + [None] * (longest - len(item)) for item in items]


def unique(items: list[Any]) -> list[Any]:
    return [item for i, item in enumerate(items) if not any(same(item, one) for one in items[:i])]


def flat(items: list[Any]) -> list[Any]:
    return [one for item in items for one in (item if isinstance(item, list) else [item])]


def without(drop: Callable[[Json], bool]) -> Change:
    return objects(lambda value: {key: item for key, item in value.items() if not drop(item)})


def number_as_text(value: Json) -> Json:
    number = isinstance(value, int | Number) and not isinstance(value, bool)
    return write(value) if number else value


def first_of_objects(items: list[Any]) -> Json:
    return items[:1] if items and all(isinstance(item, dict) for item in items) else items


def text_of(value: Json) -> Json:
    return json.dumps(value, default=str) if isinstance(value, dict | list) else value


FAULTS = (
    *(
        Fault(slug, KEPT, summary, model)
        for slug, summary, model in (
            ("deep-numbers-as-texts", "Numbers in nested objects become texts.", in_objects(number_as_text)),
            (
                "deep-arrays-as-texts",
                "Arrays in nested objects become JSON texts.",
                in_objects(arrays(text_of)),
            ),
            (
                "deep-booleans-as-integers",
                "Booleans in nested objects become 1 and 0.",
                in_objects(lambda v: int(v) if isinstance(v, bool) else v),
            ),
            (
                "deep-keys-lower-cased",
                "Keys below the first level are stored in lower case.",
                nested(keyed(str.lower), 0),
            ),
            (
                "deep-keys-camel-cased",
                "Keys below the first level are stored in camel case.",
                nested(keyed(camel), 0),
            ),
            (
                "deep-keys-trimmed",
                "White space around keys below the first level is cut off.",
                nested(keyed(str.strip), 0),
            ),
            (
                "deep-array-nulls-dropped",
                "Nulls in arrays of nested objects are dropped.",
                in_objects(arrays(lambda v: [x for x in v if x is not None])),
            ),
            (
                "deep-empty-objects-pruned",
                "Empty objects in nested objects are dropped.",
                nested(without(lambda v: v == {}), 0),
            ),
            (
                "deep-empty-arrays-pruned",
                "Empty arrays in nested objects are dropped.",
                nested(without(lambda v: v == []), 0),
            ),
            (
                "deep-empty-texts-pruned",
                "Empty texts in nested objects are dropped.",
                nested(without(lambda v: v == ""), 0),
            ),
            (
                "deep-falsy-pruned",
                "Zero and false in nested objects are dropped.",
                nested(without(lambda v: v is False or (v == 0 and not isinstance(v, str))), 0),
            ),
            (
                "deep-arrays-deduplicated",
                "Equal items of arrays in nested objects are stored once.",
                in_objects(arrays(unique)),
            ),
            (
                "deep-arrays-sorted",
                "Arrays in nested objects are stored sorted.",
                in_objects(arrays(lambda v: sorted(v, key=repr))),
            ),
            (
                "deep-arrays-flattened",
                "Arrays in arrays in nested objects are flattened.",
                in_objects(arrays(flat)),
            ),
            (
                "deep-arrays-capped",
                "Arrays in nested objects keep their first three items.",
                in_objects(arrays(lambda v: v[:3])),
            ),
            (
                "deep-single-unwrapped",
                "An array of one item in a nested object becomes that item.",
                in_objects(arrays(lambda v: v[0] if len(v) == 1 else v)),
            ),
            (
                "deep-texts-trimmed",
                "Texts in nested objects lose the white space around them.",
                in_objects(texts(str.strip)),
            ),
            (
                "deep-texts-cut",
                "Texts in nested objects are cut at 100 characters.",
                in_objects(texts(lambda v: v[:100])),
            ),
            (
                "deep-digits-as-numbers",
                "Texts of digits in nested objects become numbers.",
                in_objects(texts(lambda v: int(v) if v.isdecimal() and v.isascii() else v)),
            ),
            (
                "deep-shown-as-console",
                "What nests beyond three levels becomes `[Object]` or `[Array]`.",
                only(lambda old, sent: {k: inspected(3, v) for k, v in sent.items()}),
            ),
            (
                "array-objects-as-texts",
                "Objects in arrays become `[object Object]`.",
                in_arrays(objects(lambda v: "[object Object]")),
            ),
            ("array-objects-as-json", "Objects in arrays become JSON texts.", in_arrays(objects(text_of))),
            (
                "array-objects-emptied",
                "Objects within objects in arrays are emptied.",
                in_arrays(objects(lambda v: {k: {} if isinstance(x, dict) else x for k, x in v.items()})),
            ),
            (
                "array-objects-lose-arrays",
                "Arrays within objects in arrays are dropped.",
                in_arrays(without(lambda v: isinstance(v, list))),
            ),
            (
                "array-objects-one-table",
                "Objects of an array take the members of the first one.",
                nested(arrays(same_columns), 0),
            ),
            (
                "array-objects-first-only",
                "Of an array of objects the first one is stored.",
                nested(arrays(first_of_objects), 0),
            ),
            (
                "array-rows-padded",
                "Arrays within an array are padded to the same length.",
                nested(arrays(padded), 0),
            ),
            (
                "array-objects-keyed",
                "Keys of objects in arrays are stored in camel case.",
                in_arrays(keyed(camel)),
            ),
        )
    ),
    Fault(
        "nested-change-shown-only",
        STORED,
        "A change within an object that was there before is shown, and not stored.",
        shown_only(dirty_first_level),
    ),
    Fault(
        "nested-third-level-shown-only",
        STORED,
        "What nests beyond two levels is shown, and stored empty.",
        shown_only(lambda old, new: {k: _cut(2, v) for k, v in new.items()}),
    ),
    Fault(
        "nested-same-keys-ignored",
        UPDATED,
        "An object with the keys of the old one is not stored.",
        model_with(merge_metadata=lambda m, old, sent: same_keys_as_before(old, m.merge(old, sent))),
    ),
    Fault(
        "nested-array-shown-only",
        STORED,
        "Arrays in nested objects are shown, and not stored.",
        shown_only(
            lambda old, new: {k: _without_arrays(v) if isinstance(v, dict) else v for k, v in new.items()}
        ),
    ),
)


def _cut(levels: int, value: Json) -> Json:
    if isinstance(value, dict):
        return {k: _cut(levels - 1, v) for k, v in value.items()} if levels else {}
    return value


def _without_arrays(value: JsonObject) -> JsonObject:
    return {k: [] if isinstance(v, list) else v for k, v in value.items()}
