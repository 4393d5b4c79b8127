"""What a request wishes for its answer: `Prefer: code=409, example=taken, delay=250` (RFC 7240)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from leads_contract import Operation
from leads_mock.core.errors import Violation
from leads_mock.pipeline import Asked

_IN_QUERY = "__prefer"
_MOST_DELAY = 600_000
_PREFERENCE = re.compile(r'([\w-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]*)))?')
_DELAY = re.compile("[0-9]{1,6}")


@dataclass(frozen=True)
class Wish:
    """`code` is a status, `example` the name of one, `delay` in milliseconds; `text` is what grants it."""

    code: int | None
    example: str | None
    delay: int
    text: str


def wish_of(asked: Asked, operation: Operation | None) -> Wish | None:
    """What the request wishes, of what is known here. Raises Violation, which lists what can be.

    What is no operation of the contract can only be late.
    """
    known = ("code", "example", "delay") if operation else ("delay",)
    said: dict[str, str] = {}
    for name, value in _preferences(asked):
        if name in known:
            said.setdefault(name, value)  # RFC 7240, section 2: of one that comes again, the first counts
    if not said:
        return None
    text = ", ".join(f"{name}={value}" for name, value in said.items())
    delay, code, example = said.get("delay", "0"), said.get("code"), said.get("example")
    if not _DELAY.fullmatch(delay) or int(delay) > _MOST_DELAY:
        raise Violation("Prefer", text, f"delay must be milliseconds from 0 to {_MOST_DELAY}")
    if operation and (code, example) != (None, None) and not _can_be(operation, code, example):
        raise Violation("Prefer", text, f"{operation.id} can be answered with {_list(operation)}")
    return Wish(None if code is None else int(code), example, int(delay), text)


def without_wish(query: bytes) -> bytes:
    """A query string without the wish in it, which is no part of the request."""
    name = _IN_QUERY.encode()
    return b"&".join(part for part in query.split(b"&") if part.partition(b"=")[0] != name)


def _preferences(asked: Asked) -> Iterator[tuple[str, str]]:
    headers = [value.decode("latin-1") for name, value in asked.scope["headers"] if name == b"prefer"]
    query = parse_qsl(asked.query.decode("latin-1")) if _IN_QUERY.encode() in asked.query else []
    for text in [*headers, *(value for name, value in query if name == _IN_QUERY)]:
        for name, quoted, plain in _PREFERENCE.findall(text):
            yield name.lower(), quoted or plain


def _can_be(operation: Operation, code: str | None, example: str | None) -> bool:
    having = [
        status
        for status, response in operation.responses.items()
        if example is None or example in response.examples
    ]
    return bool(having) if code is None else code in map(str, having)


def _list(operation: Operation) -> str:
    return "; ".join(
        f"code={status} (example={', '.join(response.examples)})"
        for status, response in operation.responses.items()
    )
