"""Questions on metadata."""

from typing import Any

from tests.mock.answers.step import Step, accepted, refused
from tests.mock.leads import EXISTING

_OBJECT = {"x": 1, "y": {"z": 2, "w": [1]}}
_NESTED = {"metadata": {"a": {"y": {"z": None}, "n": None}}}
_ODD_KEYS = ("", "a.b", ".", "$x", "$", "__proto__")
_BEYOND = ("18446744073709551617", "-9223372036854775809", "0.12345678901234567890", "1e400", "1e-400")


def _stores(metadata: Any, shown: Any) -> Step:
    return accepted({"metadata": metadata}, metadata=shown).on(EXISTING)


def _number(text: str) -> bytes:
    return b'{"metadata": {"n": [%b]}}' % text.encode()


def _keeps(text: str, shown: float) -> Step:
    return accepted(_number(text), metadata={"n": [shown]}).on(EXISTING)


def nested(levels: int) -> bytes:
    """An update whose arrays and objects nest this deeply, the outermost object counted."""
    return b'{"metadata": {"a": ' + b"[" * (levels - 2) + b"]" * (levels - 2) + b"}}"


def _nesting(limit: int) -> list[Step]:
    return [
        accepted(nested(limit)),
        refused(nested(limit + 1), "body", None),
        accepted(b'{"name": "%b"}' % (b"[" * 2000), name="[" * 2000),
        accepted(b'{"metadata": {"a": [%b]}}' % b",".join([b"[]"] * 2000)),
    ]


TABLE = {
    "nested-metadata": {
        "merged": [
            _stores({"a": _OBJECT}, {"a": _OBJECT}),
            accepted(_NESTED, metadata={"a": {"x": 1, "y": {"w": [1]}}}).on(EXISTING),
            _stores({"a": None}, {}),
            accepted(_NESTED, metadata={"a": {"y": {}}}).on(EXISTING),
        ],
        "replaced": [
            _stores({"a": _OBJECT, "b": 1}, {"a": _OBJECT, "b": 1}),
            accepted(_NESTED, metadata={"a": {"y": {"z": None}, "n": None}, "b": 1}).on(EXISTING),
            _stores({"a": None}, {"b": 1}),
            _stores({"b": {}}, {"b": {}}),
        ],
    },
    "odd-metadata-keys": {
        "kept": [_stores(dict.fromkeys(_ODD_KEYS, 1), dict.fromkeys(_ODD_KEYS, 1))],
        "refused": [
            *(refused({"metadata": {"a": 1, key: 1}}, "metadata", {"a": 1, key: 1}) for key in _ODD_KEYS),
            refused({"metadata": {"a.b": None}}, "metadata", {"a.b": None}),
            refused({"metadata": {"a": {"b.c": 1}}}, "metadata", {"a": {"b.c": 1}}),
            refused({"metadata": {"a": [{"$b": 1}]}}, "metadata", {"a": [{"$b": 1}]}),
            _stores({"x$": 1, "proto": 1, " ": 1}, {"x$": 1, "proto": 1, " ": 1}),
        ],
    },
    "large-numbers": {
        "exact": [
            _keeps("18446744073709551617", 2**64 + 1),
            _keeps("-123456789012345678901234567890", -123456789012345678901234567890),
            *(accepted(_number(number)) for number in _BEYOND),
        ],
        "refused": [
            _keeps("18446744073709551615", 2**64 - 1),
            _keeps("-9223372036854775808", -(2**63)),
            _keeps("1180591620717411303424", 2**70),
            _keeps("0.30000000000000004", 0.30000000000000004),
            *(refused(_number(number), "body", None) for number in _BEYOND),
            refused(b'{"name": 1e400}', "body", None),
            accepted(nested(512)),
        ],
        "rounded": [
            _keeps("9007199254740993", 9007199254740992),
            _keeps("9223372036854775807", 2**63),
            _keeps("123456789012345678901234567890", 123456789012345677877719597056),
            _keeps("0.12345678901234567890", 0.12345678901234568),
            _keeps("1e-400", 0.0),
            _keeps("-0.1", -0.1),
            refused(_number("1e400"), "body", None),
            refused(_number("1" * 400), "body", None),
            accepted(nested(512)),
        ],
    },
    "nesting-limit": {"levels-512": _nesting(512), "levels-128": _nesting(128)},
}
