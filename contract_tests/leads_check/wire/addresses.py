"""Where requests go: one base URL, and below it the operations' paths, with ids that were given. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from leads_check.evidence.exchange import Operation
from leads_contract import load_contract

_PATH = "/%:@!$&'()*+,;=~"
_QUERY = _PATH + "?"


def url_of(base_url: str, operation: Operation, place: str = "", query: str = "") -> str:
    """The URL of an operation; `place` is the id in its path, of a lead or a chatbot.

    Whatever the id, it stays in its place. What is percent-encoded already is sent as it is, unless it would
    mean another path. Of the query, only what no URL can hold is encoded.
    """
    path = load_contract().operations[operation].path
    filled = re.sub(r"\{\w+\}", lambda _: _segment(place), path)
    return f"{ascii_base_url(base_url)}{filled}{'?' if query else ''}{quote(query, safe=_QUERY)}"


def is_plain_id(text: str) -> bool:
    """Whether a text has the form of the documented ids: letters, digits, `_` and `-`, and not many."""
    return bool(re.fullmatch(r"[A-Za-z0-9_-]{1,100}", text))


def _segment(text: str) -> str:
    """The text as one segment of a path."""
    segment = quote(text, safe="%")
    if unquote(segment) in (".", "..") or "/" in unquote(segment):
        segment = quote(text.replace(".", "%2E"), safe="")
    return segment


def ascii_base_url(url: str) -> str:
    """The base URL as it is sent: an international name and path in ASCII. Raises ValueError.

    A path's dot segments would be taken out on the way (RFC 3986, section 5.2.4).
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or parts.port == 0:
        raise ValueError("no host, or port 0")
    if {".", ".."} & {*unquote(parts.path).split("/")}:
        raise ValueError("dot segments")
    host = f"[{host}]" if ":" in host else host.encode("idna").decode()
    place = host if parts.port is None else f"{host}:{parts.port}"
    return f"{parts.scheme}://{place}{quote(parts.path.rstrip('/'), safe=_PATH)}"
