"""The report as a short Markdown text, for pull requests and job pages."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from leads_check.evidence.masking import MASK
from leads_check.report.reading import (
    KINDS,
    LEADS,
    Document,
    changes_lead,
    followers,
    judged_on,
    of_kind,
    told,
)
from leads_check.report.remaining import told_remaining
from leads_check.report.values import shorten, visible

_MOST_ROWS = 50
_MOST_IN_FULL = 20
_MOST_FURTHER = 10
_LONGEST_COMMAND = 2000
_LONGEST_CELL = 120
_SYMBOLS = {"kept": "✅", "warnings": "⚠️", "broken": "❌", "inconclusive": "❔", "not-put-back": "🚨"}
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~@$!]|:(?=//|\w+:)|(?<=www)\.")
"""What Markdown, GitHub's mentions, emoji, formulas and links make something else of."""


def markdown_summary(document: Document) -> str:
    """The Markdown text."""
    parts = (_head(document), _left(document), *_verdicts(document), _answers(document), _again(document))
    return "\n\n".join(filter(None, parts)) + "\n"


def literal(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(
        lambda found: f"&#{ord(found[0])};", " ".join(visible(text).replace("&", "&amp;").split())
    )


def code(text: str) -> str:
    """Text as code; backticks would end at those that it holds."""
    return f"<code>{literal(shorten(text, _LONGEST_CELL))}</code>"


def _ours(text: str) -> str:
    """The contract's own words, which are Markdown."""
    return text.replace("|", "\\|")


def _head(document: Document) -> str:
    symbol = _SYMBOLS[document["state"]]
    requests = document["requests"]
    counts = " · ".join(f"**{count}** {KINDS[kind]}" for kind, count in document["counts"].items() if count)
    run = f"{requests['used']} of {requests['limit']} requests, {document['seconds']:.1f} s"
    lines = [
        f"## {symbol} {literal(document['verdict'])}",
        f"Exit code {document['exit']['code']}: {document['exit']['meaning']}.",
        f"Update Lead at {code(document['deployment'])}: {counts} ({run})",
    ]
    if document["fatal"]:
        lines.append(f"**The run ended early:** {literal(document['fatal'])}")
    return "\n\n".join(lines + [f"> {literal(notice)}" for notice in document["notices"]])


def _left(document: Document) -> str:
    if not (document["left"] or document["unreadable"] or document["remaining"]):
        return ""
    rows = ((code(left["where"]), LEADS[left["lead"]]) for left in document["left"])
    restore = f"leads-contract restore {document['journal']}" if document["journal"] else ""
    text = (
        f"The leads are not known to be as they were. To put them back: {code(restore)}"
        if restore
        else "Put back by hand:"
    )
    unread = [
        f"- {LEADS[one['lead']]} cannot be read: {literal(one['reason'])}" for one in document["unreadable"]
    ]
    unread += [f"- {literal(told_remaining(one))}" for one in document["remaining"]]
    table = _table(("Member", "Lead"), rows) if document["left"] else ""
    return "\n\n".join(filter(None, ("### 🚨 Not put back", text, table, "\n".join(unread))))


def _verdicts(document: Document) -> Iterator[str]:
    titles = {"fail": "Broken", "error": "Errors of leads-contract", "warn": "Warnings"}
    for kind, title in titles.items():
        verdicts = [verdict for verdict in of_kind(document, kind) if not verdict["cause"]]
        if verdicts:
            yield f"### {title}"
            yield from (_verdict(document, verdict) for verdict in verdicts[:_MOST_IN_FULL])
        if rest := verdicts[_MOST_IN_FULL:]:
            yield f"and {len(rest)} more: {', '.join(code(verdict['rule']) for verdict in rest)}"
    reasons: dict[str, list[str]] = {}
    for kind in ("inconclusive", "not-exercised"):
        for verdict in of_kind(document, kind):
            reasons.setdefault(verdict["reason"], []).append(code(verdict["rule"]))
    if reasons:
        lines = (f"- {literal(reason)}: {', '.join(rules)}" for reason, rules in reasons.items())
        yield "### Not judged\n\n" + "\n".join(lines)


def _verdict(document: Document, verdict: Document) -> str:
    """The first finding with its request, the others in a line each, and how often the rule was judged."""
    statement = _ours(verdict["clause"]["statement"]) if "clause" in verdict else ""
    rules = followers(document, verdict["rule"])
    cause = f"Probably one cause; it explains {', '.join(map(code, rules))} too." if rules else ""
    first, *others = verdict["findings"] or [None]
    told_of = [literal(verdict["reason"]) if first is None else _finding(first), _further(others)]
    parts = (
        f"#### {code(verdict['rule'])} ({verdict['level']}){judged_on(verdict)}",
        statement,
        literal(verdict["note"]),
        cause,
        *told_of,
    )
    return "\n\n".join(filter(None, parts))


def _further(findings: Sequence[Document]) -> str:
    """A line for each of the other findings."""
    sentences = list(dict.fromkeys(literal(finding["what"]) for finding in findings))
    lines = [f"- {sentence}" for sentence in sentences[:_MOST_FURTHER]]
    if rest := sentences[_MOST_FURTHER:]:
        lines.append(f"- and {len(rest)} more")
    return "\n".join(["Found as well:", "", *lines]) if lines else ""


def _finding(finding: Document) -> str:
    path = f", at {code(finding['difference'][0]['path'])}" if "difference" in finding else ""
    sides = _table(("Expected", "Actual"), [[code(told(finding, side)) for side in ("expected", "actual")]])
    sent = [*finding["before"], finding["sent"]]
    title = "The request; it changes the lead" if any(map(changes_lead, sent)) else "The request"
    lines = "\n".join(_preformatted(one["curl"] or one.get("body", "")) for one in sent)
    note = f"\n\n{MASK} stands for a value that is not shown." if MASK in sides + lines else ""
    return (
        f"{literal(finding['what'])}{path}\n\n{sides}\n\n"
        f"<details><summary>{title}</summary>\n\n<pre>{lines}</pre>\n\n</details>{note}"
    )


def _answers(document: Document) -> str:
    rows = [
        (
            _ours(question["text"]),
            code(question["answer"] or question["seen"]),
            f"<code>{question['default']}</code>",
        )
        for question in document["answers"]
        if question["differs"]
    ]
    title = "### Answers to open questions that differ from the default"
    return f"{title}\n\n" + _table(("Question", "Here", "Default"), rows) if rows else ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads, lines = list(heads), [" | ".join(row) for row in rows]
    shown_lines = [f"| {line} |" for line in lines[:_MOST_ROWS]]
    text = "\n".join([f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads), *shown_lines])
    more = len(lines) - _MOST_ROWS
    return f"{text}\n\nand {more} more" if more > 0 else text


def _again(document: Document) -> str:
    failed = [verdict["rule"] for kind in ("fail", "warn") for verdict in of_kind(document, kind)]
    only = "" if " --only " in document["command"] else "".join(f" --only {rule}" for rule in failed[:10])
    command = _preformatted(document["command"] + only)
    return f"To repeat it, with the key in its environment variable:\n\n<pre>{command}</pre>"


def _preformatted(text: str) -> str:
    """A command as it is; its lines stay lines."""
    return html.escape(visible(shorten(text, _LONGEST_COMMAND)), quote=False)
