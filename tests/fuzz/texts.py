"""JSON texts as no generator of values writes them: numbers of any length, odd escapes, repeated names."""

import json

from hypothesis import strategies as st

_LENGTHS = st.sampled_from([1, 1, 1, 2, 15, 16, 17, 19, 20, 39, 308, 309, 4299, 4300, 4301, 5000])
_DIGITS = st.builds(
    lambda first, other, length: (first + other * length)[:length],
    st.sampled_from("123456789"),
    st.sampled_from(["0", "9", "1234567890"]),
    _LENGTHS,
)
_WHOLE = st.just("0") | _DIGITS
_FRACTIONS = st.just("") | st.sampled_from([".0", ".5", ".10", f".{'0' * 400}1"]) | _DIGITS.map(".{}".format)
_POWERS = st.integers(0, 25) | st.sampled_from(
    [300, 308, 309, 323, 324, 4300, 4301, 10**6, 10**18 - 1, 10**18, 2 * 10**18 - 3, 10**40]
)
_EXPONENTS = st.just("") | st.builds(
    "{}{}{}".format, st.sampled_from("eE"), st.sampled_from(["", "+", "-"]), _POWERS
)
NUMBERS = st.builds("{}{}{}{}".format, st.sampled_from(["", "-"]), _WHOLE, _FRACTIONS, _EXPONENTS)
"""Every form that RFC 8259, section 6 knows."""

_CHARACTERS = st.sampled_from(
    [
        *"aZ0 /~",
        "é",
        "\u2028",
        "\U0001f600",
        r"\u0000",
        r"\ud83d\ude00",
        r"\ud800",
        r"\udc00",
        r"\"",
        r"\\",
        r"\/",
    ]
)
STRINGS = st.lists(_CHARACTERS, max_size=4).map(lambda parts: f'"{"".join(parts)}"')
_NAMES = STRINGS | st.sampled_from(["a", "b", "name", "__proto__", "$x", "a.b", ""]).map(json.dumps)


def _array(items: list[str]) -> str:
    return f"[{','.join(items)}]"


def _object(pairs: list[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{name}:{value}" for name, value in pairs) + "}"


def _nested(levels: int, inner: str) -> str:
    return "[" * levels + inner + "]" * levels


def objects(values: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    """Objects with these values; a name may stand twice."""
    return st.lists(st.tuples(_NAMES, values), max_size=most).map(_object)


_SCALARS = NUMBERS | STRINGS | st.sampled_from(["null", "true", "false"])
_DEEP = st.builds(
    _nested, st.sampled_from([5, 30, 90, 97, 98, 99, 100, 126, 127, 505, 509, 510, 511, 600]), _SCALARS
)
VALUES = st.recursive(
    _SCALARS | _DEEP, lambda inner: st.lists(inner, max_size=3).map(_array) | objects(inner), max_leaves=6
)
"""Texts of JSON values, most of which a deployment may accept."""
