"""JSON as exact text: numbers keep their digits, true is not 1, and depth is known before parsing."""

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Self

Json = Any
JsonObject = dict[str, Any]

_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_LONGEST_INTEGER = 4000  # Python refuses to turn much longer texts into an int
_ASCII, _UNICODE = (
    json.JSONEncoder(ensure_ascii=ascii_only, check_circular=False, separators=(",", ":")).encode
    for ascii_only in (True, False)
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJson(ValueError):
    """The text does not follow RFC 8259."""


class DuplicateKey(ValueError):
    """A member's name stands twice in one object."""


class Number(Decimal):
    """A number that remembers how it was written, and equals any other of the same value."""

    text: str

    def __new__(cls, text: str) -> Self:
        number = super().__new__(cls, text)
        number.text = text
        return number


def parse(text: str, duplicates: str = "last-wins") -> Json:
    """The value of `text`; `duplicates` is an answer of the question `duplicate-keys`."""
    try:
        return json.loads(
            text,
            parse_int=_integer,
            parse_float=Number,
            parse_constant=_constant,
            object_pairs_hook=_members(duplicates),
        )
    except DuplicateKey:
        raise
    except (ValueError, InvalidOperation, RecursionError) as problem:
        raise NotJson(str(problem)) from problem


def _integer(text: str) -> int | Number:
    return Number(text) if text == "-0" or len(text) > _LONGEST_INTEGER else int(text)


def _constant(name: str) -> None:
    raise NotJson(f"{name} is no JSON")


def _members(duplicates: str) -> Callable[[list[tuple[str, Json]]], JsonObject]:
    def build(pairs: list[tuple[str, Json]]) -> JsonObject:
        if duplicates == "first-wins":
            first = dict(reversed(pairs))
            return {key: first[key] for key, _ in pairs}
        if duplicates == "refused" and len({key for key, _ in pairs}) < len(pairs):
            raise DuplicateKey("A name stands twice in one object")
        return dict(pairs)

    return build


def depth(text: str) -> int:
    """How deeply arrays and objects nest in a text, JSON or not."""
    deepest = level = 0
    for token in _STRUCTURE.finditer(text):
        if token[0] in "[{":
            level += 1
            deepest = max(deepest, level)
        elif token[0] in "]}":
            level -= 1
    return deepest


def has_lone_surrogate(value: Json) -> bool:
    """Whether a text or key within cannot be written in UTF-8."""
    if isinstance(value, str):
        return _LONE_SURROGATE.search(value) is not None
    for item in value if isinstance(value, list) else ():
        if has_lone_surrogate(item):
            return True
    for key, item in value.items() if isinstance(value, dict) else ():
        if has_lone_surrogate(key) or has_lone_surrogate(item):
            return True
    return False


def without_lone_surrogates(value: Json) -> Json:
    """The value with U+FFFD for each of them."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [without_lone_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {without_lone_surrogates(key): without_lone_surrogates(item) for key, item in value.items()}
    return value


def copied(value: Json) -> Json:
    """A copy that shares no object or array; other values, times among them, are taken as they are."""
    if isinstance(value, dict):
        fresh = {}
        for key, item in value.items():  # no comprehension: every level must cost one frame only
            fresh[key] = copied(item)
        return fresh
    if isinstance(value, list):
        items = []
        for item in value:
            items.append(copied(item))
        return items
    return value


def write(value: Json, *, ascii_only: bool = False) -> str:
    """The shortest JSON text of a value, each `Number` as it was written."""
    try:
        return (_ASCII if ascii_only else _UNICODE)(value)  # much faster, but knows no `Number`
    except TypeError:
        pass
    pieces: list[str] = []
    _write(value, pieces.append, _ASCII if ascii_only else _UNICODE)
    return "".join(pieces)


def _write(value: Json, put: Callable[[str], None], encode: Callable[[Json], str]) -> None:
    if isinstance(value, dict):
        separator = "{"
        for key, item in value.items():
            put(separator + encode(key) + ":")
            _write(item, put, encode)
            separator = ","
        put("}" if value else "{}")
    elif isinstance(value, list):
        separator = "["
        for item in value:
            put(separator)
            _write(item, put, encode)
            separator = ","
        put("]" if value else "[]")
    elif isinstance(value, Number):
        put(value.text)
    else:
        put(encode(value))


def same(one: Json, other: Json) -> bool:
    """Whether two values are equal as JSON; a float stands for every number nearest to it."""
    if type(one) is type(other) and isinstance(one, str | int):
        return bool(one == other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float | Decimal) and isinstance(other, int | float | Decimal):
        if isinstance(one, float) or isinstance(other, float):
            return float(one) == float(other)
        return one == other
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return False
        pairs = [(value, other[key]) for key, value in one.items()]
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return False
        pairs = list(zip(one, other, strict=True))
    else:
        return type(one) is type(other) and bool(one == other)
    for left, right in pairs:  # noqa: SIM110 - all() would cost a second frame for each level
        if not same(left, right):
            return False
    return True
