"""Bodies as they are meant, with a bound on what unpacking may bring forth. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator

MAX_BODY = 16 * 2**20
"""Bytes of one answer's body, unpacked."""
MAX_VALUES = 200_000
"""JSON values in one answer."""
MAX_CODINGS = 2
_BYTES_A_VALUE = 120
"""What Python needs for one more member or item, about."""


class Refused(Exception):
    """The body is not read any further; the message says why."""


def unpacked(pieces: Iterable[bytes], coding: str, hold: Callable[[int], None]) -> bytes:
    """The body that the pieces make, by its Content-Encoding (RFC 9110, section 8.4). Raises Refused.

    It never grows far beyond `MAX_BODY` bytes, however little was sent for them; `hold` is told of each
    piece, and may raise Refused as well.
    """
    body = bytearray()
    for name in reversed(_codings(coding)):
        pieces = _inflated(pieces, name)
    for piece in pieces:
        hold(len(piece))
        body += piece
        if len(body) > MAX_BODY:
            raise Refused(f"the body is over {MAX_BODY // 2**20} MiB")
    return bytes(body)


def _codings(header: str) -> list[str]:
    names = [name.strip().lower() for name in header.split(",")]
    names = [name.removeprefix("x-") for name in names if name not in ("", "identity")]
    if unknown := [name for name in names if name not in ("gzip", "deflate")]:
        raise Refused(f"the body is packed as {unknown[0][:40]!r}, which nobody asked for")
    if len(names) > MAX_CODINGS:
        raise Refused(f"the body is packed {len(names)} times over")
    return names


def _inflated(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The pieces unpacked, in pieces of at most 64 KiB."""
    inflater = None
    for piece in pieces:
        if inflater is None:
            inflater = zlib.decompressobj(_window(piece, coding))
        while piece and not inflater.eof:
            try:
                yield inflater.decompress(piece, 2**16)
            except zlib.error as error:
                raise Refused(f"the body cannot be unpacked: {error}") from error
            piece = inflater.unconsumed_tail
    if inflater is not None and not inflater.eof:
        raise Refused("the body cannot be unpacked: its end is missing")


def _window(start: bytes, coding: str) -> int:
    if coding == "gzip":
        return zlib.MAX_WBITS | 16
    # `deflate` means zlib's format, but some servers send what it holds without its header.
    has_header = len(start) > 1 and start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def weight(body: bytes) -> int:
    """Bytes that the body and the JSON value in it take in memory, about and rather too many.

    Raises Refused where it has more than `MAX_VALUES` values: a few bytes each, once parsed they are many.
    """
    values = _values(body)
    if values > MAX_VALUES:
        values = _values(_TEXT.sub(b"", body))
    if values > MAX_VALUES:
        raise Refused(f"the body has more than {MAX_VALUES:,} JSON values")
    return len(body) * (1 + _width(body)) + values * _BYTES_A_VALUE


_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def _values(body: bytes) -> int:
    return 1 + sum(body.count(sign) for sign in (b",", b"[", b"{"))


def _width(body: bytes) -> int:
    """Bytes a character once it is text: one character outside the first planes makes all of them wide."""
    if body.isascii() and b"\\u" not in body:
        return 1
    return 4 if re.search(rb"[\xf0-\xff]|\\u[dD]", body) else 2
