"""What report.html and the documentation show alike: findings, answers and commands, and their look."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from leads_check.evidence.masking import MASK
from leads_check.report.headline import many
from leads_check.report.markup import Html, element, joined
from leads_check.report.reading import KINDS, Document, changes_lead, kind_of, told


def styles() -> str:
    """The style sheet of these parts, and the colours of the pages."""
    return Path(__file__).with_name("parts.css").read_text(encoding="utf-8")


def inline_code(text: str) -> Html:
    """Text in which backticks stand around code, as in the contract."""
    parts = text.split("`")
    return joined(element("code", part) if odd % 2 else part for odd, part in enumerate(parts))


def badge(verdict: Document) -> Html:
    """The word for what became of a rule."""
    kind = kind_of(verdict)
    return element("span", KINDS[kind], class_=f"badge {kind}")


def evidence(verdict: Document, followers: Sequence[str]) -> Html:
    """Why a promise has its outcome: a finding, and more that open. `followers` are rules it explains."""
    return joined(_evidence(verdict, followers))


def _evidence(verdict: Document, followers: Sequence[str]) -> Iterator[Html]:
    if followers:
        rules = element("code", ", ".join(followers))
        yield element("p", element("strong", "Probably one cause."), " It explains these too: ", rules)
    if verdict["cause"]:
        yield element("p", "Probably follows from ", element("code", verdict["cause"]), ".")
    for text in (verdict["note"], verdict["reason"]):
        if text:
            yield element("p", text)
    findings = [_finding(finding) for finding in verdict["findings"]]
    yield from findings[:1]
    if more := findings[1:]:
        title = element("summary", many(len(more), "more finding"))
        yield element("details", title, *more, class_="more")


def _finding(finding: Document) -> Html:
    sides = comparison(finding, "Expected", "Actual")
    return element(
        "section",
        element("p", finding["what"], class_="what"),
        sides,
        element("p", f"{MASK}: comes from the deployment, and is not shown.", class_="muted")
        if MASK in sides
        else None,
        *(part for sent in (*finding["before"], finding["sent"]) for part in _request(sent)),
        class_="finding",
    )


def answer(verdict: Document) -> Html:
    """A deployment's own answer to an open question, or why there is none."""
    question = verdict["question"]
    if kind_of(verdict) != "observed":
        return joined([badge(verdict), element("p", verdict["reason"])])
    tag = element("span", "differs", class_="badge differs") if question["differs"] else None
    given = element("code", question["answer"]) if question["answer"] else inline_code(question["seen"])
    meaning = element("p", inline_code(question["meaning"])) if question["meaning"] else None
    return joined([given, " ", tag, meaning])


def _request(sent: Document) -> list[Html]:
    """One request with its answer, and the command that repeats it."""
    answered = f" answered {sent['status']}" if sent["status"] else " got no answer"
    line = element("p", element("code", f"{sent['method']} {sent['url']}"), answered, class_="muted")
    if not sent["curl"]:
        return [line, _scrolling(sent.get("body", ""))]
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
            *(
                element("td", element("pre", told(row, side)), data_head=word)
                for word, side in ((one, "expected"), (other, "actual"))
            ),
        )
        for row in values["difference"]
    )
    left_out = values["differenceLeftOut"]
    told_of = f"{many(left_out, 'more member')} {'differs' if left_out == 1 else 'differ'}."
    more = element("p", told_of, class_="muted") if left_out else None
    return joined([table("difference", ("Member", one, other), rows), more])


def table(kind: str, heads: Iterable[str], rows: Iterable[Html]) -> Html:
    """A table of this class, with a row of heads."""
    head = element("thead", element("tr", joined(element("th", text, scope="col") for text in heads)))
    return element("table", head, element("tbody", joined(rows)), class_=kind)


def copyable(command: str) -> Html:
    """A command with a button that copies it, where a script can run."""
    note = (
        element("p", f"Put your own value in place of {MASK}.", class_="muted") if MASK in command else None
    )
    button = element("button", "Copy", type="button", class_="copy needs-script")
    return element("div", _scrolling(element("code", command)), button, note, class_="command")


def _scrolling(content: str) -> Html:
    """Text that scrolls where it is long, which the keyboard must be able to do as well."""
    return element("pre", content, tabindex="0")
