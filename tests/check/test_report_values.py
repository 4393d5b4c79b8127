"""How values are shown: short, only what differs, and never as something that they are not."""

import re
from typing import Any

import pytest
from leads_check.evidence.exchange import Request
from leads_check.evidence.masking import MASK
from leads_check.evidence.values import MISSING
from leads_check.evidence.words import Words, quoted
from leads_check.report.html_parts import comparison
from leads_check.report.privacy import Privacy
from leads_check.report.values import differences, path_of, plain, short, shown
from leads_check.rules.rule import Finding, Outcome

from tests.check.reporting import exchange_of, report_of, verdict_of

SHOWN = {
    "text": ("a text", '"a text"'),
    "number": (1, "1"),
    "digits": ("1", '"1"'),
    "true": (True, "true"),
    "word": ("true", '"true"'),
    "null": (None, "null"),
    "absent": (MISSING, "(absent)"),
    "words": (Words("below 500"), "below 500"),
    "line": ("a\nb", '"a\\nb"'),
    "escape": ("\x1b[31m", '"\\u001b[31m"'),
    "bidirectional": ("a\u202eb", '"a\\u202eb"'),
    "no-break": ("a\u00a0b", '"a\\u00a0b"'),
    "object": ({"a": [1, "é"]}, '{"a": [1, "é"]}'),
}
DIFFERENT = {
    "same": ({"a": 1}, {"a": 1.0}, []),
    "member": ({"a": 1, "b": 2}, {"a": 1, "b": 3}, [("b", 2, 3)]),
    "type": ({"a": 1}, {"a": True}, [("a", 1, True)]),
    "added": ({}, {"a": None}, [("a", MISSING, None)]),
    "removed": ({"a": None}, {}, [("a", None, MISSING)]),
    "nested": ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [1, {"c": 3}]}}, [("a.b[1].c", 2, 3)]),
    "shorter": ({"a": [1, 2]}, {"a": [1]}, [("a[1]", 2, MISSING)]),
    "odd key": ({"a": {"b.c": 1}}, {"a": {}}, [('a["b.c"]', 1, MISSING)]),
    "kind": ({"a": {}}, {"a": []}, [("a", {}, [])]),
}
LARGE = {f"key_{number}": "value" * 20 for number in range(30)}


@pytest.mark.parametrize(("value", "text"), SHOWN.values(), ids=SHOWN)
def test_a_value_is_shown_so_that_it_can_be_told_from_others(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(("one", "other", "found"), DIFFERENT.values(), ids=DIFFERENT)
def test_differences_are_told_by_path(one: Any, other: Any, found: list[Any]) -> None:
    assert [(path_of(steps), *sides) for steps, *sides in differences(one, other)] == found


def test_values_become_json_that_every_parser_reads() -> None:
    value = {"nan": float("nan"), "absent": MISSING, "surrogate": "\ud800", 1: (1, {2})}
    assert plain(value) == {"nan": "NaN", "absent": "(absent)", "surrogate": "\\ud800", "1": [1, "{2}"]}


def test_long_values_lose_their_middle() -> None:
    text = short("a" * 400 + "b" * 400)
    assert text == f'"{"a" * 200}" … 500 characters left out … "{"b" * 100}"'
    assert isinstance(text, Words)
    assert short({"a": "b"}) == {"a": "b"}


LONG = "".join(f"line {number} " for number in range(400))


@pytest.mark.parametrize(
    ("expected", "actual", "told"),
    [
        (LONG, LONG[:255], ("from character 256 of 3,490", LONG[255:295], MISSING)),
        (
            LONG,
            LONG.replace("line 200", "LINE 200"),
            ("from character 1,691 of 3,490", LONG[1690:1730], "LINE"),
        ),
        ({"a": {"b": LONG}}, {"a": {"b": LONG + "x"}}, ("a.b from character 3,491 of 3,490", MISSING, "x")),
    ],
)
def test_of_two_long_texts_only_the_difference_is_told(expected: Any, actual: Any, told: Any) -> None:
    ((steps, one, other),) = differences(expected, actual)
    path, first, second = told
    assert (path_of(steps), one) == (path, first)
    assert other == second or other.startswith(second)


def compared(expected: Any, actual: Any, where: str = "metadata", sent: Any = None) -> dict[str, Any]:
    request = Request("", {"metadata": {"contract_test": sent}})
    finding = Finding("", None, None, exchange_of(request))
    return Privacy(report_of([verdict_of(Outcome.FAIL, finding)])).compared(expected, actual, where)


def test_of_large_values_only_the_difference_is_told() -> None:
    changed = {**LARGE, "key_3": 3, "added": 1}
    del changed["key_5"]
    told = compared(LARGE, changed, sent=[LARGE, changed])
    assert told == {
        "difference": [
            {"path": "key_3", "expected": "value" * 20, "actual": 3},
            {"path": "key_5", "expected": "value" * 20},
            {"path": "added", "actual": 1},
        ],
        "differenceLeftOut": 0,
    }
    assert compared(LARGE, {})["differenceLeftOut"] == 20
    assert compared([1], [2], sent=[1, 2]) == {"expected": [1], "actual": [2]}
    assert set(compared(LARGE, MISSING)) == {"expectedInWords"}


ANOTHER = {"expected": MASK, "actualInWords": "another value, not shown"}


@pytest.mark.parametrize(
    ("expected", "actual", "where", "told"),
    [
        ("Marit Lindqvist", MISSING, "name", {"expected": MASK}),
        ("Marit Lindqvist", "+46-8-555-010-42", "name", ANOTHER),
        ({"a": "fair"}, {"a": 750000}, "metadata", [{"path": MASK, **ANOTHER}]),
        ([200, 409], [200, 200], "status", {"expected": [200, 409], "actual": [200, 200]}),
        (Words("below 500"), 503, "status", {"expectedInWords": "below 500", "actual": 503}),
        (1000, 993, "x-ratelimit-remaining", {"expected": 1000, "actual": 993}),
        (1000, 15551234567, "x-ratelimit-remaining", {"expected": 1000, "actual": MASK}),
        ("2026-03-04T05:06:07Z", "Ann", "updatedAt", {"expected": "2026-03-04T05:06:07Z", "actual": MASK}),
        ("1980-01-01T00:00:00Z", None, "metadata.createdAt", {"expected": MASK, "actual": None}),
        (Words(f"not {quoted('Ann')}"), None, "name", {"expectedInWords": "not (not shown)", "actual": None}),
    ],
)
def test_what_is_not_ours_is_not_shown(expected: Any, actual: Any, where: str, told: Any) -> None:
    found = compared(expected, actual, where)
    assert found.get("difference", found) == told


@pytest.mark.parametrize(
    ("left_out", "words"),
    [(0, []), (1, ["1 more member differs."]), (2, ["2 more members differ."])],
)
def test_differences_that_are_left_out_are_counted(left_out: int, words: list[str]) -> None:
    row = {"path": "a", "expected": 1, "actual": 2}
    shown = comparison({"difference": [row], "differenceLeftOut": left_out}, "Expected", "Actual")
    assert re.findall('<p class="muted">(.*?)</p>', shown) == words
