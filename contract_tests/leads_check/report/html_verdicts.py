"""Verdicts and answers as HTML: the lists of report.html."""

from collections.abc import Iterable, Sequence

from leads_check.report.html_parts import answer, badge, evidence, inline_code, table
from leads_check.report.markup import Html, element
from leads_check.report.reading import Document, judged_on, kind_of

_OPEN = ("fail", "error", "warn", "inconclusive")


def verdict_item(verdict: Document, followers: Sequence[str] = ()) -> Html:
    """One rule: its clause and outcome in a line, that opens to show why. `followers` it explains as well."""
    kind, clause = kind_of(verdict), verdict["clause"]
    line = element(
        "summary",
        badge(verdict),
        element("span", verdict["level"], class_="level"),
        element("h3", inline_code(clause["statement"] or verdict["rule"])),
        element("code", verdict["rule"]),
    )
    source = element("p", "Source: ", clause["source"], judged_on(verdict), class_="muted")
    return element(
        "details",
        line,
        element("div", source, evidence(verdict, followers), class_="why"),
        open=kind in _OPEN and not verdict["cause"],
        class_="verdict",
        data_outcome=kind,
        data_level=verdict["level"],
    )


def answers(verdicts: Iterable[Document]) -> Html:
    """The open questions with this deployment's answers."""
    rows = (_answer(verdict) for verdict in verdicts if "question" in verdict)
    return table("answers", ("Question", "This deployment", "Default"), rows)


def _answer(verdict: Document) -> Html:
    question = verdict["question"]
    return element(
        "tr",
        element("th", inline_code(question["text"]), element("code", question["id"]), scope="row"),
        element("td", answer(verdict), data_head="Here"),
        element("td", element("code", question["default"]), data_head="Default"),
        class_="verdict differs" if question["differs"] else "verdict",
        data_outcome=kind_of(verdict),
        data_level="observe",
    )
