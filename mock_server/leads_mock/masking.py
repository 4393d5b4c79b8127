"""Texts without the API keys that they hold, in one line each."""

import json
import re
from urllib.parse import parse_qsl, unquote

# A word that has these letters in it, such as a risk-free one, is no key. A key may hold any visible
# character, so that it ends where the word does.
_KEY = re.compile(r"(?<!\w)sk-[\w-]{6,}\S*")
_JSON_TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_SCHEMES = ("bearer", "basic", "digest", "negotiate", "token", "apikey")
"""What may stand before a key; any other word may be a key itself."""
MASK = "sk-***"


def masked(text: str, key: str | None = None) -> str:
    """Without what looks like a documented key, and without `key`, whatever that looks like."""
    return _KEY.sub(MASK, _without(text, key))


def masked_credentials(value: str) -> str:
    """A header field that is all secret; of the scheme before it is known that it is none."""
    scheme, space, _ = value.partition(" ")
    return f"{scheme} {MASK}" if space and scheme.lower() in _SCHEMES else MASK


def masked_json(text: str, key: str | None = None) -> str:
    """JSON text with its texts masked, escaped or not; all else stays as it was written.

    Of what is no JSON, the texts in it that are.
    """

    def masked_text(found: re.Match[str]) -> str:
        try:
            read = json.loads(found[0], strict=False)
        except ValueError:
            return found[0]
        hidden = masked(read, key)
        return found[0] if hidden == read else json.dumps(hidden)

    if "\\" not in text and masked(text, key) == text:
        return text
    return _JSON_TEXT.sub(masked_text, text)


def parameters(query: bytes, key: str | None = None) -> list[tuple[str, str]]:
    """The names and values of a query string, decoded and masked."""
    pairs = parse_qsl("&".join(_parts(query, key)), keep_blank_values=True)
    return [(masked(name, key), masked(value, key)) for name, value in pairs]


def shown_target(path: str, query: bytes, key: str | None = None) -> str:
    """The target of a request for people: decoded and masked, with all that is not printable escaped."""
    parts = [masked(unquote(part), key) for part in _parts(query, key)]
    text = f"{masked(path, key)}?{'&'.join(parts)}" if query else masked(path, key)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _parts(query: bytes, key: str | None) -> list[str]:
    """The parameters, still encoded, without keys that are not: decoding would break those at a plus sign."""
    return [masked(part) for part in _without(query.decode("latin-1"), key).split("&")]


def _without(text: str, key: str | None) -> str:
    return text.replace(key, MASK) if key else text
