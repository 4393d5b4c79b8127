"""Texts without the API keys that they hold, in one line each."""

import re
from urllib.parse import unquote

# A word that has these letters in it, such as a risk-free one, is no key.
_KEY = re.compile(r"(?<!\w)sk-[\w-]{6,}")
MASK = "sk-***"


def masked(text: str, key: str | None = None) -> str:
    """Without what looks like a documented key, and without `key`, whatever that looks like."""
    return _KEY.sub(MASK, text.replace(key, MASK) if key else text)


def shown_target(path: str, query: bytes, key: str | None = None) -> str:
    """The target of a request for people: decoded and masked, with all that is not printable escaped."""
    text = f"{path}?{unquote(query.decode('latin-1'))}" if query else path
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in masked(text, key))
