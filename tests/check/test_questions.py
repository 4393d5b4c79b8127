"""Readings of open questions as a table: what was exchanged, and the answer or what was seen. No server."""

from collections.abc import Sequence
from typing import Any

import pytest
from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.observation import observe
from leads_check.rules import BY_ID

from tests.check.test_rules import answered, metadata, put, read, shown


def refused(body: Any, field: str = "", **details: Any) -> Exchange:
    told = {"field": field, **details}
    return put(body, 400, {"success": False, "error": "x", "code": "X", "details": told})


def typed(content_type: str | None, code: int, **changes: Any) -> Exchange:
    """An update of another media type."""
    request = Request("update", {"status": "lost"}, content_type=content_type)
    return answered(request, "PUT", code, shown(**changes) if code == 200 else {"code": f"C{code}"})


def named(length: int) -> dict[str, str]:
    return {"name": "x" * length}


PLAIN, DIGITS, EXTENDED = ({"phone": text} for text in ("(555) 123-4567", "5551234567", "+1 555 ext. 9"))
SEVERAL: dict[str, Any] = {"phone": "x", "email": "x", "status": "x", "name": 5}
REVERSED = dict(reversed(SEVERAL.items()))
PADDED: dict[str, Any] = {"name": " Ada ", "source": " web "}
TEXT, NONE = "text/plain", None
TRUNCATED = b'{"status": "lost"'
SURROGATE = b'{"metadata": {"contract_test_surrogate": "\\ud800"}}'
TABLE: list[tuple[str, Sequence[Exchange], str | None]] = [
    ("phone-format", [put(PLAIN), put(EXTENDED)], "any-with-digit"),
    ("phone-format", [put(PLAIN), refused(EXTENDED)], "digits-and-separators"),
    ("phone-format", [refused(PLAIN), refused(DIGITS), refused(EXTENDED)], "international"),
    (
        "phone-format",
        [refused(PLAIN), put(DIGITS), refused(EXTENDED)],
        "`(555) 123-4567`: refused, ten digits: taken, an extension: refused",
    ),
    ("phone-format", [refused(PLAIN), refused(EXTENDED)], None),
    ("long-name", [put(named(1000), name="x" * 1000)], "unlimited"),
    ("long-name", [refused(named(1000)), refused(named(256)), put(named(255))], "characters-255"),
    ("long-name", [refused(named(1000)), put(named(256))], "256 characters are taken, 1000 are refused"),
    ("long-name", [refused(named(length)) for length in (1000, 256, 255)], "255 characters are refused"),
    ("surrounding-space", [put(PADDED, **PADDED)], "kept"),
    ("surrounding-space", [put(PADDED, name="Ada", source="web")], "trimmed"),
    ("surrounding-space", [put(PADDED, name="Ada", source=" web ")], "name: trimmed, source: kept"),
    ("surrounding-space", [put({"phone": " 5 "}, phone="5")], None),
    (
        "surrounding-space",
        [put(PADDED, name="Ada", source="web"), refused({"phone": " 5 "}, "phone")],
        "name: trimmed, source: trimmed, phone: refused",
    ),
    ("reported-field", [refused(SEVERAL, "name")], "fixed-order"),
    ("reported-field", [refused(SEVERAL, "phone"), refused(REVERSED, "name")], "order-sent"),
    ("reported-field", [refused(SEVERAL, "phone"), refused(REVERSED, "phone")], "another order"),
    ("reported-field", [refused(SEVERAL, "phone")], None),
    ("other-content-type", [read(), typed(TEXT, 200)], "ignored"),
    ("lone-surrogate", [refused(SURROGATE)], "refused"),
    ("lone-surrogate", [put(SURROGATE, metadata=metadata(contract_test_surrogate="\ufffd"))], "replaced"),
    (
        "lone-surrogate",
        [put(SURROGATE, metadata=metadata(contract_test_surrogate=chr(0xD800)))],
        "kept, as an escape",
    ),
    ("lone-surrogate", [put(SURROGATE, 500, {})], None),
    ("reported-value", [refused({"status": [1]}, "status", value=[1])], "as-sent"),
    ("reported-value", [refused({"status": 7}, "status", value="7")], "as-text"),
    ("reported-value", [refused({"status": 7}, "status", value=8)], "another value"),
    (
        "reported-value",
        [
            refused({"email": {"a": 1}}, "email", value={"a": 1}),
            refused({"status": 7}, "status", value="7"),
            refused({"status": [1]}, "status", value="1"),
        ],
        "object: as-sent, number: as-text, array: as-text",
    ),
    ("malformed-json", [refused(TRUNCATED, "body", value=None)], "described"),
    ("malformed-json", [refused(TRUNCATED, "", value=None)], "not-a-field"),
    ("malformed-json", [refused(TRUNCATED, "body", value="{")], "`details.value` is not null"),
    ("malformed-json", [refused(TRUNCATED, "json", value=None)], "`details.field` is a name of its own"),
    ("malformed-json", [put(TRUNCATED, 400)], "400 without `details.field`"),
    ("malformed-json", [put(TRUNCATED, 422)], "status 422"),
    ("missing-content-type", [read(), typed(NONE, 200, status="lost")], "read-as-json"),
    ("missing-content-type", [read(), typed(TEXT, 415), typed(NONE, 415)], "as-another-type"),
    ("missing-content-type", [read(), typed(TEXT, 200), typed(NONE, 200)], "as-another-type"),
    ("missing-content-type", [read(), typed(TEXT, 400), typed(NONE, 415)], "status 415 `C415`"),
]


@pytest.mark.parametrize(("question", "exchanges", "answer"), TABLE)
def test_what_a_deployment_answers(question: str, exchanges: Sequence[Exchange], answer: str | None) -> None:
    reading = BY_ID[question].answer
    assert reading is not None
    assert reading(observe([read(), *exchanges])) == answer
