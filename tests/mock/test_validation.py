"""Clauses on 400: which values are refused, and what the refusal says of the first of them."""

import json
from itertools import combinations
from typing import Any

import pytest

from tests.mock.leads import JOHN, LeadsClient

MESSAGES = {
    "name": "Name must be a string",
    "email": "Must be a valid email address",
    "phone": "Must be a valid phone number",
    "source": "Source must be a string",
    "status": "Status must be one of: new, contacted, qualified, converted, lost, follow_up",
    "metadata": "Metadata must be an object",
}
NO_TEXTS: tuple[Any, ...] = (0, 1.5, True, False, [], ["new"], {}, {"a": 1})
NO_EMAILS = (
    *("", " ", "a", "@", "a@", "@b.de", "a@b", "a@b.", "a@.de", "a@b..de", "a b@c.de", "a@b c.de", "a@@b.de"),
    *("a@b@c.de", " a@b.de", "a@b.de ", "a@b.de\n", "a@-b.de", "a@b-.de", "a@b_c.de", "<a@b.de>", "a,b@c.de"),
    *('"a b"@c.de', "a@[127.0.0.1]", "ä@b.de", "a@bücher.de", "a\0@b.de", "not-an-email", f"a@{'b' * 64}.de"),
)
NO_PHONES = (
    *("", " ", "+", "-", "abc", "123456", "1" * 16, "+1-555-CALL-NOW", "1234567x", "++1234567", "1234567+"),
    *(" 1234567", "1234567 ", "1234567\n", "١٢٣٤٥٦٧", "1234567 ext. 8", "tel:+15551234567", "1,234,567"),
)
NO_STATUSES = ("", "invalid_status", "New", "NEW", "new ", " new", "follow-up", "followup", "closed", "null")
REFUSED: dict[str, tuple[Any, ...]] = {
    "name": NO_TEXTS,
    "email": (*NO_TEXTS, *NO_EMAILS, None),
    "phone": (*NO_TEXTS, *NO_PHONES),
    "source": NO_TEXTS,
    "status": (*NO_TEXTS, *NO_STATUSES, None),
    "metadata": ("", "text", 0, True, [], [{"a": 1}]),
}
ACCEPTED = {
    "name": ("x", "  x ", "名前", "O'Brien\n", "\0", "null", "🙂", "x" * 20000),
    "email": ("a@b.de", "A.B+c_d@e-f.g.example", "!#$%&'*+/=?^`{|}~-@b.de", f"{'a' * 300}@b.de", "1@2.3"),
    "phone": ("1234567", "+1-555-123-9999", "(030) 90 18 20", "+49/30.901820", "+81 3-1234-5678", "1" * 15),
    "source": ("", " ", "webinar", "Ünïcode", "x" * 20000),
}
NO_OBJECTS = ("null", "true", "0", '""', '"status"', "[]", '[{"status": "lost"}]', "1.5", "1e400")


def details(leads: LeadsClient, update: Any) -> Any:
    """The `details` of a refusal that leaves everything as it was."""
    before = leads.stored()
    answer = leads.put(JOHN, update)
    assert answer.status_code == 400, answer.text
    assert leads.stored() == before
    return answer.json()["details"]


@pytest.mark.parametrize("field", REFUSED)
def test_the_refusal_names_field_value_and_what_would_be_right(leads: LeadsClient, field: str) -> None:
    for value in REFUSED[field]:
        refused = details(leads, {field: value})
        assert json.dumps(refused) == json.dumps({"field": field, "value": value, "message": MESSAGES[field]})


def test_a_name_has_a_visible_character(leads: LeadsClient) -> None:
    for name in ("", " ", "\t\n", "\u2003"):
        expected = {"field": "name", "value": name, "message": "Name must not be empty"}
        assert details(leads, {"name": name}) == expected
    assert details(leads, {"name": None})["message"] == MESSAGES["name"]


@pytest.mark.parametrize("field", ACCEPTED)
def test_plausible_values_are_accepted_to_the_letter(leads: LeadsClient, field: str) -> None:
    for value in ACCEPTED[field]:
        assert leads.update(JOHN, {field: value})[field] == value


@pytest.mark.parametrize("fields", list(combinations(MESSAGES, 2)), ids="+".join)
def test_the_first_offending_field_is_reported(leads: LeadsClient, fields: tuple[str, str]) -> None:
    first, second = fields
    assert details(leads, {first: 0, second: 0})["field"] == first
    assert details(leads, {second: 0, first: 0})["field"] == first


def test_valid_fields_beside_an_offending_one_do_not_help(leads: LeadsClient) -> None:
    valid = {
        "name": "X",
        "email": "x@example.com",
        "phone": None,
        "source": None,
        "metadata": {"company": None},
    }
    assert details(leads, {**valid, "status": "x"})["field"] == "status"
    assert details(leads, {**valid, "metadata": 1})["field"] == "metadata"


@pytest.mark.parametrize("text", NO_OBJECTS)
def test_a_body_that_is_no_object(leads: LeadsClient, text: str) -> None:
    sent = json.loads(text) if text != "1e400" else float("inf")
    expected = {"field": "body", "value": sent, "message": "Body must be an object"}
    assert details(leads, text.encode()) == expected


def test_the_documented_refusal_comes_to_the_letter(leads: LeadsClient) -> None:
    assert leads.put(JOHN, {"status": "invalid_status"}).json() == {
        "success": False,
        "error": "Validation failed",
        "code": "VALIDATION_ERROR",
        "details": {"field": "status", "value": "invalid_status", "message": MESSAGES["status"]},
    }
