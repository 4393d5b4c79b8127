"""The headers of a request: the check's own, the key's, and those that were asked for. Pure."""

from __future__ import annotations

import re
from base64 import b64encode
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
    own = [(name, filled(value, _key(settings, request))) for name, value in request.headers]
    kept = [(name, value) for name, value in kept if name not in dict(own)]
    return [*kept, *added, *_authorization(settings, request), *own, *kind]


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
    values = request.authorization if request.authorization is not None else ("Bearer {key}",)
    return [("Authorization", filled(value, _key(settings, request))) for value in values]


def _key(settings: Settings, request: Request) -> str:
    return (settings.foreign_api_key if request.key == FOREIGN_KEY else settings.api_key) or ""


def filled(value: str, key: str) -> str:
    """The value of a header with what stands for the key, or for what becomes of it, replaced."""
    texts = {
        "{key}": key,
        "{key-less}": key[:-1],
        "{key-tail}": key[1:],
        "{key-secret}": key.rpartition("_")[2],
        "{key-swapped}": key.swapcase(),
        "{key-base64}": b64encode(key.encode()).decode(),
        "{key-pair}": b64encode(f"{key}:{key}".encode()).decode(),
    }
    for placeholder, text in texts.items():
        value = value.replace(placeholder, text)
    return value
