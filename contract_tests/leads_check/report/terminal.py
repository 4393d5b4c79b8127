"""What a person at a terminal, or in the log of a CI job, reads at the end of a run: the verdict first."""

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from leads_check.evidence.masking import MASK
from leads_check.evidence.words import unquoted
from leads_check.report.document import as_document, put_back_command, restore_command
from leads_check.report.headline import many
from leads_check.report.privacy import without_userinfo
from leads_check.report.progress import ProgressLine
from leads_check.report.reading import (
    KINDS,
    LEADS,
    Document,
    changes_lead,
    followers,
    judged_on,
    kind_of,
    of_kind,
    says_all,
    told,
)
from leads_check.report.remaining import remaining_lines
from leads_check.report.run import Report
from leads_check.report.values import json_text, shorten, visible
from leads_check.session.restoring import Left, Unreadable
from leads_check.settings import Settings

__all__ = ["ProgressLine", "closing_lines", "left_lines", "unreadable_lines", "verdict_lines"]

WIDTH = 80
MOST_IN_FULL = 10
"""Rules that are told in full; a deployment that fails more has one cause, and the reports have the rest."""
MOST_COMMANDS = 10
"""Commands that put single values back; `restore` puts back all."""
_LONGEST_COMMAND = 2000
_INDENT = " " * 2
_COLOURS = {
    "fail": "31;1",
    "broken": "31;1",
    "error": "31;1",
    "inconclusive": "33;1",
    "warn": "33;1",
    "warnings": "33;1",
    "kept": "32;1",
    "not-put-back": "97;41;1",
}
_WORDS = {"fail": "BROKEN", "error": "ERROR", "warn": "WARNING"}

Paint = Callable[[str, str], str]


def closing_lines(report: Report, colour: bool, width: int = WIDTH) -> list[str]:
    """The lines. Nothing in them is secret, but for the commands that put back what could not be.

    Those hold the leads' values, since they would not work without; they are printed only where
    something could not be put back, and only here. Commands are longer than `width`, which is in columns.
    """
    document = as_document(report)

    def paint(text: str, kind: str) -> str:
        return f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m" if colour and kind in _COLOURS else text

    return [
        *_head(document, paint, width),
        *_left(report, width),
        *_verdicts(document, paint, width),
        *_run(document, report, width),
    ]


def _head(document: Document, paint: Paint, width: int) -> Iterator[str]:
    for line in _wrapped(document["verdict"], width):
        yield paint(line, document["state"])
    yield from _wrapped(f"Exit code {document['exit']['code']}: {document['exit']['meaning']}.", width)
    if document["fatal"]:
        yield from _wrapped(f"It ended early: {document['fatal']}", width)
    yield from _wrapped(document["deployment"], width)
    yield ""


def _left(report: Report, width: int) -> Iterator[str]:
    if not report.left and not report.unreadable and not report.kept:
        return
    way = "These commands put the leads back. They hold the leads' values:"
    made = "This deletes what the check made and could not delete:"
    yield from _wrapped(way if report.left or report.unreadable else made, width)
    if report.journal:
        yield f"{_INDENT}{restore_command(report)}"
    yield from left_lines(report.left, report.settings)
    yield from unreadable_lines(report.unreadable, report.settings)
    yield from remaining_lines(report.kept, report.settings)
    yield ""


def left_lines(left: Sequence[Left], settings: Settings) -> Iterator[str]:
    """A command for each member that could not be put back. They hold the leads' values."""
    for one in left[:MOST_COMMANDS]:
        command = put_back_command(one, settings, without_userinfo(one.url), json_text(one.body))
        no_way = f"({visible(one.where)} of {LEADS[one.target]}: no update can put it back)"
        yield f"{_INDENT}{command or no_way}"
    if len(left) > MOST_COMMANDS:
        yield f"{_INDENT}and {many(len(left) - MOST_COMMANDS, 'more value')}; the journal holds them all"


def unreadable_lines(unreadable: Sequence[Unreadable], settings: Settings) -> Iterator[str]:
    """Commands that put back each lead of which nobody knows whether it is. They hold the leads' values."""
    for one in unreadable:
        yield f"{_INDENT}{LEADS[one.target]} cannot be read: {visible(unquoted(one.reason))}"
        for body in one.bodies:
            left = Left(one.target, "", None, None, one.url, body)
            command = put_back_command(left, settings, without_userinfo(one.url), json_text(body))
            yield f"{_INDENT}{command}"


def _verdicts(document: Document, paint: Paint, width: int) -> Iterator[str]:
    broken = [
        (kind, verdict)
        for kind in _WORDS
        for verdict in _causes_first(document, of_kind(document, kind))
        if not verdict["cause"]
    ]
    for kind, verdict in broken[:MOST_IN_FULL]:
        yield f"{paint(_WORDS[kind], kind)} {verdict['rule']} ({verdict['level']}){judged_on(verdict)}"
        yield from _verdict(verdict, width)
        if rules := followers(document, verdict["rule"]):
            explained = f"It explains {many(len(rules), 'more finding')}: {', '.join(rules)}"
            yield from _wrapped(f"Probably one cause: {verdict['rule']}. {explained}", width, _INDENT)
        yield ""
    if rest := [verdict["rule"] for _, verdict in broken[MOST_IN_FULL:]]:
        yield from _wrapped(f"and {len(rest)} more: {', '.join(rest)}", width)
        yield ""


def _causes_first(document: Document, verdicts: list[Document]) -> list[Document]:
    return sorted(verdicts, key=lambda verdict: -len(followers(document, verdict["rule"])))


def _verdict(verdict: Document, width: int) -> Iterator[str]:
    for text in (verdict.get("clause", {}).get("statement"), verdict["note"], verdict["reason"]):
        yield from _wrapped(text or "", width, _INDENT)
    if verdict["findings"]:
        yield from _finding(verdict["findings"][0], width)
        if more := len(verdict["findings"]) - 1:
            yield f"{_INDENT}and {many(more, 'more finding')} of this rule"


def _finding(finding: Document, width: int) -> Iterator[str]:
    path = f", at {finding['difference'][0]['path']}" if "difference" in finding else ""
    yield from _wrapped(shorten(finding["what"], 4 * width) + path, width, _INDENT)
    yield from _sides(finding, width)
    yield from _commands(finding)


def _sides(finding: Document, width: int) -> Iterator[str]:
    if says_all(finding):
        return
    sides = {side: told(finding, side) for side in ("expected", "actual")}
    if sides["expected"] == f'"{MASK}"' and MASK not in sides["actual"] and "not shown" in sides["actual"]:
        yield from _wrapped("Both values come from the deployment, and are not shown.", width, _INDENT)
        return
    for side, text in sides.items():
        yield from _wrapped(shorten(text, 3 * width), width, f"{_INDENT}{side:<9}", _INDENT + " " * 9)
    if any(MASK in text for text in sides.values()):
        yield f"{_INDENT}({MASK}: comes from the deployment, and is not shown)"


def _commands(finding: Document) -> Iterator[str]:
    sent = [*finding["before"], finding["sent"]]
    commands = [one["curl"] for one in sent]
    if not all(commands) or sum(map(len, commands)) > _LONGEST_COMMAND:
        yield f"{_INDENT}(the request is too long to be shown here; the reports have it)"
        return
    warning = " (this changes the lead)" if any(map(changes_lead, sent)) else ""
    yield f"{_INDENT}To repeat it{warning}:"
    yield from (_INDENT + visible(command) for command in commands)
    if any(MASK in command for command in commands):
        yield f"{_INDENT}(put a value of your own in place of {MASK})"


def _run(document: Document, report: Report, width: int) -> Iterator[str]:
    kinds = Counter(kind_of(verdict) for verdict in document["verdicts"] if "clause" in verdict)
    words = ", ".join(f"{kinds[kind]} {word}" for kind, word in KINDS.items() if kinds[kind])
    used, limit = document["requests"]["used"], document["requests"]["limit"]
    run = f"{used} of {limit} requests, {document['seconds']:.1f} s."
    yield from _wrapped(f"{many(kinds.total(), 'promise')}{': ' * bool(words)}{words}. {run}", width)
    yield from _answers(document, report, width)
    for reason, rules in _reasons(document).items():
        yield from _wrapped(f"Not judged, {reason}: {', '.join(rules)}", width)
    for notice in document["notices"]:
        yield from _wrapped(f"Note: {notice}", width)


def _answers(document: Document, report: Report, width: int) -> Iterator[str]:
    """How many open questions are answered, which answers are no default, and where all are."""
    asked = sum("question" in verdict for verdict in document["verdicts"])
    if not asked:
        return
    differs = [f"{one['id']}={one['answer'] or one['seen']}" for one in document["answers"] if one["differs"]]
    other = f"; {len(differs)} not as the default: {', '.join(differs)}" if differs else ""
    folder = report.settings.report_dir
    where = f"All are in {folder}/report.html." if folder else "--report-dir DIR writes all of them."
    yield from _wrapped(
        f"{many(asked, 'open question')}: {len(document['answers'])} answered{other}. {where}", width
    )


def _reasons(document: Document) -> dict[str, list[str]]:
    """Why rules were not judged, and which; what ended the run early is told for itself."""
    reasons: dict[str, list[str]] = {}
    for kind in ("not-exercised", "inconclusive"):
        for verdict in of_kind(document, kind):
            if verdict["reason"] != document["fatal"]:
                reasons.setdefault(verdict["reason"], []).append(verdict["rule"])
    return reasons


def verdict_lines(report: Report, rule: str) -> list[str]:
    """What a person is told of one rule, masked."""
    document = as_document(report)
    verdict = next(one for one in document["verdicts"] if one["rule"] == rule)
    question = verdict.get("question", {})
    answer = question.get("answer") or question.get("seen", "")
    return [f"{rule} ({verdict['level']}): {verdict['outcome']} {answer}".rstrip(), *_verdict(verdict, WIDTH)]


def _wrapped(text: str, width: int, indent: str = "", further: str | None = None) -> list[str]:
    return textwrap.wrap(
        visible(" ".join(text.split(" "))),
        max(width, 20),
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_on_hyphens=False,
    )
