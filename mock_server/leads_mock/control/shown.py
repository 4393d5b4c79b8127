"""Entries of the journal as the control API shows them: values instead of texts, and no keys."""

from collections.abc import Iterable
from typing import Any

import msgspec

from leads_mock.control.clock import written
from leads_mock.core.json_text import Json, decode, encode
from leads_mock.journal import Entry
from leads_mock.masking import masked, masked_credentials, masked_json, parameters

_NO_VALUE = (ValueError, RecursionError)
"""What comes of a text that is no JSON, or nests deeper than Python can follow."""
_SECRET = ("authorization", "proxy-authorization", "cookie")


def shown(entry: Entry) -> dict[str, Json]:
    """What there is to know of a request and its answer."""
    return {
        "id": f"req_{entry.number:016x}",
        "at": written(entry.at),
        "workspace": entry.workspace,
        "method": entry.method,
        "path": masked(entry.path, entry.key),
        "query": query_of(entry),
        "headers": _headers(entry.headers, entry.key),
        "body": _value(entry.body, entry.key),
        "status": entry.status,
        "response": _value(entry.answer, entry.key),
        "refusal": refusal_of(entry),
        "before": _value(entry.before, entry.key),
        "after": _value(entry.after, entry.key),
        "ms": round(entry.seconds * 1000, 3),
        "script": entry.script,
    }


def query_of(entry: Entry) -> dict[str, Json]:
    """The parameters of the query string by name; of one that came again, all values."""
    found: dict[str, Any] = {}
    for name, text in parameters(entry.query, entry.key):
        earlier = found.get(name)
        found[name] = (
            text if earlier is None else [*(earlier if isinstance(earlier, list) else [earlier]), text]
        )
    return found


def refusal_of(entry: Entry) -> str | None:
    """The `code` of a refusal."""
    if entry.status is None or entry.status < 400:
        return None
    try:
        envelope = decode(entry.answer)
    except _NO_VALUE:
        return None
    return envelope.get("code") if isinstance(envelope, dict) else None


def body_of(entry: Entry) -> Json:
    """The JSON value that was sent; its text where it is none, None where nothing was."""
    try:
        return decode(entry.body) if entry.body else None
    except _NO_VALUE:
        return (entry.body or b"").decode(errors="replace")


def without_key(value: Json, key: str | None) -> Json:
    """A value as it may be shown."""
    return _value(encode(value), key)


def _headers(headers: Iterable[tuple[bytes, bytes]], key: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for raw_name, raw in headers:
        name, value = masked(raw_name.decode("latin-1"), key), raw.decode("latin-1")
        text = masked_credentials(value) if name in _SECRET else masked(value, key)
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def _value(text: bytes | None, key: str | None) -> Json:
    """The text itself where it is JSON, so that each number stays as it was written."""
    if not text:
        return None
    hidden = masked_json(text.decode(errors="replace"), key)
    try:
        decode(text)
    except _NO_VALUE:
        return masked(hidden, key)
    return msgspec.Raw(hidden.encode())
