"""What a person at a terminal, or in the log of a CI job, reads at the end of a run."""

import textwrap
from collections.abc import Callable, Iterable, Iterator

from leads_check.evidence.masking import MASK
from leads_check.report.document import as_document, put_back_command, restore_command
from leads_check.report.privacy import without_userinfo
from leads_check.report.progress import ProgressLine
from leads_check.report.reading import KINDS, LEADS, Document, of_kind, told
from leads_check.report.run import Report
from leads_check.report.values import json_text, shorten, visible
from leads_check.session.restoring import Left, Unreadable
from leads_check.settings import Settings

__all__ = ["ProgressLine", "closing_lines", "left_lines", "unreadable_lines", "verdict_lines"]

WIDTH = 96
MOST_IN_FULL = 10
"""Rules that are told in full; a deployment that fails more has one cause, and the reports have the rest."""
_LONGEST_COMMAND = 2000
_INDENT = " " * 6
_COLOURS = {
    "fail": "31;1",
    "error": "31;1",
    "inconclusive": "33;1",
    "warn": "33;1",
    "pass": "32",
    "left": "97;41;1",
}
_WORDS = {"fail": "FAIL", "error": "ERROR", "warn": "WARN"}

Paint = Callable[[str, str], str]


def closing_lines(report: Report, colour: bool) -> list[str]:
    """The lines. Nothing in them is secret, but for the commands that put back what could not be.

    Those hold the leads' values, since they would not work without; they are printed only where
    something could not be put back, and only here.
    """
    document = as_document(report)

    def paint(text: str, kind: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if colour and kind in _COLOURS else text

    return [
        *_verdicts(document, paint),
        *_run(document, paint),
        *_left(report, paint),
        f"{paint(document['verdict'], _kind_of_run(document))}",
        f"Exit code {document['exit']['code']}: {document['exit']['meaning']}.",
    ]


def _kind_of_run(document: Document) -> str:
    return {0: "pass", 3: "inconclusive"}.get(document["exit"]["code"], "fail")


def _verdicts(document: Document, paint: Paint) -> Iterator[str]:
    rest: list[str] = []
    number = 0
    for kind, word in _WORDS.items():
        for verdict in of_kind(document, kind):
            number += 1
            if number > MOST_IN_FULL:
                rest.append(f"{word} {verdict['rule']}")
                continue
            yield f"{paint(f'{word:<5}', kind)} {verdict['rule']} ({verdict['level']})"
            yield from _verdict(verdict)
            yield ""
    if rest:
        yield from _wrapped(f"and {len(rest)} more: {', '.join(rest)}", "")
        yield ""


def _verdict(verdict: Document) -> Iterator[str]:
    for text in (verdict.get("clause", {}).get("statement"), verdict["note"], verdict["reason"]):
        yield from _wrapped(text or "", _INDENT)
    if not verdict["findings"]:
        return
    finding, *more = verdict["findings"]
    path = f", at {finding['difference'][0]['path']}" if "difference" in finding else ""
    yield from _wrapped(shorten(visible(finding["what"]), 2 * WIDTH) + path, _INDENT)
    for side in ("expected", "actual"):
        yield f"{_INDENT}{side:<9}{shorten(' '.join(told(finding, side).split()), WIDTH)}"
    yield from _command(finding["sent"]["curl"])
    if more:
        yield f"{_INDENT}and {len(more)} more finding{'s' if len(more) > 1 else ''} of this rule"


def _command(curl: str) -> Iterator[str]:
    if len(curl) > _LONGEST_COMMAND:
        yield f"{_INDENT}(the request is too long to be shown here; the reports have it)"
    elif curl:
        yield _INDENT + visible(curl)
        if MASK in curl:
            yield f"{_INDENT}({MASK} stands for a value of your leads)"


def _run(document: Document, paint: Paint) -> Iterator[str]:
    counts = (paint(f"{n} {KINDS[kind]}", kind) for kind, n in document["counts"].items() if n)
    used, limit = document["requests"]["used"], document["requests"]["limit"]
    yield f"{', '.join(counts)}; {used} of {limit} requests, {document['seconds']:.1f} s"
    differs = [f"{q['id']}={q['answer']}" for q in document["answers"] if q["differs"]]
    if differs:
        yield from _wrapped(f"Differs from the defaults: {', '.join(differs)}", "")
    for reason, rules in _reasons(document).items():
        yield from _wrapped(f"Not judged, {reason}: {', '.join(rules)}", "")
    for notice in document["notices"]:
        yield from _wrapped(f"Note: {notice}", "")
    if document["fatal"]:
        yield from _wrapped(f"Ended early: {document['fatal']}", "")


def _reasons(document: Document) -> dict[str, list[str]]:
    """Why rules were not judged, and which; what ended the run early is told for itself."""
    reasons: dict[str, list[str]] = {}
    for kind in ("not-exercised", "inconclusive"):
        for verdict in of_kind(document, kind):
            if verdict["reason"] != document["fatal"]:
                reasons.setdefault(verdict["reason"], []).append(verdict["rule"])
    return reasons


def _left(report: Report, paint: Paint) -> Iterator[str]:
    if not report.left and not report.unreadable:
        return
    yield ""
    yield paint(
        "THE LEADS ARE NOT AS THEY WERE. These commands put them back; they hold the leads' values:", "left"
    )
    if report.journal:
        yield f"  {restore_command(report)}"
    yield from left_lines(report.left, report.settings)
    yield from unreadable_lines(report.unreadable, report.settings)
    yield ""


def left_lines(left: Iterable[Left], settings: Settings) -> Iterator[str]:
    """A command for each member that could not be put back. They hold the leads' values."""
    for one in left:
        command = put_back_command(one, settings, without_userinfo(one.url), json_text(one.body))
        yield f"  {command or f'({visible(one.where)} of {LEADS[one.target]}: no update can put it back)'}"


def unreadable_lines(unreadable: Iterable[Unreadable], settings: Settings) -> Iterator[str]:
    """Commands that put back each lead of which nobody knows whether it is. They hold the leads' values."""
    for one in unreadable:
        yield f"  {LEADS[one.target]} is unreadable: {visible(one.reason)}"
        for body in one.bodies:
            left = Left(one.target, "", None, None, one.url, body)
            yield f"  {put_back_command(left, settings, without_userinfo(one.url), json_text(body))}"


def verdict_lines(report: Report, rule: str) -> list[str]:
    """What a person is told of one rule, masked."""
    document = as_document(report)
    verdict = next(one for one in document["verdicts"] if one["rule"] == rule)
    answer = verdict.get("question", {}).get("answer", "")
    return [f"{rule} ({verdict['level']}): {verdict['outcome']} {answer}".rstrip(), *_verdict(verdict)]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        visible(text), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
