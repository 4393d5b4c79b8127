"""Values as reports show them: plain JSON, short, and of large ones only what differs. Pure."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from leads_check.evidence.masking import MASK
from leads_check.evidence.values import MISSING, same
from leads_check.evidence.words import Words

LARGEST = 400
"""Characters of JSON that are shown as they are; of more, only the difference."""
LONGEST = 300
"""Characters of a text that are shown."""
DEEPEST = 30
"""Levels of a value that are shown; beyond them, parsers of reports may give up."""
NEAR = 40
"""Characters that are shown of two long texts from where they differ, and before it."""
_SURROGATE = re.compile("[\ud800-\udfff]")

Step = str | int | Words
"""How a member is reached: by a name, by a place in an array, or as these words say."""
Difference = tuple[tuple[Step, ...], Any, Any]


def plain(value: Any, levels: int = DEEPEST) -> Any:
    """The value as JSON that every parser reads. MISSING and words stay themselves."""
    if value is None or value is MISSING or isinstance(value, bool | int | Words):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else Words(json.dumps(value))
    if isinstance(value, Mapping | list | tuple):
        return _plain_members(value, levels) if levels else Words("(deeper levels are not shown)")
    # UTF-8 has no lone surrogates, though JSON can ask for them.
    return str(value).encode(errors="backslashreplace").decode()


def _plain_members(value: Any, levels: int) -> Any:
    def member(item: Any) -> Any:
        return Words(str(item)) if item is MISSING else plain(item, levels - 1)

    if isinstance(value, Mapping):
        return {plain(str(key)): member(item) for key, item in value.items()}
    return [member(item) for item in value]


def is_large(value: Any) -> bool:
    """Whether the value's JSON is too long to be shown."""
    return len(value) > LARGEST if isinstance(value, str) else len(_json(value)) > LARGEST


def short(value: Any) -> Any:
    """The plain value, or, where it is too long, words that have its beginning and its end."""
    if value is MISSING or isinstance(value, Words):
        return value
    if isinstance(value, str):
        return value if len(value) <= LONGEST else Words(_json_shortened(value))
    text = _json(value)
    return value if len(text) <= LARGEST else Words(shorten(text))


def _json_shortened(text: str) -> str:
    head, tail = LONGEST * 2 // 3, LONGEST // 3
    left_out = len(text) - head - tail
    return f"{_json(text[:head])} … {left_out:,} characters left out … {_json(text[-tail:])}"


def shorten(text: str, longest: int = LONGEST) -> str:
    """The text, its middle left out where it is too long."""
    if len(text) <= longest:
        return text
    head, tail = longest * 2 // 3, longest // 3
    return f"{text[:head]} … {len(text) - head - tail:,} characters left out … {text[-tail:]}"


def differences(expected: Any, actual: Any, steps: tuple[Step, ...] = ()) -> Iterator[Difference]:
    """Steps to each member that differs, its expected and its actual value."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in {**expected, **actual}:
            one, other = expected.get(key, MISSING), actual.get(key, MISSING)
            yield from differences(one, other, (*steps, key))
    elif isinstance(expected, list) and isinstance(actual, list):
        for at in range(max(len(expected), len(actual))):
            one, other = (items[at] if at < len(items) else MISSING for items in (expected, actual))
            yield from differences(one, other, (*steps, at))
    elif isinstance(expected, str) and isinstance(actual, str) and (is_large(expected) or is_large(actual)):
        yield from _different_texts(expected, actual, steps)
    elif not same(expected, actual):
        yield steps, expected, actual


def _different_texts(expected: str, actual: str, steps: tuple[Step, ...]) -> Iterator[Difference]:
    if expected == actual:
        return
    at = _agree(expected, actual)
    words = Words(f"from character {at + 1:,} of {len(expected):,}")
    one, other = (text[at : at + NEAR] if len(text) > at else MISSING for text in (expected, actual))
    yield (*steps, words), one, other


def _agree(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning; by halving, since both are long."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def path_of(steps: tuple[Step, ...]) -> str:
    """The steps as they are written in code: `metadata.tags[0]`."""
    path = ""
    for step in steps:
        if isinstance(step, Words):
            path = f"{path} {step}".lstrip()
        elif isinstance(step, int):
            path += f"[{step}]"
        elif step.isidentifier() or step == MASK:
            path += f".{step}" if path else step
        else:
            path += f"[{_json(step)}]"
    return path


def json_text(value: Any) -> str:
    """The value as JSON to be sent; lone surrogates, which UTF-8 does not have, as escapes."""
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", _json(value))


def shown(value: Any) -> str:
    """The value for human eyes: as JSON, words as they are."""
    if value is MISSING or isinstance(value, Words):
        return str(value)
    return visible(_json(value))


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
