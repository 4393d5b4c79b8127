"""What a person reads at the end of a run, and while it runs."""

import io
from dataclasses import replace

import pytest
from leads_check.evidence.words import Words
from leads_check.report import ProgressLine, closing_lines
from leads_check.report.run import Report
from leads_check.report.terminal import MOST_IN_FULL, verdict_lines
from leads_check.rules.rule import Outcome
from leads_check.session.restoring import Left, Unreadable
from leads_check.wire.budget import Budget

from tests.check.reporting import BASE_URL, LEAD, ONE_OF_EACH, finding_of, report_of, verdict_of

CURL = (
    f"curl -sS -i -X PUT {BASE_URL}/api/v1/leads/{LEAD['id']}"
    """ -H "Authorization: Bearer $LEADS_API_KEY" -H 'Content-Type: application/json'"""
    """ --data-raw '{"status": "new"}'"""
)


def test_the_lines_say_what_failed_and_how_to_repeat_it() -> None:
    assert closing_lines(report_of(ONE_OF_EACH), colour=False) == [
        "Broken: 1 of 4 judged promises is broken",
        "Exit code 1: a must is broken.",
        "https://staging.example.com/crm",
        "",
        "BROKEN success-envelope (must)",
        "  An accepted update answers 200 with `success` true and the lead under `data`.",
        "  PUT {status} was answered 500 instead of 200",
        "  To repeat it (this changes the lead):",
        f"  {CURL}",
        "  and 1 more finding of this rule",
        "",
        "ERROR no-server-error (should)",
        "  No request, however malformed, gets a 5xx status.",
        "  KeyError: (not shown)",
        "",
        "WARNING timestamps-utc (should)",
        "  Timestamps are RFC 3339 in UTC.",
        "  PUT {status} was answered 500 instead of 200",
        "  To repeat it (this changes the lead):",
        f"  {CURL}",
        "",
        "7 promises: 1 broken, 1 in error, 1 inconclusive, 1 warned, 1 waived, 1 not",
        "exercised, 1 kept. 42 of 250 requests, 1.5 s.",
        "2 open questions: 2 answered; 1 not as the default: null-name=cleared.",
        "--report-dir DIR writes all of them.",
        "Not judged, needs --deleted-lead-id: deleted-lead-refused",
        "Not judged, the budget is used up: response-json",
    ]


def test_a_run_that_kept_everything_is_told_in_a_few_lines() -> None:
    assert closing_lines(report_of([verdict_of(Outcome.PASS)]), colour=False) == [
        "Kept: 1 of 1 promise judged, none broken",
        "Exit code 0: no must is broken.",
        "https://staging.example.com/crm",
        "",
        "1 promise: 1 kept. 42 of 250 requests, 1.5 s.",
    ]


LEFT = Left("lead", "name", LEAD["name"], "x", f"{BASE_URL}/x", {"name": LEAD["name"]})
PASSED, FAILED = verdict_of(Outcome.PASS), verdict_of(Outcome.FAIL, finding_of())
WARNED = verdict_of(Outcome.WARN, finding_of(), clause="timestamps-utc")
FIRST_LINES = {
    "kept": (report_of([PASSED]), "Kept: 1 of 1 promise judged, none broken", "32"),
    "warned": (
        report_of([PASSED, WARNED]),
        "Kept, with warnings: all 2 promises judged, 1 broken, no must among them",
        "33",
    ),
    "waived": (
        report_of([PASSED, replace(FAILED, waived=True)]),
        "Kept: all 2 promises judged, 1 broken and waived",
        "32",
    ),
    "broken": (report_of([PASSED, FAILED]), "Broken: 1 of 2 judged promises is broken", "31"),
    "inconclusive": (
        report_of([PASSED, verdict_of(Outcome.INCONCLUSIVE, reason="r")]),
        "Inconclusive: 1 of 2 promises judged",
        "33",
    ),
    "nothing": (report_of([]), "Inconclusive: nothing was judged", "33"),
    "changed": (
        report_of(left=[LEFT]),
        "Not put back: 1 value of the leads differs from what it was",
        "97;41",
    ),
    "unreadable": (
        report_of(unreadable=[Unreadable("lead", "it answers 500", f"{BASE_URL}/x", ({"name": "x"},))]),
        "Not put back: 1 lead cannot be read",
        "97;41",
    ),
}


@pytest.mark.parametrize(("report", "line", "colour"), FIRST_LINES.values(), ids=FIRST_LINES)
def test_the_first_line_is_the_verdict(report: Report, line: str, colour: str) -> None:
    assert closing_lines(report, colour=False)[0] == line
    assert closing_lines(report, colour=True)[0] == f"\x1b[{colour};1m{line}\x1b[0m"


def test_what_was_not_put_back_comes_with_the_way_back() -> None:
    lines = closing_lines(report_of(left=[LEFT], journal="j.json", fatal="the rate is limited"), colour=False)
    assert lines[1] == "Exit code 4: a lead is not known to be as it was."
    assert lines[2] == "It ended early: the rate is limited"
    assert lines[6] == "  leads-contract restore j.json"
    assert lines[7].endswith("""--data-raw '{"name": "Marit Lindqvist"}'""")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_stay_few_and_within_the_width_whatever_fails(width: int) -> None:
    finding = finding_of("x" * 5000, ["y"] * 5000, where="name", what="name")
    verdicts = [verdict_of(Outcome.FAIL, finding) for _ in range(50)]
    lines = closing_lines(report_of(verdicts, notices=["word " * 100]), colour=False, width=width)
    assert sum(line.startswith("BROKEN") for line in lines) == MOST_IN_FULL
    assert any(line.startswith(f"and {50 - MOST_IN_FULL} more: success-envelope") for line in lines)
    assert max(len(line) for line in lines if "curl" not in line) <= max(width, 60)


def test_colours_only_when_asked() -> None:
    plain, coloured = (closing_lines(report_of(ONE_OF_EACH), colour=colour) for colour in (False, True))
    assert not any("\x1b" in line for line in plain)
    assert coloured[4] == "\x1b[31;1mBROKEN\x1b[0m success-envelope (must)"


@pytest.mark.parametrize(
    ("rule", "first"),
    [("null-name", "null-name (observe): observed cleared"), ("id-unchanged", "id-unchanged (must): fail")],
)
def test_one_rule_can_be_told_by_itself(rule: str, first: str) -> None:
    assert verdict_lines(report_of(ONE_OF_EACH), rule)[0] == first


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def budget() -> Budget:
    budget = Budget(300)
    budget.used = 7
    return budget


def test_on_a_terminal_one_line_changes_and_goes(budget: Budget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "29")
    monkeypatch.setenv("TERM", "xterm")
    stream = _Terminal()
    with ProgressLine(stream) as line:
        line("keys", budget)
        line("a scene with a very long name", budget)
    assert stream.getvalue().split("\r\x1b[2K") == [
        "",
        "7/300 requests  keys",
        "7/300 requests  a scene with",
        "",
    ]


def test_where_lines_stay_there_are_few(budget: Budget) -> None:
    now = iter(range(100))
    stream = io.StringIO()
    with ProgressLine(stream, clock=lambda: next(now) / 2) as line:
        for number in range(10):
            line(f"scene-{number}", budget)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "leads-contract: 7/300 requests  scene-0"
    assert 2 <= len(lines) <= 4


def test_progress_that_nobody_reads_ends_no_run(budget: Budget) -> None:
    stream = _Terminal()
    line = ProgressLine(stream)
    stream.close()
    line("keys", budget)
    line.close()


@pytest.mark.parametrize(
    ("shown_by", "judged", "told"),
    [
        (1, 9, "The answer to PUT {status}: set of headers is without x-a"),
        (4, 9, "The answer to PUT {status}, and 3 more of 9 answers: set of headers is without x-a"),
        (9, 9, "Each of the 9 answers: set of headers is without x-a"),
    ],
)
def test_what_many_answers_have_wrong_is_not_blamed_on_one_request(
    shown_by: int, judged: int, told: str
) -> None:
    seen = Words("without x-a")
    finding = finding_of(Words("all"), seen, where="x-a", what="set of headers")
    many = replace(finding, shown_by=shown_by, judged=judged)
    report = report_of([verdict_of(Outcome.WARN, many)])
    assert told in " ".join(line.strip() for line in closing_lines(report, colour=False))
