"""Clauses on metadata: it merges as RFC 7396 says, and every value keeps its type and content."""

import json
from typing import Any

import pytest

from tests.mock.leads import EXISTING, PRIYA, ZOE, LeadsClient

MERGES: dict[str, tuple[Any, Any, Any]] = {
    # what is stored, what is sent, what is stored then
    "a new key is added": ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
    "a key is updated": ({"a": 1, "b": 2}, {"a": 3}, {"a": 3, "b": 2}),
    "nothing is sent": ({"a": 1}, {}, {"a": 1}),
    "null removes a key": ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
    "null removes the last key": ({"a": 1}, {"a": None}, {}),
    "null for an absent key": ({"a": 1}, {"b": None}, {"a": 1}),
    "a type changes": ({"a": 1}, {"a": "1"}, {"a": "1"}),
    "an array gets shorter": ({"a": [1, 2, 3]}, {"a": [4]}, {"a": [4]}),
    "an array gets longer": ({"a": [1]}, {"a": [1, 2]}, {"a": [1, 2]}),
    "an array gets empty": ({"a": [1, 2]}, {"a": []}, {"a": []}),
    "an empty array fills": ({"a": []}, {"a": [1]}, {"a": [1]}),
    "an array of objects": ({"a": [{"x": 1, "y": 2}]}, {"a": [{"x": 3}]}, {"a": [{"x": 3}]}),
    "an array of arrays": ({"a": [[1, 2], [3]]}, {"a": [[4]]}, {"a": [[4]]}),
    "an array keeps its nulls": ({"a": [1]}, {"a": [None, {"x": None}]}, {"a": [None, {"x": None}]}),
    "an array keeps its order": ({}, {"a": [3, 1, 2, 1]}, {"a": [3, 1, 2, 1]}),
    "an array for an object": ({"a": {"x": 1}}, {"a": [1]}, {"a": [1]}),
    "an object for an array": ({"a": [1]}, {"a": {"x": 1}}, {"a": {"x": 1}}),
    "objects merge": ({"a": {"x": 1, "y": 2}}, {"a": {"y": 3, "z": 4}}, {"a": {"x": 1, "y": 3, "z": 4}}),
    "null removes a nested key": ({"a": {"x": 1, "y": 2}}, {"a": {"x": None}}, {"a": {"y": 2}}),
    "null in a new object": ({}, {"a": {"x": None, "y": {"z": None}}}, {"a": {"y": {}}}),
    "keys differ in case": ({"a": 1}, {"A": 2}, {"a": 1, "A": 2}),
}
"""RFC 7396, section 2 and appendix A."""

ODD_KEYS = (
    *("", " ", ".", "a.b", "a..b", "$x", "$set", "$", "__proto__", "constructor", "toString", "__class__"),
    *("id", "email", "metadata", "null", "0", "-1", "a/b", "~0", "a[0]", "*", '"', "\\", "\n", "\0", "\x7f"),
    *("日本語", "ключ", "🔑", "é", "e\u0301", "\u200b", "\ufeff", "\U0010ffff", "k" * 5000),
)

VALUES: tuple[Any, ...] = (
    *(
        True,
        False,
        0,
        1,
        -1,
        1.5,
        1.0,
        0.1,
        1e100,
        "",
        "1",
        "true",
        "null",
        " x ",
        "\0",
        "\u2028",
        "🙂",
        "a" * 20000,
    ),
    *([], {}, [[]], [{}], {"a": {}}, [1, "1", 1.0, True, None], "2024-01-16T14:30:00.000Z", "=1+1", "<b>"),
)


def text(value: Any) -> str:
    """JSON text, by which 1, 1.0 and true differ as they do not in Python."""
    return json.dumps(value, sort_keys=True)


def replace_metadata(leads: LeadsClient, lead_id: str, metadata: Any) -> None:
    """Gives the lead this metadata, whatever it had."""
    had = leads.stored()[lead_id]["metadata"]
    leads.update(lead_id, {"metadata": dict.fromkeys(had)})
    leads.update(lead_id, {"metadata": metadata})


@pytest.mark.parametrize(("stored", "sent", "expected"), MERGES.values(), ids=MERGES)
def test_metadata_merges(leads: LeadsClient, stored: Any, sent: Any, expected: Any) -> None:
    replace_metadata(leads, EXISTING, stored)

    shown = leads.update(EXISTING, {"metadata": sent})

    assert text(shown["metadata"]) == text(expected)
    assert leads.stored()[EXISTING] == shown


def test_odd_keys_are_keys_like_any_other(leads: LeadsClient) -> None:
    metadata = {key: number for number, key in enumerate(ODD_KEYS)}
    assert leads.update(EXISTING, {"metadata": metadata})["metadata"] == metadata

    for key in ODD_KEYS:
        metadata[key] = -1
        assert leads.update(EXISTING, {"metadata": {key: -1}})["metadata"] == metadata
    for key in ODD_KEYS:
        del metadata[key]
        assert leads.update(EXISTING, {"metadata": {key: None}})["metadata"] == metadata


def test_odd_keys_within_objects_merge_as_any_other(leads: LeadsClient) -> None:
    leads.update(EXISTING, {"metadata": {"a": dict.fromkeys(ODD_KEYS, 1)}})

    shown = leads.update(EXISTING, {"metadata": {"a": dict.fromkeys(ODD_KEYS[1:])}})

    assert shown["metadata"] == {"a": {ODD_KEYS[0]: 1}}


def test_values_keep_their_type_and_content(leads: LeadsClient) -> None:
    for value in VALUES:
        shown = leads.update(EXISTING, {"metadata": {"value": value, "within": [value]}})
        assert text(shown["metadata"]) == text({"value": value, "within": [value]})
        replace_metadata(leads, EXISTING, {})


def test_what_the_fixtures_hold_survives_an_update_of_one_key(leads: LeadsClient) -> None:
    before = leads.stored()
    for lead_id in (ZOE, PRIYA):
        shown = leads.update(lead_id, {"metadata": {"note": "hello"}})
        assert text(shown["metadata"]) == text({**before[lead_id]["metadata"], "note": "hello"})
