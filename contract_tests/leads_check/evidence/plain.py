"""Which JSON values each store takes. Pure."""

from typing import Any

PLAIN_DEPTH = 12
"""No page limits nesting; a body so deep is nothing out of the ordinary."""
PLAIN_TEXT = 1000
PLAIN_KEYS = 100
PLAIN_KEY = 120
SAFE_INTEGER = 2**53 - 1


def is_plain(value: Any, depth: int = PLAIN_DEPTH) -> bool:
    """Whether each store takes the JSON value: no odd keys, no large numbers, texts or depths."""
    if isinstance(value, dict):
        return (
            depth > 0
            and len(value) <= PLAIN_KEYS
            and all(_is_plain_key(key) and is_plain(item, depth - 1) for key, item in value.items())
        )
    if isinstance(value, list):
        return depth > 0 and all(is_plain(item, depth - 1) for item in value)
    if isinstance(value, str):
        return len(value) <= PLAIN_TEXT and "\0" not in value and has_bytes(value)
    if isinstance(value, float):
        return value == value and abs(value) < 1e300
    return value is None or isinstance(value, bool) or abs(value) <= SAFE_INTEGER


def _is_plain_key(key: str) -> bool:
    odd = key in ("", "__proto__") or "." in key or key.startswith("$")
    return not odd and len(key) <= PLAIN_KEY and "\0" not in key and has_bytes(key)


def has_bytes(text: str) -> bool:
    """A lone surrogate has none (RFC 8259, section 8.2)."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
