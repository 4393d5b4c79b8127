"""The headers of a request: the check's own, the key's, and those that were asked for. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from leads_check.evidence.exchange import FOREIGN_KEY, Request
from leads_check.settings import Settings, UsageError
from leads_check.wire.addresses import ascii_base_url

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[!-~](?:[ \t!-~]*[!-~])?")
_OURS = (
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "transfer-encoding",
    "upgrade",
)
"""What the check must set itself, or it would judge something else than it says."""


def headers_of(settings: Settings, request: Request, *, has_body: bool) -> list[tuple[str, str]]:
    """All headers but Content-Length."""
    headers = {
        "Host": urlsplit(ascii_base_url(settings.base_url)).netloc,
        "User-Agent": "leads-contract",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
    }
    added = [parse_header(text) for text in settings.header]
    names = {name.lower() for name, _ in added}
    kept = [(name, value) for name, value in headers.items() if name.lower() not in names]
    kind = [("Content-Type", request.content_type)] if request.content_type and has_body else []
    return [*kept, *added, *_authorization(settings, request), *kind]


def parse_header(text: str) -> tuple[str, str]:
    """Name and value of `NAME:VALUE`. Raises UsageError, and shows no value in it."""
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
        raise UsageError("--header is like NAME:VALUE, both of plain characters, the value not empty")
    if name.lower() in _OURS:
        raise UsageError(f"--header {name}: the check sets this header itself")
    return name, value


def _authorization(settings: Settings, request: Request) -> list[tuple[str, str]]:
    key = settings.foreign_api_key if request.key == FOREIGN_KEY else settings.api_key
    values = request.authorization if request.authorization is not None else ("Bearer {key}",)
    return [("Authorization", _filled(value, key or "")) for value in values]


def _filled(value: str, key: str) -> str:
    """The Authorization value with its placeholder replaced."""
    for placeholder, text in (("{key}", key), ("{key-less}", key[:-1]), ("{key-swapped}", key.swapcase())):
        value = value.replace(placeholder, text)
    return value
