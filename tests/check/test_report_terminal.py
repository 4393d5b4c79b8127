"""What a person reads at the end of a run, and while it runs."""

import io

import pytest
from leads_check.report import ProgressLine, closing_lines
from leads_check.report.terminal import MOST_IN_FULL, verdict_lines
from leads_check.rules.rule import Outcome
from leads_check.session.restoring import Left
from leads_check.wire.budget import Budget

from tests.check.reporting import BASE_URL, LEAD, ONE_OF_EACH, finding_of, report_of, verdict_of

CURL = (
    f"curl -sS -i -X PUT {BASE_URL}/api/v1/leads/{LEAD['id']}"
    """ -H "Authorization: Bearer $LEADS_API_KEY" -H 'Content-Type: application/json'"""
    """ --data-raw '{"status": "new"}'"""
)


def test_the_lines_say_what_failed_and_how_to_repeat_it() -> None:
    assert closing_lines(report_of(ONE_OF_EACH), colour=False) == [
        "FAIL  error-envelope (should)",
        "      Every refusal has `success` false, an `error` for people and a `code` for programs.",
        "      what was found",
        "      expected 200",
        "      actual   500",
        f"      {CURL}",
        "      and 1 more finding of this rule",
        "",
        "ERROR no-server-error (should)",
        "      No request, however malformed, gets a 5xx status.",
        "      KeyError: 'data'",
        "",
        "WARN  timestamps-utc (should)",
        "      Timestamps are RFC 3339 in UTC.",
        "      what was found",
        "      expected 200",
        "      actual   500",
        f"      {CURL}",
        "",
        "1 failed, 1 in error, 1 inconclusive, 1 warned, 1 waived, 1 not exercised, 1 passed, 2 observed;"
        " 42 of 250 requests, 1.5 s",
        "Differs from the defaults: null-name=cleared",
        "Not judged, needs --deleted-lead-id: deleted-lead-refused",
        "Not judged, the budget is used up: response-json",
        "Broken: 1 of 4 judged rules failed",
        "Exit code 1: at least one promise is broken.",
    ]


def test_a_run_that_kept_everything_takes_three_lines() -> None:
    assert closing_lines(report_of([verdict_of(Outcome.PASS)]), colour=False) == [
        "1 passed; 42 of 250 requests, 1.5 s",
        "Kept: 1 of 1 judged rule passed",
        "Exit code 0: no promise that was judged is broken.",
    ]


def test_what_was_not_put_back_is_said_loudly_and_last() -> None:
    left = Left("lead", "name", LEAD["name"], "x", f"{BASE_URL}/x", {"name": LEAD["name"]})
    lines = closing_lines(report_of(left=[left], journal="j.json", fatal="the rate is limited"), colour=True)
    assert lines[1] == "Ended early: the rate is limited"
    assert lines[3].startswith("\x1b[97;41;1mTHE LEADS ARE NOT AS THEY WERE")
    assert lines[4] == "  leads-contract restore j.json"
    assert lines[5].endswith("""--data-raw '{"name": "Marit Lindqvist"}'""")
    assert lines[-1] == "Exit code 4: the deployment could not be put back as it was."


def test_lines_stay_few_and_narrow_whatever_fails() -> None:
    verdicts = [verdict_of(Outcome.FAIL, finding_of("x" * 5000, ["y"] * 5000)) for _ in range(50)]
    lines = closing_lines(report_of(verdicts, notices=["word " * 100]), colour=False)
    assert sum(line.startswith("FAIL") for line in lines) == MOST_IN_FULL
    assert any(line.startswith(f"and {50 - MOST_IN_FULL} more: FAIL success-envelope") for line in lines)
    assert max(len(line) for line in lines if "curl" not in line) <= 150


def test_colours_only_when_asked() -> None:
    plain, coloured = (closing_lines(report_of(ONE_OF_EACH), colour=colour) for colour in (False, True))
    assert not any("\x1b" in line for line in plain)
    assert coloured[0] == "\x1b[31;1mFAIL \x1b[0m error-envelope (should)"


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
