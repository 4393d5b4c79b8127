"""Questions on null, on empty texts and on updates that change nothing."""

from typing import Any

from tests.mock.answers.step import ABSENT, Step, accepted, refused
from tests.mock.leads import EXISTING, JANE, JOHN_METADATA

_JOHN: dict[str, Any] = {"name": "John Doe", "email": "john.doe@example.com", "status": "new"}
_IN_VAIN: tuple[Any, ...] = (
    {},
    {"status": "new"},
    {"name": "John Doe", "email": "john.doe@example.com", "phone": "+1-555-123-4567", "source": "website"},
    {"metadata": {}},
    {"metadata": {"company": "Tech Corp", "interests": ["product_demo", "pricing"], "absent": None}},
    {"id": "lead_x", "updatedAt": "2024-01-15T10:30:00.000Z", "unknown": 1},
)


def _null(field: str) -> dict[str, list[Step]]:
    sent = {field: None, "source": "call"}
    return {
        "refused": [refused(sent, field, None)],
        "cleared": [
            accepted(sent, source="call", **{field: None}),
            accepted({field: _JOHN[field]}, **{field: _JOHN[field]}),
        ],
        "ignored": [accepted(sent, source="call", **{field: _JOHN[field]})],
    }


def _empty(field: str) -> dict[str, list[Step]]:
    return {
        "refused": [refused({field: ""}, field, "")],
        "stored": [accepted({field: ""}, **{field: ""})],
        "cleared": [
            accepted({field: ""}, **{field: None}),
            accepted({field: "1234567"}, **{field: "1234567"}),
        ],
    }


TABLE = {
    "cleared-field": {
        "shown-as-null": [
            accepted({"phone": None, "source": None}, phone=None, source=None),
            accepted({"phone": "1234567"}, phone="1234567", source=None),
            accepted({}, phone=None, source=None).on(EXISTING),
        ],
        "left-out": [
            accepted({"phone": None, "source": None}, phone=ABSENT, source=ABSENT),
            accepted({"phone": None}, phone=ABSENT),
            accepted({"phone": "1234567"}, phone="1234567", source=ABSENT),
            accepted({}, phone=ABSENT, source=ABSENT).on(EXISTING),
        ],
    },
    "null-name": _null("name"),
    "null-email": {
        **_null("email"),
        "cleared": [
            *_null("email")["cleared"],
            accepted({"email": None}, email=None),
            accepted({"email": "john.doe@example.com"}, email="john.doe@example.com").on(JANE),
            accepted({"email": None}, email=None).on(JANE),
        ],
    },
    "null-status": {
        **_null("status"),
        "ignored": [
            accepted({"status": "lost"}),
            accepted({"status": None, "name": "X"}, status="lost", name="X"),
        ],
        "reset": [
            accepted({"status": "lost"}),
            accepted({"status": None, "name": "X"}, status="new", name="X"),
        ],
    },
    "null-metadata": {
        "emptied": [
            accepted({"metadata": None}, metadata={}),
            accepted({"metadata": {"a": 1}}, metadata={"a": 1}),
        ],
        "cleared": [
            accepted({"metadata": None}, metadata=None),
            accepted({"metadata": {"a": {"b": None}}}, metadata={"a": {}}),
        ],
        "ignored": [accepted({"metadata": None, "name": "X"}, metadata=JOHN_METADATA, name="X")],
        "refused": [refused({"metadata": None, "name": "X"}, "metadata", None)],
    },
    "empty-name": {
        "blank-refused": [refused({"name": name}, "name", name) for name in ("", " ", "\t\n\u2003")],
        "empty-refused": [refused({"name": ""}, "name", ""), accepted({"name": " "}, name=" ")],
        "allowed": [accepted({"name": ""}, name=""), accepted({"name": " "}, name=" ")],
    },
    "empty-phone": _empty("phone"),
    "empty-source": _empty("source"),
    "empty-update": {
        "accepted": [accepted({}, **_JOHN)],
        "refused": [refused({}, "body", {}), accepted({"metadata": {}}, **_JOHN)],
    },
    "unchanged-update": {
        "moves-updated-at": [accepted(update).moving(True) for update in _IN_VAIN],
        "keeps-updated-at": [
            *(accepted(update).moving(False) for update in _IN_VAIN),
            accepted({"status": "lost"}).moving(True),
            accepted({"status": "lost"}).moving(False),
            accepted({"metadata": {"list": [{"a": 1, "b": 2}]}}).moving(True),
            accepted({"metadata": {"list": [{"b": 2, "a": 1}]}}).moving(False),
            accepted({"metadata": {"n": 1}}).moving(True),
            accepted({"metadata": {"n": 1.0}}).moving(True),
            accepted({"metadata": {"n": 1.0}}).moving(False),
            accepted({"metadata": {"n": None}}).moving(True),
        ],
    },
}
