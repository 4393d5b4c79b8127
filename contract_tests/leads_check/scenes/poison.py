"""What can harm a careless store: asked last, mildest first, one kind at a time, each followed by a look.

Where the look fails, what was sent is taken back at once. Each kind is a scene of its own, so that `--gentle`
can leave out all of them, and so that none follows one after which the deployment did not answer.
"""

from typing import Any

from leads_check.scenes.metadata import PREFIX, marked
from leads_check.scenes.refusals import INVALID_STATUS
from leads_check.scenes.scene import Play, Setting, put, read, scene

LARGE_INTEGER = 2**64 + 1
SLOW = 1.0
"""Seconds after which nothing is sent that is worse."""
_KIB = 1024
_NO_ERROR = ("no-server-error",)


def look_after(key: str) -> Play:
    """Whether the lead can still be read; where it cannot, the key is taken back."""
    seen = yield from read()
    if seen.lead is None:
        yield from put(f"`{PREFIX}{key}` taken back", marked(**{key: None}))
        yield from read()
    return seen.lead is not None


def _poison(label: str, key: str, body: Any) -> Play:
    asked = yield from put(label, body)
    if not asked.refused:
        yield from look_after(key)


@scene(4, "lead", about=_NO_ERROR, poisons="an escaped NUL")
def escaped_nul(setting: Setting) -> Play:
    yield from _poison("an escaped NUL", "nul", b'{"metadata": {"contract_test_nul": "a\\u0000b"}}')


@scene(4, "lead", about=(*_NO_ERROR, "malformed-body-refused"), poisons="invalid UTF-8")
def invalid_utf8(setting: Setting) -> Play:
    yield from _poison("invalid UTF-8", "utf8", b'{"metadata": {"contract_test_utf8": "\xff\xfe"}}')


@scene(4, "lead", about=(*_NO_ERROR, "lone-surrogate"), poisons="a lone surrogate")
def lone_surrogate(setting: Setting) -> Play:
    body = b'{"metadata": {"contract_test_surrogate": "\\ud800"}}'
    yield from _poison("a lone surrogate", "surrogate", body)


@scene(4, "lead", about=("large-numbers",), poisons="a large integer", spare=True)
def large_integer(setting: Setting) -> Play:
    yield from _poison("a large integer", "large_integer", marked(large_integer=LARGE_INTEGER))


@scene(4, "lead", about=("malformed-body-refused", "no-server-error"), poisons="NaN")
def not_a_number(setting: Setting) -> Play:
    yield from _poison("NaN", "nan", b'{"metadata": {"contract_test_nan": NaN}}')


@scene(4, "lead", about=_NO_ERROR, poisons="a huge exponent")
def huge_exponent(setting: Setting) -> Play:
    # The invalid status keeps it from being stored where statuses are checked.
    body = b'{"metadata": {"contract_test_huge": 1e400}, "status": "contract_test_invalid"}'
    yield from _poison("a huge exponent", "huge", body)


@scene(5, "lead", about=("body-limit",), poisons="a body of 100 KiB")
def body_of_100_kib(setting: Setting) -> Play:
    asked = yield from _filled(101)
    if asked.status == 413:
        asked = yield from _filled(99)
    if not asked.refused:
        yield from look_after("filler")


@scene(5, "lead", about=("body-limit",), poisons="a body of 1 MiB", spare=True)
def body_of_1_mib(setting: Setting) -> Play:
    asked = yield from _filled(1025)
    if asked.status == 413:
        asked = yield from _filled(1023)
    if not asked.refused:
        yield from look_after("filler")


def _filled(kib: int) -> Play:
    # The invalid status keeps the filler from being stored, whatever the limit is.
    body = {"status": INVALID_STATUS, **marked(filler="x" * (kib * _KIB - 80))}
    return (yield from put(f"a body of {kib} KiB", body))


def _nested(levels: int, rest: bytes = b"") -> bytes:
    return b'{"metadata": {"contract_test_deep": ' + b"[" * levels + b"]" * levels + b"}" + rest + b"}"


@scene(13, "lead", about=("nesting-limit", "no-server-error"), poisons="deep nesting", spare=True)
def nesting(setting: Setting) -> Play:
    # A store that copies by recursion may take a time that doubles with each level or two.
    for levels in (24, 100, 200, 10_000):
        invalid = b', "status": "contract_test_invalid"' if levels > 200 else b""
        asked = yield from put(f"{levels} levels of nesting", _nested(levels, invalid))
        is_readable = asked.refused or levels < 100 or (yield from look_after("deep"))
        if asked.seconds >= SLOW or not is_readable:
            return


@scene(5, "lead", about=("null-metadata",), poisons="null for the whole metadata", spare=True)
def null_metadata(setting: Setting) -> Play:
    """Only where nothing can be lost: of a lead that has no metadata of its own, or that the check made."""
    if setting.original.get("metadata") not in ({}, None) and not setting.is_made:
        return
    yield from put("something to empty", marked(emptied=setting.token()))
    asked = yield from put("null for the whole metadata", {"metadata": None})
    if asked.accepted:
        # Whether metadata can be written again shows whether null has done harm.
        yield from put("metadata again", marked(again=setting.token()))
    yield from read()
