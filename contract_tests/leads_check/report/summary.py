"""The report as a short Markdown text, for pull requests and job pages."""

import html
import re
from collections.abc import Iterable, Iterator

from leads_check.report.reading import KINDS, LEADS, Document, of_kind, told
from leads_check.report.values import shorten, visible

_MOST_ROWS = 50
_LONGEST_CELL = 120
_SYMBOLS = {0: "✅", 1: "❌", 3: "⚠️", 4: "🚨"}
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~@$!]|:(?=//|\w+:)|(?<=www)\.")
"""What Markdown, GitHub's mentions, emoji, formulas and links make something else of."""


def markdown_summary(document: Document) -> str:
    """The Markdown text."""
    parts = (_head(document), _left(document), *_tables(document), _answers(document), _again(document))
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
    symbol = _SYMBOLS.get(document["exit"]["code"], "❔")
    requests = document["requests"]
    counts = " · ".join(f"**{count}** {KINDS[kind]}" for kind, count in document["counts"].items() if count)
    run = f"{requests['used']} of {requests['limit']} requests, {document['seconds']:.1f} s"
    lines = [
        f"## {symbol} {literal(document['verdict'])}",
        f"Update Lead at {code(document['deployment'])}: {counts} ({run})",
    ]
    if document["fatal"]:
        lines.append(f"**The run ended early:** {literal(document['fatal'])}")
    return "\n\n".join(lines + [f"> {literal(notice)}" for notice in document["notices"]])


def _left(document: Document) -> str:
    if not document["left"]:
        return ""
    rows = ((code(left["where"]), LEADS[left["lead"]]) for left in document["left"])
    restore = f"leads-contract restore {document['journal']}" if document["journal"] else ""
    text = (
        f"The leads are not as they were. To put them back: {code(restore)}"
        if restore
        else "Put back by hand:"
    )
    return f"### 🚨 Not put back\n\n{text}\n\n" + _table(("Member", "Lead"), rows)


def _tables(document: Document) -> Iterator[str]:
    titles = {"fail": "Failed", "error": "Errors of leads-contract", "warn": "Warnings"}
    for kind, title in titles.items():
        rows = [_row(verdict) for verdict in of_kind(document, kind)]
        if rows:
            yield f"### {title}\n\n" + _table(("Rule", "Promise", "Expected", "Actual"), rows)
    reasons: dict[str, list[str]] = {}
    for verdict in of_kind(document, "inconclusive"):
        reasons.setdefault(verdict["reason"], []).append(code(verdict["rule"]))
    if reasons:
        lines = (f"- {literal(reason)}: {', '.join(rules)}" for reason, rules in reasons.items())
        yield "### Inconclusive\n\n" + "\n".join(lines)


def _row(verdict: Document) -> Iterator[str]:
    yield code(verdict["rule"]) + (f"<br>{literal(verdict['note'])}" if verdict["note"] else "")
    yield _ours(verdict["clause"]["statement"] if "clause" in verdict else "")
    if not verdict["findings"]:
        yield literal(shorten(verdict["reason"]))
        yield ""
        return
    finding = verdict["findings"][0]
    for side in ("expected", "actual"):
        yield code(told(finding, side))


def _answers(document: Document) -> str:
    rows = [
        (_ours(question["text"]), f"<code>{question['answer']}</code>", f"<code>{question['default']}</code>")
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
    command = html.escape(visible(document["command"] + only), quote=False)
    return f"To repeat it, with the key in its environment variable:\n\n<pre>{command}</pre>"
