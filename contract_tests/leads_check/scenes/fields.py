"""Updates of fields: alone, together, cleared, repeated."""

from collections.abc import Callable
from typing import Any

from leads_check.evidence.fields import CLEARABLE, FIELDS, STATUSES, schema_of
from leads_check.scenes.scene import Play, Setting, put, put_read, read, scene

SOURCES = ("website", "webinar", "referral")
"""The sources that the documentation itself uses."""


_KNOWN = ("name", "email", "phone", "source", "status", "metadata")
"""The fields that the scenes below send by name."""
_FURTHER = tuple(field for field in FIELDS if field not in _KNOWN)
"""Those that the contract has beyond them; a value of each is made from its schema."""


def _value(setting: Setting, field: str) -> Any:
    schema = schema_of(field)
    if "enum" in schema:
        return setting.another(field, tuple(value for value in schema["enum"] if value is not None))
    texts: dict[str, Callable[[], str]] = {
        "email": setting.email,
        "phone": setting.phone,
        "date-time": lambda: "2024-01-16T14:30:00.000Z",
    }
    others = {"integer": 7, "number": 7.5, "boolean": True, "array": ["contract_test"], "object": {}}
    return others.get(schema["type"]) or texts.get(schema.get("format", ""), setting.name)()


@scene(14 + len(_FURTHER), "lead")
def single_fields(setting: Setting) -> Play:
    """Each status and each other field alone, in turn: an answer shows whether the one before was stored."""
    current, name = setting.lead().get("status"), setting.name()
    others = (
        ("name", {"name": name}),
        ("email", {"email": setting.email()}),
        ("phone", {"phone": setting.phone()}),
        ("source", {"source": setting.another("source", SOURCES)}),
        ("metadata", {"metadata": {"contract_test_note": setting.token()}}),
        # Another case is another text.
        ("name again", {"name": name.title()}),
    )
    # The present status last, so that each update is a change.
    turns = sorted(STATUSES, key=lambda status: status == current)
    for status, (label, body) in zip(turns, others, strict=True):
        yield from put(f"status {status}", {"status": status})
        yield from put(label, body)
    for field in _FURTHER:
        yield from put(f"{field} alone", {field: _value(setting, field)})
    yield from read()


@scene(7, "lead")
def field_combinations(setting: Setting) -> Play:
    yield from put(
        "status and phone", {"status": setting.another("status", STATUSES), "phone": setting.phone()}
    )
    yield from put_read(
        "source and name", {"source": setting.another("source", SOURCES), "name": setting.name()}
    )
    yield from put(
        "metadata and email", {"metadata": {"contract_test_note": setting.token()}, "email": setting.email()}
    )
    yield from put(
        "metadata and status",
        {
            "metadata": {"contract_test_note": setting.token(), "contract_test_score": 85},
            "status": setting.another("status", STATUSES),
        },
    )
    yield from put_read(
        "every field",
        {
            "name": setting.name(),
            "email": setting.email(),
            "phone": setting.phone(),
            "source": setting.another("source", SOURCES),
            "status": setting.another("status", STATUSES),
            "metadata": {"contract_test_note": setting.token(), "contract_test_tags": ["one", "two"]},
        },
    )


@scene(4, "lead")
def texts(setting: Setting) -> Play:
    # No page says which names and sources there are: they may be refused, but not be accepted and changed.
    name = "Contract Tést Zoe\u0308 \ufb01 Łukasz\u00a0山田 😀 \u201cquoted\u201d zero\u200bwidth"
    yield from put("name beyond ASCII", {"name": name})
    yield from put_read(
        "name with punctuation", {"name": "Contract  O'Test & <b>Sons</b> &amp; Co, 100%s {{x}}"}
    )
    yield from put(
        "another source", {"source": "Contract Test, Fair <in> the old To\u0301wn Hall & more, " * 3 + "end"}
    )


@scene(7 + 2 * len(_FURTHER), "lead")
def clearing(setting: Setting) -> Play:
    if not (setting.lead().get("phone") and setting.lead().get("source")):
        yield from put("phone and source set", {"phone": setting.phone(), "source": "webinar"})
    yield from put("phone cleared", {"phone": None})
    yield from put("source cleared", {"source": None})
    yield from put("phone and source set again", {"phone": setting.phone(), "source": "referral"})
    yield from put_read(
        "both cleared with a status",
        {
            "phone": None,
            "status": setting.another("status", STATUSES),
            "metadata": {"contract_test_note": setting.token()},
            "source": None,
        },
    )
    # What is there can be lost when a later update is refused.
    yield from put("phone and source set once more", {"phone": setting.phone(), "source": "webinar"})
    for field in (field for field in _FURTHER if field in CLEARABLE):
        yield from put(f"{field} set", {field: _value(setting, field)})
        yield from put(f"{field} cleared", {field: None})


@scene(3, "lead")
def repeats(setting: Setting) -> Play:
    metadata = {"contract_test_note": "twice", "contract_test_count": 5, "contract_test_flag": True}
    body = {"name": setting.name(), "phone": setting.phone(), "metadata": metadata}
    yield from put("once", body)
    yield from put("twice", body, content_type="application/json; charset=utf-8")
