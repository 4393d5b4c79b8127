"""Failures of the deployment's own: 5xx, no answer, and a lead that cannot be read afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.observation import KNOWABLE, Log, Observation
from leads_check.evidence.words import Words
from leads_check.rules.basics import answers
from leads_check.rules.rule import Finding, Part, finding

POISON = (
    "escaped-nul",
    "invalid-utf8",
    "lone-surrogate",
    "not-a-number",
    "huge-exponent",
    "nesting",
)
HARMFUL = (*POISON, "large-integer", "body-of-100-kib", "body-of-1-mib", "null-metadata")
"""The scenes that send what a careless deployment may not survive."""


def failures() -> tuple[Part[Any], ...]:
    """What is judged of all answers, of the looks after updates, and of what got no answer."""
    return (
        Part(answers, server_error),
        Part(_looks, still_readable),
        Part(_unanswered, no_answer),
        Part(_last_of_all, brought_down),
    )


def server_error(x: Observation) -> Iterator[Finding]:
    # Reads that fail after an update are told with that update.
    if x.status >= 500 and not (x.method == "GET" and x.status == 501) and not _is_look(x):
        told = finding(x, "status", Words("a status below 500"), x.status, "status")
        yield replace(told, kind=x.exchange.scene)


def _is_look(x: Observation) -> bool:
    """Whether it is a read of a lead right after updates of it."""
    return x.request.is_read and bool(x.since) and x.request.target in KNOWABLE


def _looks(log: Log) -> Iterator[Observation]:
    return (x for x in log if _is_look(x))


def still_readable(x: Observation) -> Iterator[Finding]:
    """The lead can be read after what was sent to it."""
    if x.status >= 500 or not x.exchange.answered:
        guilty = x.since[-1]
        done = "was accepted" if guilty.accepted else f"got status {guilty.status}"
        what = Words(
            f"{_named(guilty)} {done if guilty.answered else 'got no answer'},"
            " and the lead could not be read afterwards"
        )
        seen = x.status or Words("no answer")
        yield replace(finding(x, what, Words("the lead"), seen, "status", guilty), does_harm=True)


def _named(exchange: Exchange) -> str:
    label = exchange.request.label
    return f"{label[:1].upper()}{label[1:]}"


def _last_of_all(log: Log) -> Iterator[Observation]:
    """What could harm and was followed by silence: the run ended with it."""
    last = log[-1:]
    return (x for x in last if x.is_write and not x.exchange.answered and x.exchange.scene in HARMFUL)


def brought_down(x: Observation) -> Iterator[Finding]:
    what = Words(f"{_named(x.exchange)} got no answer, and nothing was answered from then on")
    seen = Words(x.exchange.problem or "connection closed")
    yield replace(finding(x, what, Words("an answer"), seen, "status"), does_harm=True)


def _unanswered(log: Log) -> Iterator[Observation]:
    """Requests without an answer, where later ones had one: the deployment was there."""
    last = max((number for number, x in enumerate(log) if x.exchange.answered), default=0)
    return (x for x in log[:last] if not x.exchange.answered)


def no_answer(x: Observation) -> Iterator[Finding]:
    yield finding(x, "answer", Words("an answer"), Words(x.exchange.problem or "connection closed"), "status")
