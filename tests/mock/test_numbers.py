"""Numbers come back as the numbers that were sent, or are refused; they never become others."""

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.mock.leads import EXISTING, LeadsClient

EXACT = (
    *("0", "-1", "9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993"),
    *("9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551615"),
    *("18446744073709551616", "-9223372036854775809", "123456789012345678901234567890", "1" * 4300),
    *("0.1", "0.2", "0.30000000000000004", "1.0", "-0.0", "1.10", "1e2", "1E+2", "1e22", "1e23"),
    *(
        "0.12345678901234567890",
        "3.14159265358979323846",
        "12345678901234567890.5",
        "-99999999999999999999.9",
    ),
    *("5e-324", "1e-324", "2.2250738585072011e-308", "1.7976931348623157e308", "1.7976931348623159e308"),
    *("1e400", "-1e400", "1e-400", "1E999999999999999999", "0." + "1" * 5000),
)
BEYOND = (
    "1" * 4301,
    "-" + "9" * 100_000,
    "1e9999999999999999999",
    "1e-" + "9" * 40,
    "[1e9999999999999999999]",
)
NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x10", "1_000", "1e", "--1", "٣")


def update(number: str) -> bytes:
    return b'{"status": "lost", "metadata": {"n": %b}}' % number.encode()


def read(text: str) -> Any:
    """A JSON value with every number as it is written: int for an integer, Decimal for all others."""
    return json.loads(text, parse_float=Decimal)


@pytest.mark.parametrize("number", EXACT, ids=lambda number: number[:24])
def test_numbers_come_back_as_they_were_sent(leads: LeadsClient, number: str) -> None:
    sent = read(number)
    for answer in (leads.put(EXISTING, update(number)), leads.put(EXISTING, {"metadata": {"other": 1}})):
        shown = read(answer.text)["data"]["metadata"]["n"]
        assert (type(shown), shown) == (type(sent), sent)
    stored = read(leads.http.get("/__admin/leads").text)["leads"]
    assert [lead["metadata"]["n"] for lead in stored if lead["id"] == EXISTING] == [sent]


@pytest.mark.parametrize("number", BEYOND, ids=lambda number: number[:24])
@pytest.mark.parametrize("where", ["metadata", "an unknown field"])
def test_what_cannot_be_kept_is_refused(leads: LeadsClient, number: str, where: str) -> None:
    before = leads.stored()
    body = update(number) if where == "metadata" else b'{"status": "lost", "x": %b}' % number.encode()

    answer = leads.put(EXISTING, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
    assert leads.stored() == before


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_json_does_not_call_a_number_is_refused(leads: LeadsClient, text: str) -> None:
    before = leads.stored()

    answer = leads.put(EXISTING, update(text))

    assert answer.json()["details"]["field"] == "body"
    assert leads.stored() == before
