"""JSON text in and out, exact: what goes in comes out with the same type and content (RFC 8259)."""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

Json = Any
"""A JSON value: None, bool, int, float, Decimal (a number that no double holds), str, list or dict."""

_SAFE_INTEGERS = range(-(2**53), 2**53 + 1)
_64_BIT_INTEGERS = range(-(2**63), 2**64)
# Strings count as one token, so that brackets within them do not nest.
# An escape of half a surrogate pair; a whole pair, and whatever else is escaped, comes first.
_ESCAPES = re.compile(rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)
_TOKENS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


class NotJson(ValueError):
    """The text is not JSON; the message says why."""


class RefusedJson(ValueError):
    """The text is JSON that the profile refuses; the message says why."""


_plain = msgspec.json.Decoder(int | float)


def _exact_number(text: str) -> float | Decimal:
    # A double holds any 15 significant digits; only longer numbers and exponents need the proof.
    number = float(text)
    if len(text) <= 16 and "e" not in text and "E" not in text:
        return number
    try:
        exact = Decimal(text)
    except InvalidOperation:
        raise RefusedJson("Body must hold no number with an exponent of more than 18 digits") from None
    if Decimal(repr(number)) == exact:
        return number
    # Such a number as 123e0 is written without its exponent: it must be readable as an integer, too.
    written = str(exact)
    return _plain.decode(written) if written.lstrip("-").isdigit() else exact


_decode = msgspec.json.Decoder(float_hook=_exact_number).decode
encode: Callable[[Json], bytes] = msgspec.json.Encoder(decimal_format="number").encode
"""The compact JSON text of a value that `JsonReader` or `decode` gave."""
encode_sorted: Callable[[Json], bytes] = msgspec.json.Encoder(decimal_format="number", order="sorted").encode
"""The same with members by name: equal values have equal texts."""


def decode(text: bytes) -> Json:
    """The value of a text that `encode` wrote."""
    return _decode(text)


class JsonReader:
    """Reads the bodies that clients send, as the profile answers the questions on JSON."""

    def __init__(self, profile: Mapping[str, str]) -> None:
        self._max_depth = int(profile["nesting-limit"].removeprefix("levels-"))
        self._replaces_surrogates = profile["lone-surrogate"] == "replaced"
        self._hooks: dict[str, Any] = {
            **_KEY_HOOKS[profile["duplicate-keys"]],
            **_NUMBER_HOOKS[profile["large-numbers"]],
        }

    def read(self, text: bytes) -> Json:
        """The value of `text`. Raises NotJson or RefusedJson."""
        # Counting is an upper bound of the depth, and cheap; only suspects are measured.
        if text.count(b"[") + text.count(b"{") > self._max_depth and _is_deeper(text, self._max_depth):
            raise RefusedJson(f"Body must not nest deeper than {self._max_depth} levels")
        if self._replaces_surrogates:
            text = _ESCAPES.sub(lambda escape: rb"\ufffd" if escape[1] else escape[0], text)
        try:
            value = _decode(text)
            # Now that it is known to be strict JSON, the lenient reader with hooks may have it.
            return json.loads(text, **{"parse_float": _exact_number, **self._hooks}) if self._hooks else value
        except RefusedJson:
            raise
        except ValueError as error:
            if isinstance(error.__cause__, RefusedJson):  # msgspec wraps what its hook raises
                raise error.__cause__ from None
            raise NotJson(f"Body must be valid JSON: {error}") from error


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
        raise RefusedJson("Body must not name a member twice in one object")
    return members


def _small_integer(text: str) -> int:
    number = int(text)
    if number not in _64_BIT_INTEGERS and Decimal(text) != float(text):
        raise RefusedJson("Body must hold no integer beyond 64 bits and doubles")
    return number


def _double(text: str) -> float:
    number = _exact_number(text)
    if isinstance(number, Decimal):
        raise RefusedJson("Body must hold no number that a double cannot hold")
    return number


def _rounded(text: str) -> float:
    number = float(text)
    if abs(number) == float("inf"):
        raise RefusedJson("Body must hold no number beyond the range of doubles")
    return number


def _rounded_integer(text: str) -> int:
    number = int(text)
    return number if number in _SAFE_INTEGERS else int(_rounded(text))


Hooks = Mapping[str, Callable[[Any], Json]]
_KEY_HOOKS: Mapping[str, Hooks] = {
    "last-wins": {},
    "first-wins": {"object_pairs_hook": _first_wins},
    "refused": {"object_pairs_hook": _refuse_duplicates},
}
_NUMBER_HOOKS: Mapping[str, Hooks] = {
    "exact": {},
    "refused": {"parse_int": _small_integer, "parse_float": _double},
    "rounded": {"parse_int": _rounded_integer, "parse_float": _rounded},
}
