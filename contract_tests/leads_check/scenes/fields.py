"""Updates of fields: alone, together, cleared, repeated."""

from collections.abc import Callable
from typing import Any

from leads_check.evidence.fields import CLEARABLE, FIELDS, STATUSES, schema_of
from leads_check.scenes.scene import Play, Setting, put, put_read, read, scene, tick

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


@scene(7 + len(_FURTHER), "lead")
def single_fields(setting: Setting) -> Play:
    """Each field alone, after a pause: an answer shows whether the one before was stored."""
    # Providers are known to give a dot, a tag or another name of theirs no meaning; the API gives none.
    email = f"contract.test.{setting.token()}+tag@gmail.com"
    for field, value in (
        ("status", setting.another("status", STATUSES)),
        ("name", setting.name()),
        ("email", email),
        ("phone", setting.phone()),
        ("source", setting.another("source", SOURCES)),
        ("metadata", {"contract_test_note": setting.token()}),
        *((field, _value(setting, field)) for field in _FURTHER),
    ):
        yield from tick()
        yield from put(f"{field} alone", {field: value})
    yield from read()


@scene(13, "lead")
def field_combinations(setting: Setting) -> Play:
    """With each, one of the statuses that the lead does not have, so that all are sent in the end."""
    note, name = {"contract_test_note": setting.token()}, _in_another_case(setting)
    emails = f"contract.test.{setting.token()}@googlemail.com", setting.email()
    bodies: dict[str, dict[str, Any]] = {
        "phone": {"phone": setting.phone(), "metadata": {}},
        "source and name": {"source": setting.another("source", SOURCES), "name": name},
        "metadata and email": {"metadata": note, "email": emails[0]},
        "metadata": {"metadata": {"contract_test_note": setting.token(), "contract_test_score": 85}},
        "nothing else": {},
    }
    turns = [status for status in STATUSES if status != setting.lead().get("status")]
    for status, (label, body) in zip(turns, bodies.items(), strict=False):
        asked = yield from put(f"{label} and status {status}", {**body, "status": status})
        if asked.refused:
            yield from put(f"status {status}", {"status": status})
    every = {
        "name": f"{name} Smith",
        "email": emails[1],
        "phone": setting.phone(),
        "source": "website",
        "status": setting.another("status", STATUSES),
        "metadata": {"contract_test_note": setting.token(), "contract_test_tags": ["one", "two"]},
    }
    yield from put_read("every field", every)


def _in_another_case(setting: Setting) -> str:
    """The lead's name in another case, which is another text, where it is one of the check's."""
    name = str(setting.lead().get("name"))
    return name.title() if name.startswith("Contract Test") else setting.name()


@scene(8, "lead")
def texts(setting: Setting) -> Play:
    # No page says which names and sources there are: they may be refused, but not be accepted and changed.
    names = (
        "Contract Tést Zoe\u0308 \ufb01 Łukasz\u00a0山田 😀 \u201cquoted\u201d zero\u200bwidth"
        + " and long" * 6,
        "Contract  O'Test, J. R. & <b>Sons</b> &amp; Co, 100%s {{x}} \u0007bell",
    )
    sources = (
        "Contract Test, Fair <in> the old To\u0301wn Hall & more, " * 3 + "end",
        "Contract Test: first line\nsecond line",
    )
    for name, source in zip(names, sources, strict=True):
        asked = yield from put("an unusual name and source", {"name": name, "source": source})
        if asked.refused:
            yield from put("an unusual name", {"name": name})
            yield from put("an unusual source", {"source": source})
        if name == names[0]:
            yield from read()


@scene(9 + 2 * len(_FURTHER), "lead")
def clearing(setting: Setting) -> Play:
    if not (setting.lead().get("phone") and setting.lead().get("source")):
        yield from put("phone and source set", {"phone": setting.phone(), "source": "webinar"})
    yield from tick()
    # Each while the other is there, which it must leave alone.
    yield from put("phone cleared", {"phone": None})
    yield from put("a status after it", {"status": setting.another("status", STATUSES)})
    yield from put("phone set again", {"phone": setting.phone()})
    yield from put("source cleared", {"source": None})
    yield from put("source set again", {"source": "referral"})
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
    email, phone = setting.email(), setting.phone()
    # What differs in its case, an accent or separators only is another text all the same.
    alike = {
        "name": "Contract Test Zoe",
        "email": email.title(),
        "phone": phone.replace("-", ""),
        "source": "Webinar",
    }
    yield from put("written otherwise", alike)
    body = {"name": "Contract Test Zo\u00eb", "email": email, "phone": phone, "source": "webinar"}
    yield from put("once", {**body, "metadata": metadata})
    yield from put("twice", {**body, "metadata": metadata}, content_type="application/json; charset=utf-8")
