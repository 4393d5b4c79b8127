"""How values are shown: short, only what differs, and never as something that they are not."""

from typing import Any

import pytest
from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.masking import MASK, Mask
from leads_check.evidence.values import MISSING
from leads_check.report.privacy import Privacy
from leads_check.report.values import differences, plain, short, shown

from tests.check.reporting import exchange_of, report_of

SHOWN = {
    "text": ("a text", "a text"),
    "number": (1, "1"),
    "digits": ("1", '"1"'),
    "true": (True, "true"),
    "word": ("true", '"true"'),
    "capital": ("False", '"False"'),
    "none": ("None", '"None"'),
    "null": (None, "null"),
    "absent": (MISSING, "(absent)"),
    "empty": ("", '""'),
    "space": (" a", '" a"'),
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
    assert list(differences(one, other)) == found


def test_values_become_json_that_every_parser_reads() -> None:
    value = {"nan": float("nan"), "absent": MISSING, "surrogate": "\ud800", 1: (1, {2})}
    assert plain(value) == {"nan": "nan", "absent": "(absent)", "surrogate": "\\ud800", "1": [1, "{2}"]}


def test_long_texts_lose_their_middle() -> None:
    text = short("a" * 400 + "b" * 400)
    assert text == "a" * 200 + " … 500 characters left out … " + "b" * 100
    assert short({"a": text}) == {"a": text}


def compared(expected: Any, actual: Any, where: str = "metadata") -> dict[str, Any]:
    return Privacy(report_of()).compared(expected, actual, where)


def test_of_large_values_only_the_difference_is_told() -> None:
    changed = {**LARGE, "key_3": 3, "added": 1}
    del changed["key_5"]
    told = compared(LARGE, changed)
    assert told == {
        "difference": [
            {"path": "key_3", "expected": "value" * 20, "actual": 3},
            {"path": "key_5", "expected": "value" * 20},
            {"path": "added", "actual": 1},
        ],
        "differenceLeftOut": 0,
    }
    assert compared(LARGE, {})["differenceLeftOut"] == 20
    assert compared([1], [2]) == {"expected": [1], "actual": [2]}
    assert set(compared(LARGE, MISSING)) == {"expected"}


@pytest.mark.parametrize(
    ("expected", "actual", "told"),
    [
        ("Marit Lindqvist", MISSING, {"expected": MASK}),
        ("Marit Lindqvist", "+46-8-555-010-42", {"expected": MASK, "actual": f"{MASK} (another value)"}),
        (
            {"a": "trade fair"},
            {"a": 750000},
            [{"path": "a", "expected": MASK, "actual": f"{MASK} (another value)"}],
        ),
        ([200, 409], [200, 200], {"expected": [200, 409], "actual": [200, 200]}),
    ],
)
def test_what_is_masked_still_tells_that_it_differs(expected: Any, actual: Any, told: Any) -> None:
    found = compared(expected, actual)
    assert found.get("difference", found) == told


def masked(lead: dict[str, Any], *exchanges: Exchange) -> Mask:
    return Mask(["k3y-of-a-workspace"], {"lead": lead}, exchanges)


@pytest.mark.parametrize(
    ("seed", "text", "told"),
    [
        ("Ann", "Ann in a channel", f"{MASK} in a channel"),
        ("ann@example.com", "<ANN@example.com>", f"<{MASK}>"),
        ("山田", "山田", MASK),
        ("山田太郎", "山田太郎様", f"{MASK}様"),
        ("de", "de", MASK),
        ("de", "code", "code"),
        ("phone", "phone after “phone”", "phone after “phone”"),
        ("qualified", "qualified", "qualified"),
        ("k3y", "k3y-of-a-workspac", MASK),
    ],
)
def test_lead_values_are_masked_and_words_are_not(seed: str, text: str, told: str) -> None:
    assert masked({"name": seed}).text(text) == told


@pytest.mark.parametrize(
    ("sent", "answered", "is_shown"),
    [
        ("Contract Test", "contract test", True),
        (" padded ", "padded", True),
        ("a long text that is cut", "a long text", True),
        (True, "True", True),
        ([1, 2], "[1,2]", True),
        (None, "null", True),
        (b'{"name": "from bytes"}', "from bytes", True),
        ("Contract Test", "somebody else", False),
    ],
)
def test_what_a_deployment_makes_of_our_values_is_shown(sent: Any, answered: str, is_shown: bool) -> None:
    request = Request("", sent if isinstance(sent, bytes) else {"name": sent})
    content = f'{{"leads": [{{"id": "x", "name": "{answered}"}}]}}'.encode()
    told = masked({}, exchange_of(request, content=content)).text(answered)
    assert told == (answered if is_shown else MASK)


@pytest.mark.parametrize("number", [5, 12.5, 1234, True])
def test_short_numbers_tell_of_nobody(number: float) -> None:
    assert masked({"metadata": {"score": number}}).value([number, 12345]) == [number, 12345]
    assert masked({"metadata": {"score": 12345}}).value([number, 12345]) == [number, MASK]
