"""Defects that only a certain step after another shows."""

import unicodedata
from collections.abc import Callable
from typing import Any

from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.metadata_merging import standing
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, Number, same, write
from leads_reference.model import Model

SENT, UPDATED, ARRAYS = (
    "sent-fields-updated",
    "metadata-existing-keys-updated",
    "metadata-arrays-replaced",
)
Stays = Callable[[Any, Any], Any]


def field_standing(field: str, stays: Stays) -> type[Model]:
    """A text that `stays(old, new)` calls unchanged is not stored."""

    def changed(m: Model, name: str, old: Json, new: Json) -> Json:
        kept = name == field and isinstance(old, str) and isinstance(new, str) and stays(old, new)
        return old if kept else Model.changed(m, name, old, new)

    return model_with(changed=changed)


def texts(stays: Stays) -> Stays:
    return lambda old, new: isinstance(old, str) and isinstance(new, str) and stays(old, new)


def numbers(stays: Stays) -> Stays:
    return lambda old, new: _is_number(old) and _is_number(new) and stays(old, new)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | Number) and not isinstance(value, bool)


def arrays(stays: Stays) -> Stays:
    return lambda old, new: isinstance(old, list) and isinstance(new, list) and stays(old, new)


def same_case(old: str, new: str) -> bool:
    return old.lower() == new.lower()


def bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def loosely(old: Json, new: Json) -> bool:
    """JavaScript's `==`."""
    plain = (str, int, Number)
    if not isinstance(old, plain) or not isinstance(new, plain) or type(old) is type(new):
        return False
    return bool(_loose(old) == _loose(new))


def _loose(value: Any) -> Any:
    try:
        return float(value or 0)
    except ValueError:
        return value


def kept_where_null(old: list[Any], new: list[Any]) -> list[Any]:
    """An item that is sent as null keeps what stood in its place."""
    return [
        old[i] if item is None and i < len(old) else item  # what COALESCE makes of it
        for i, item in enumerate(new)
    ]


def combined(combine: Callable[[Any, Any], Json]) -> type[Model]:
    """What becomes of an old value and the one that was sent for it."""
    return model_with(replace=lambda m, before, value: combine(before, value))


def toggled(m: Model, old: JsonObject, sent: JsonObject) -> JsonObject:
    """True for what is true switches it off."""
    both = {key for key, value in sent.items() if value is True and old.get(key) is True}
    return m.merge(old, {key: False if key in both else value for key, value in sent.items()})


def removed_when_equal(m: Model, old: JsonObject, sent: JsonObject) -> JsonObject:
    """A text that is sent again is taken away, as a tag is."""
    equal = {k for k, v in sent.items() if isinstance(v, str) and old.get(k) == v}
    return m.merge(old, {key: None if key in equal else value for key, value in sent.items()})


def conflicting_with_own(field: str) -> type[Model]:
    """The value that a field has is refused when it is sent again."""

    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        if changes.get(field) is not None and changes[field] == found[field]:
            raise m.invalid(field, sent[field], "Must be another value")
        return Model.apply(m, found, sent, changes)

    return model_with(apply=apply)


FAULTS = (
    *(
        Fault(
            f"{field}-case-change-ignored",
            SENT,
            f"A change of `{field}` in case only is not stored.",
            field_standing(field, same_case),
        )
        for field in ("name", "email", "source")
    ),
    Fault(
        "name-accent-change-ignored",
        SENT,
        "A change of the name in accents only is not stored.",
        field_standing("name", lambda a, b: a != b and bare(a) == bare(b)),
    ),
    Fault(
        "phone-format-change-ignored",
        SENT,
        "A change of the phone in separators only is not stored.",
        field_standing("phone", lambda a, b: [x for x in a if x.isdigit()] == [x for x in b if x.isdigit()]),
    ),
    Fault(
        "name-longer-ignored",
        SENT,
        "A name that begins like the old one is not stored.",
        field_standing("name", lambda a, b: a != b and b.startswith(a)),
    ),
    *(
        Fault(slug, UPDATED, summary, standing(stays))
        for slug, summary, stays in (
            ("text-case-change-ignored", "A change in case only is not stored.", texts(same_case)),
            (
                "text-accent-change-ignored",
                "A change in accents only is not stored.",
                texts(lambda a, b: a != b and bare(a) == bare(b)),
            ),
            (
                "text-space-change-ignored",
                "A change in spaces at the end is not stored.",
                texts(lambda a, b: a.rstrip(" ") == b.rstrip(" ")),
            ),
            (
                "text-shortened-ignored",
                "A text that is the beginning of the old one is not stored.",
                texts(lambda a, b: a.startswith(b)),
            ),
            (
                "text-same-length-ignored",
                "A text as long as the old one is not stored.",
                texts(lambda a, b: len(a) == len(b)),
            ),
            (
                "number-fall-ignored",
                "A number that falls is not stored: the greatest one stays.",
                numbers(lambda a, b: b < a),
            ),
            (
                "number-small-change-ignored",
                "A number that changes by less than one is not stored.",
                numbers(lambda a, b: abs(float(a) - float(b)) < 1),
            ),
            (
                "number-sign-change-ignored",
                "A number that changes its sign only is not stored.",
                numbers(lambda a, b: abs(a) == abs(b)),
            ),
            ("true-stays-true", "True does not become false again.", lambda a, b: a is True and b is False),
            (
                "loosely-equal-ignored",
                "A value of another type that is `==` the old one is not stored.",
                loosely,
            ),
            (
                "object-to-array-ignored",
                "An array for an object is not stored.",
                lambda a, b: isinstance(a, dict) and isinstance(b, list),
            ),
        )
    ),
    *(
        Fault(slug, ARRAYS, summary, standing(arrays(stays)))
        for slug, summary, stays in (
            (
                "array-first-item-compared",
                "An array whose first item stays is not stored.",
                lambda a, b: a[:1] == b[:1] != [],
            ),
            (
                "array-joined-equal-ignored",
                "An array that reads the same as a text is not stored.",
                lambda a, b: ",".join(map(_plain, a)) == ",".join(map(_plain, b)),
            ),
            (
                "array-longer-ignored",
                "An array that only has more items is not stored.",
                lambda a, b: len(b) > len(a) and same(b[: len(a)], a),
            ),
        )
    ),
    Fault(
        "array-item-null-ignored",
        ARRAYS,
        "An item that becomes null keeps its old value.",
        combined(lambda a, b: kept_where_null(a, b) if isinstance(a, list) and isinstance(b, list) else b),
    ),
    Fault(
        "number-added",
        UPDATED,
        "A number is added to the old one.",
        combined(lambda a, b: a + b if type(a) is type(b) is int else b),
    ),
    Fault(
        "text-appended",
        UPDATED,
        "A text is appended to a longer note.",
        combined(lambda a, b: f"{a}\n{b}" if isinstance(a, str) and isinstance(b, str) and " " in a else b),
    ),
    Fault(
        "number-repeat-counted",
        "metadata-values-kept",
        "A number that is sent again is counted up.",
        combined(lambda a, b: b + 1 if type(a) is type(b) is int and a == b else b),
    ),
    Fault(
        "true-repeat-toggles",
        "metadata-values-kept",
        "True for what is true makes it false.",
        model_with(merge_metadata=toggled),
    ),
    Fault(
        "text-repeat-removes",
        "metadata-values-kept",
        "A text that is sent again is removed.",
        model_with(merge_metadata=removed_when_equal),
    ),
    Fault(
        "same-phone-refused", SENT, "The phone that the lead has is refused.", conflicting_with_own("phone")
    ),
    Fault("same-name-refused", SENT, "The name that the lead has is refused.", conflicting_with_own("name")),
)


def _plain(item: Json) -> str:
    return item if isinstance(item, str) else write(item)
