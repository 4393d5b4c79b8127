"""One cause is told once, and nothing that fails hides behind it."""

from collections.abc import Sequence

import pytest
from leads_check.report import annotations_of, as_document, closing_lines
from leads_check.report.causes import causes
from leads_check.rules import BY_ID
from leads_check.rules.rule import Finding, Level, Outcome, Verdict

from tests.check.reporting import finding_of, report_of

CHAIN = {"a": (), "b": ("a",), "c": ("b",), "d": ("x", "a")}


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ("a", {}),
        ("ab", {"b": "a"}),
        ("abc", {"b": "a", "c": "a"}),
        ("ac", {}),
        ("bc", {"c": "b"}),
        ("ad", {"d": "a"}),
    ],
)
def test_what_follows_from_what(broken: str, found: dict[str, str]) -> None:
    assert causes(broken, CHAIN) == found


def test_rules_that_rest_on_each_other_stand_for_themselves() -> None:
    assert causes("ab", {"a": ("b",), "b": ("a",)}) == {}


SHOWN = finding_of()


def broken(
    rule: str, *, waived: bool = False, outcome: Outcome | None = None, shown: Finding = SHOWN
) -> Verdict:
    fails = Outcome.FAIL if BY_ID[rule].level is Level.MUST else Outcome.WARN
    return Verdict(
        BY_ID[rule],
        outcome or fails,
        (shown,),
        witnesses=3,
        blamed=frozenset({shown.exchange}),
        waived=waived,
    )


STORED, UNSENT, ENVELOPE, VALIDATION = (
    "response-is-stored",
    "unsent-fields-unchanged",
    "error-envelope",
    "validation-envelope",
)
CASES: dict[str, tuple[Sequence[Verdict], dict[str, str]]] = {
    "a must follows from a must": ([broken(STORED), broken(UNSENT)], {UNSENT: STORED}),
    "a waived one explains nothing": ([broken(STORED, waived=True), broken(UNSENT)], {}),
    "a must hides behind no should": ([broken(ENVELOPE), broken(VALIDATION)], {}),
    "nor where a should fails too": (
        [broken(ENVELOPE, outcome=Outcome.FAIL), broken(VALIDATION)],
        {},
    ),
    "what other requests show has a cause of its own": (
        [broken(STORED), broken(UNSENT, shown=finding_of())],
        {},
    ),
    "a should follows from a must": (
        [broken(STORED), broken("metadata-empty-object-changes-nothing")],
        {"metadata-empty-object-changes-nothing": STORED},
    ),
}


@pytest.mark.parametrize(("verdicts", "follows"), CASES.values(), ids=CASES)
def test_each_failure_is_told_somewhere(verdicts: Sequence[Verdict], follows: dict[str, str]) -> None:
    report = report_of(verdicts, exit_code=1)
    document, lines = as_document(report), "\n".join(closing_lines(report, colour=False))
    assert {v["rule"]: v["cause"] for v in document["verdicts"] if v["cause"]} == follows
    for rule, verdict in ((verdict.rule, verdict) for verdict in verdicts if not verdict.waived):
        assert rule.id in lines
        if verdict.outcome is Outcome.FAIL and rule.id not in follows:
            assert f"{rule.id} ({rule.level}), judged on 3 observations" in lines
            assert any(line.startswith(f"::error title={rule.id} ") for line in annotations_of(document))
