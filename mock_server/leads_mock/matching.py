"""Whether a request is one that was described, and in what it differs."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from leads_mock.core.json_text import Json


class Difference(NamedTuple):
    """A member, such as `body.status`, with what it should be and what it is."""

    field: str
    expected: Json
    actual: Json


_MISSING = object()


def fits_path(pattern: str, path: str) -> bool:
    """Whether a path is the pattern's; a `*` stands for any characters."""
    first, *others = pattern.split("*")
    if not others:
        return path == first
    *inner, last = others
    at, end = len(first), len(path) - len(last)
    if at > end or not path.startswith(first) or not path.endswith(last):
        return False
    # A piece that is found as early as possible leaves most to those after it, so that none is looked for
    # again: with a regular expression, a few stars and a long path would keep the server busy for ever.
    for piece in inner:
        found = path.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def differences(expected: Json, actual: Json, where: str = "body") -> Iterator[Difference]:
    """Where `actual` lacks what `expected` has: objects may have more members, arrays are compared whole."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for name, value in expected.items():
            yield from differences(value, actual.get(name, _MISSING), f"{where}.{name}")
    elif not same(expected, actual):
        yield Difference(where, expected, None if actual is _MISSING else actual)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; true is no number, as it is in Python."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def unlike(
    described: Mapping[str, Json], method: str, path: str, status: int | None, body: Json
) -> list[Difference]:
    """In what a request differs from what is described of it; nothing where it is one of those."""
    found: list[Difference] = []
    if "method" in described and described["method"].upper() != method:
        found.append(Difference("method", described["method"], method))
    if "path" in described and not fits_path(described["path"], path):
        found.append(Difference("path", described["path"], path))
    if "status" in described and described["status"] != status:
        found.append(Difference("status", described["status"], status))
    if "body" in described:
        found += differences(described["body"], body)
    return found
