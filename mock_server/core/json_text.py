"""JSON text in and out, exact: what goes in comes out with the same type and content (RFC 8259)."""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

Json = Any
"""A JSON value: None, bool, int, float, Decimal (a number that no double holds), str, list or dict."""

_MAX_SAFE_INTEGER = 2**53
_MAX_INT64, _MIN_INT64 = 2**64 - 1, -(2**63)
# Strings count as one token, so that brackets within them do not nest.
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)


class NotJson(ValueError):
    """The text is not JSON, or JSON that the profile refuses; the message says why."""


def _exact_number(text: str) -> float | Decimal:
    # A double holds any 15 significant digits; only longer numbers and exponents need the proof.
    number = float(text)
    if len(text) <= 16 and "e" not in text and "E" not in text:
        return number
    exact = Decimal(text)
    return number if Decimal(repr(number)) == exact else exact


_decode = msgspec.json.Decoder(float_hook=_exact_number).decode
encode: Callable[[Json], bytes] = msgspec.json.Encoder(decimal_format="number").encode
"""The compact JSON text of a value that `JsonReader` or `decode` gave."""


def decode(text: bytes) -> Json:
    """The value of a text that `encode` wrote."""
    return _decode(text)


class JsonReader:
    """Reads the bodies that clients send, as the profile answers the questions on JSON."""

    def __init__(self, profile: Mapping[str, str]) -> None:
        self._max_depth = int(profile["nesting-limit"].removeprefix("levels-"))
        self._check_keys = {"last-wins": None, "first-wins": _first_wins, "refused": _refuse_duplicates}[
            profile["duplicate-keys"]
        ]
        self._check_numbers = {"exact": None, "refused": _refuse_large, "rounded": _round}[
            profile["large-numbers"]
        ]

    def read(self, text: bytes) -> Json:
        """The value of `text`. Raises NotJson."""
        # Counting is an upper bound of the depth, and cheap; only suspects are measured.
        if text.count(b"[") + text.count(b"{") > self._max_depth and _is_deeper(text, self._max_depth):
            raise NotJson(f"Body must not nest deeper than {self._max_depth} levels")
        try:
            value = _decode(text)
            if self._check_keys is not None:
                value = json.loads(
                    text, object_pairs_hook=self._check_keys, parse_float=_exact_number
                )
        except NotJson:
            raise
        except ValueError as error:
            raise NotJson(f"Body must be valid JSON: {error}") from error
        return value if self._check_numbers is None else _map_numbers(value, self._check_numbers)


def _is_deeper(text: bytes, limit: int) -> bool:
    depth = 0
    for match in _TOKENS.finditer(text):
        token = match[0]
        if token in b"[{":
            depth += 1
            if depth > limit:
                return True
        elif token in b"]}":
            depth -= 1
    return False


def _first_wins(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members: dict[str, Json] = {}
    for name, value in pairs:
        members.setdefault(name, value)
    return members


def _refuse_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotJson("Body must not name a member twice in one object")
    return members


def _map_numbers(value: Json, change: Callable[[int | float | Decimal], Json]) -> Json:
    if isinstance(value, dict):
        return {key: _map_numbers(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_map_numbers(item, change) for item in value]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return change(value)
    return value


def _refuse_large(number: int | float | Decimal) -> int | float:
    if isinstance(number, Decimal) or (isinstance(number, int) and not _MIN_INT64 <= number <= _MAX_INT64):
        raise NotJson("Body must hold no number beyond 64-bit integers and doubles")
    return number


def _round(number: int | float | Decimal) -> int | float:
    if isinstance(number, int) and abs(number) <= _MAX_SAFE_INTEGER:
        return number
    try:
        rounded = float(number)
    except OverflowError:
        rounded = float("inf")
    if abs(rounded) == float("inf"):
        raise NotJson("Body must hold no number beyond the range of doubles")
    return int(rounded) if isinstance(number, int) else rounded
