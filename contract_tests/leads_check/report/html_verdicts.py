"""Verdicts, findings and answers as HTML."""

from collections.abc import Iterable, Iterator, Sequence

from leads_check.evidence.masking import MASK
from leads_check.report.markup import Html, element, joined
from leads_check.report.reading import Document, changes_lead, judged_on, kind_of, told

_BADGES = {
    "fail": "broken",
    "error": "error",
    "warn": "warning",
    "pass": "kept",
    "not-exercised": "not exercised",
}
_OPEN = ("fail", "error", "warn", "inconclusive")


def verdict_item(verdict: Document, followers: Sequence[str] = ()) -> Html:
    """One rule: its clause and outcome in a line, that opens to show why. `followers` it explains as well."""
    kind, clause = kind_of(verdict), verdict["clause"]
    line = element(
        "summary",
        element("span", _BADGES.get(kind, kind), class_=f"badge {kind}"),
        element("span", verdict["level"], class_="level"),
        element("h3", inline_code(clause["statement"] or verdict["rule"])),
        element("code", verdict["rule"]),
    )
    return element(
        "details",
        line,
        element("div", joined(_why(verdict, followers)), class_="why"),
        open=kind in _OPEN and not verdict["cause"],
        class_="verdict",
        data_outcome=kind,
        data_level=verdict["level"],
    )


def inline_code(text: str) -> Html:
    """Text in which backticks stand around code, as in the contract."""
    parts = text.split("`")
    return joined(element("code", part) if odd % 2 else part for odd, part in enumerate(parts))


def _why(verdict: Document, followers: Sequence[str]) -> Iterator[Html]:
    if followers:
        rules = element("code", ", ".join(followers))
        yield element("p", element("strong", "Probably one cause."), " It explains these too: ", rules)
    if verdict["cause"]:
        yield element("p", "Probably follows from ", element("code", verdict["cause"]), ".")
    yield element("p", "Source: ", verdict["clause"]["source"], judged_on(verdict), class_="muted")
    for text in (verdict["note"], verdict["reason"]):
        if text:
            yield element("p", text)
    findings = [_finding(finding) for finding in verdict["findings"]]
    yield from findings[:1]
    if more := findings[1:]:
        title = f"{len(more)} more finding{'s' if len(more) > 1 else ''}"
        yield element("details", element("summary", title), *more, class_="more")


def _finding(finding: Document) -> Html:
    sides = comparison(finding, "Expected", "Actual")
    return element(
        "section",
        element("h4", finding["what"]),
        sides,
        element("p", f"{MASK}: comes from the deployment, and is not shown.", class_="muted")
        if MASK in sides
        else None,
        *(part for sent in (*finding["before"], finding["sent"]) for part in _request(sent)),
        class_="finding",
    )


def _request(sent: Document) -> list[Html]:
    """One request with its answer, and the command that repeats it."""
    answer = f" answered {sent['status']}" if sent["status"] else " got no answer"
    line = element("p", element("code", f"{sent['method']} {sent['url']}"), answer, class_="muted")
    if not sent["curl"]:
        return [line, element("pre", sent.get("body", ""))]
    warning = "To repeat it; this changes the lead:" if changes_lead(sent) else "To repeat it:"
    return [line, element("p", warning, class_="muted"), copyable(sent["curl"])]


def comparison(values: Document, one: str, other: str) -> Html:
    """Expected and actual value side by side, under these words; of large values each difference."""
    if "difference" in values:
        return _difference(values, one, other)
    pairs = ((one, "expected"), (other, "actual"))
    return element(
        "dl",
        joined(
            element(
                "div", element("dt", word), element("dd", element("pre", told(values, side))), class_=side
            )
            for word, side in pairs
        ),
        class_="sides",
    )


def _difference(values: Document, one: str, other: str) -> Html:
    rows = (
        element(
            "tr",
            element("th", row["path"], scope="row"),
            *(element("td", element("pre", told(row, side))) for side in ("expected", "actual")),
        )
        for row in values["difference"]
    )
    left_out = values["differenceLeftOut"]
    more = element("p", f"{left_out} more members differ.", class_="muted") if left_out else None
    return joined([_table("difference", ("Member", one, other), rows), more])


def _table(kind: str, heads: Iterable[str], rows: Iterable[Html]) -> Html:
    head = element("thead", element("tr", joined(element("th", text, scope="col") for text in heads)))
    return element("table", head, element("tbody", joined(rows)), class_=kind)


def copyable(command: str) -> Html:
    """A command with a button that copies it, where a script can run."""
    note = (
        element("p", f"Put your own value in place of {MASK}.", class_="muted") if MASK in command else None
    )
    button = element("button", "Copy", type="button", class_="copy", hidden=True)
    return element("div", element("pre", element("code", command)), button, note, class_="command")


def answers(verdicts: Iterable[Document]) -> Html:
    """The open questions with this deployment's answers."""
    rows = (_answer(verdict) for verdict in verdicts if "question" in verdict)
    return _table("answers", ("Question", "This deployment", "Default"), rows)


def _answer(verdict: Document) -> Html:
    question, kind = verdict["question"], kind_of(verdict)
    tag = element("span", "differs", class_="badge differs") if question["differs"] else None
    answer = element("code", question["answer"]) if question["answer"] else question["seen"]
    given = joined([answer, tag, element("p", inline_code(question["meaning"]))])
    unknown = joined([element("span", kind, class_=f"badge {kind}"), element("p", verdict["reason"])])
    return element(
        "tr",
        element("th", inline_code(question["text"]), element("code", question["id"]), scope="row"),
        element("td", given if kind == "observed" else unknown, data_head="Here"),
        element("td", element("code", question["default"]), data_head="Default"),
        class_="verdict differs" if question["differs"] else "verdict",
        data_outcome=kind,
        data_level="observe",
    )
