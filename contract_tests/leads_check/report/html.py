"""The report as one HTML page that needs nothing else: styles and script stand in it."""

import base64
import hashlib
import string
from pathlib import Path

from leads_check.evidence.masking import MASK
from leads_check.report.html_parts import comparison, copyable, styles
from leads_check.report.html_verdicts import answers, verdict_item
from leads_check.report.markup import Html, element, joined
from leads_check.report.reading import KINDS, LEADS, Document, followers, kind_of
from leads_check.report.remaining import told_remaining

_FOLDER = Path(__file__).parent


def html_page(document: Document) -> str:
    """The page."""
    template = string.Template(_read("page.html"))
    script = _read("page.js")
    return template.substitute(
        title=element("title", f"{document['verdict']} · {document['deployment']}"),
        styles=styles() + _read("page.css"),
        script=script,
        # What a deployment sends is escaped; should that ever fail, no browser runs it.
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        header=_header(document),
        alarms=joined(_alarms(document)),
        filters=_filters(document),
        verdicts=_verdicts(document),
        answers=answers(document["verdicts"]),
        run=_run(document),
    )


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _header(document: Document) -> Html:
    requests = document["requests"]
    facts = (
        document["started"][:19].replace("T", " ") + " UTC",
        f"{document['seconds']:.1f} s",
        f"{requests['used']} of {requests['limit']} requests",
        f"exit code {document['exit']['code']}: {document['exit']['meaning']}",
    )
    word, _, rest = document["verdict"].partition(":")
    return element(
        "header",
        element("p", "Update Lead against its contract", class_="overline"),
        element("h1", element("strong", word), f":{rest}" if rest else None),
        element("p", element("code", document["deployment"])),
        element("p", joined(element("span", fact) for fact in facts), class_="facts"),
        _bar(document),
        class_=f"run {document['state']}",
    )


def _bar(document: Document) -> Html:
    counts = {kind: count for kind, count in document["counts"].items() if count and kind != "observed"}
    parts = (element("i", class_=kind, style=f"flex-grow:{count}") for kind, count in counts.items())
    return element("div", joined(parts), class_="bar", aria_hidden="true")


def _alarms(document: Document) -> list[Html]:
    """What a reader must know before any verdict."""
    alarms = [_left(document)] if any(document[name] for name in ("left", "unreadable", "remaining")) else []
    if document["fatal"]:
        alarms.append(_note("warning", "The run ended early: ", document["fatal"]))
    return alarms + [_note("notice", "", notice) for notice in document["notices"]]


def _note(kind: str, lead: str, text: str) -> Html:
    return element("p", element("strong", lead) if lead else None, text, class_=f"alarm {kind}")


def _left(document: Document) -> Html:
    command = document["restore"]
    return element(
        "section",
        element("h2", "The leads are not known to be as they were"),
        element("p", "This command puts them back from the journal:") if command else None,
        copyable(command) if command else None,
        joined(
            element("article", element("h3", f"{left['where']} of {LEADS[left['lead']]}"), *_put_back(left))
            for left in document["left"]
        ),
        joined(_unreadable(lead) for lead in document["unreadable"]),
        joined(_remaining(lead) for lead in document["remaining"]),
        class_="alarm danger",
    )


def _put_back(left: Document) -> list[Html]:
    way_back = copyable(left["curl"]) if left["curl"] else element("p", "No update can put it back.")
    return [comparison(left, "Before", "Now"), way_back]


def _unreadable(lead: Document) -> Html:
    title = element("h3", f"What {LEADS[lead['lead']]} holds now is not known: it cannot be read")
    return element("article", title, element("p", lead["reason"]), *map(copyable, lead["curls"]))


def _remaining(lead: Document) -> Html:
    way = copyable(lead["curl"]) if lead["curl"] else None
    return element(
        "article", element("h3", "Not known to be deleted"), element("p", told_remaining(lead)), way
    )


def _filters(document: Document) -> Html:
    counts = [(kind, count) for kind, count in document["counts"].items() if count]
    kinds = (_choice("outcome", kind, KINDS[kind], count) for kind, count in counts)
    levels = (_choice("level", level, level) for level in ("must", "should", "observe"))
    search = Html(
        '<input type="search" id="search" placeholder="Search" aria-label="Search in rules and values">'
    )
    return element(
        "form",
        element("div", joined(kinds), role="group", aria_label="Outcome"),
        element("div", joined(levels), role="group", aria_label="Level"),
        search,
        element("output", id="shown"),
        class_="filters",
        id="filters",
        hidden=True,
    )


def _choice(group: str, value: str, text: str, count: int | None = None) -> Html:
    number = None if count is None else element("b", str(count))
    attributes = {"data_group": group, "data_value": value}
    return element("button", number, text, type="button", aria_pressed="false", class_=value, **attributes)


def _verdicts(document: Document) -> Html:
    judged = [verdict for verdict in document["verdicts"] if "clause" in verdict]
    kinds = list(KINDS)

    def order(verdict: Document) -> tuple[int, bool, int]:
        causes_more = len(followers(document, verdict["rule"]))
        return kinds.index(kind_of(verdict)), bool(verdict["cause"]), -causes_more

    urgent_first = sorted(judged, key=order)
    return joined(verdict_item(verdict, followers(document, verdict["rule"])) for verdict in urgent_first)


def _run(document: Document) -> Html:
    contract = f"openapi.yaml {document['contract']}, seed {document['seed']}, fails on {document['failOn']}"
    return element(
        "section",
        element("h2", "This run"),
        element("p", "Repeat it, with the key in its variable:"),
        copyable(document["command"]),
        element("p", f"{MASK} stands for what came from the deployment and is not shown.", class_="muted"),
        element("p", contract, class_="muted"),
    )
