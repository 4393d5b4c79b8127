"""Values and requests that a fragile deployment does not survive."""

import json
import math
import sys
from collections.abc import Callable, Mapping

from leads_reference.answer import Refusal
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, Number, depth, has_lone_surrogate, write
from leads_reference.model import Model

LEVELS, SIZE = 150, 256 * 1024


def read_laxly(m: Model, text: str) -> Json:
    """As Python's own parser: NaN is a number, and a lone surrogate is text."""
    try:
        return json.loads(text, parse_float=Number, parse_constant=float)
    except (ValueError, RecursionError):
        raise m.malformed_body("Must be valid JSON") from None


def anywhere(holds: Callable[[Json], bool], value: Json) -> bool:
    """Whether `holds` is true of a value or key at any depth."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif holds(one):
            return True
    return False


def is_no_number(value: Json) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def is_beyond_double(value: Json) -> bool:
    if isinstance(value, Number):
        return math.isinf(float(value))
    return isinstance(value, int) and abs(value) > sys.float_info.max


def has_nul(value: Json) -> bool:
    return isinstance(value, str) and "\x00" in value


def nests_deeply(value: Json) -> bool:
    return depth(write(value)) > LEVELS


def is_huge(value: Json) -> bool:
    return len(write(value)) > SIZE


VALUES: Mapping[str, tuple[str, Callable[[Json], bool]]] = {
    "nan": ("NaN", lambda value: anywhere(is_no_number, value)),
    "surrogate": ("a lone surrogate", has_lone_surrogate),
    "nul": ("an escaped NUL", lambda value: anywhere(has_nul, value)),
    "nesting": ("nesting of more than 150 levels", nests_deeply),
    "huge-number": ("a number that no double holds", lambda value: anywhere(is_beyond_double, value)),
    "huge-body": ("more than 256 KiB", is_huge),
}
"""What is poison, in words and as a test of a lead's fields or of a body."""


def fields(lead: Lead) -> Json:
    """What of a lead a request can set."""
    return {name: lead[name] for name in ("name", "email", "phone", "source", "status", "metadata")}


def body_holds(m: Model, raw: bytes, holds: Callable[[Json], bool]) -> bool:
    """Whether a body holds poison; one that is no JSON does not."""
    try:
        return holds(read_laxly(m, raw.decode()))
    except (Refusal, UnicodeDecodeError):
        return False
