"""Values as reports show them: plain JSON, short, and of large ones only what differs. Pure."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from leads_check.evidence.values import MISSING, same

LARGEST = 400
"""Characters of JSON that are shown as they are; of more, only the difference."""
LONGEST = 300
"""Characters of a text that are shown."""
DEEPEST = 30
"""Levels of a value that are shown; beyond them, parsers of reports may give up."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_LITERALS = ("", "true", "false", "null", "none", "nil", "undefined")


def plain(value: Any, levels: int = DEEPEST) -> Any:
    """The value as JSON that every parser reads. MISSING stays itself, within a value it is a text."""
    if value is None or value is MISSING or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping | list | tuple):
        return _plain_members(value, levels) if levels else "(deeper levels are not shown)"
    # UTF-8 has no lone surrogates, though JSON can ask for them.
    return str(value).encode(errors="backslashreplace").decode()


def _plain_members(value: Any, levels: int) -> Any:
    def member(item: Any) -> Any:
        return str(item) if item is MISSING else plain(item, levels - 1)

    if isinstance(value, Mapping):
        return {plain(str(key)): member(item) for key, item in value.items()}
    return [member(item) for item in value]


def is_large(value: Any) -> bool:
    """Whether the value's JSON is too long to be shown."""
    return len(_json(value)) > LARGEST


def short(value: Any) -> Any:
    """The plain value, or, where it is too long, its text with the middle left out."""
    if isinstance(value, str):
        return shorten(value)
    return value if value is MISSING or not is_large(value) else shorten(_json(value))


def shorten(text: str, longest: int = LONGEST) -> str:
    """The text, its middle left out where it is too long."""
    if len(text) <= longest:
        return text
    head, tail = longest * 2 // 3, longest // 3
    return f"{text[:head]} … {len(text) - head - tail:,} characters left out … {text[-tail:]}"


def differences(expected: Any, actual: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Path, expected and actual value of each member that differs."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in {**expected, **actual}:
            one, other = expected.get(key, MISSING), actual.get(key, MISSING)
            yield from differences(one, other, _member(path, key))
    elif isinstance(expected, list) and isinstance(actual, list):
        for at in range(max(len(expected), len(actual))):
            one, other = (items[at] if at < len(items) else MISSING for items in (expected, actual))
            yield from differences(one, other, f"{path}[{at}]")
    elif not same(expected, actual):
        yield path, expected, actual


def _member(path: str, key: str) -> str:
    if key.isidentifier():
        return f"{path}.{key}" if path else key
    return f"{path}[{_json(key)}]"


def shown(value: Any) -> str:
    """The value for human eyes: a text bare, unless it could be taken for another value."""
    if not isinstance(value, str):
        return str(value) if value is MISSING else visible(_json(value))
    doubtful = value != value.strip() or not value.isprintable() or _is_like_another(value)
    return visible(_json(value)) if doubtful else value


def _is_like_another(text: str) -> bool:
    if text.casefold() in _LITERALS:
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def json_text(value: Any) -> str:
    """The value as JSON to be sent; lone surrogates, which UTF-8 does not have, as escapes."""
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", _json(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def visible(text: str) -> str:
    """The text with what cannot be seen, or would move what can, as escapes; line ends stay.

    A deployment's control characters must not reach a terminal, nor its bidirectional ones a reader.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
