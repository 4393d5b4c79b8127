"""What the checks of all themes are made of."""

from collections.abc import Callable, Iterator
from typing import Any

from leads_check.evidence.exchange import Exchange, Log
from leads_check.rules.rule import Check, Finding

EachCheck = Callable[[Exchange], Iterator[Finding]]


def wrong_status(clause: str) -> Check:
    """Exchanges of the clause that got another status than it asks for."""

    def check(log: Log) -> Iterator[Finding]:
        for x in log:
            expected = x.request.expects
            if x.request.clause != clause or expected is None or x.status in (0, expected):
                continue
            # An acceptance with the wrong success status is the envelope's matter.
            if not (expected == 200 and x.accepted):
                yield Finding(f"status of the answer to “{x.request.label}”", expected, x.status, x, "status")

    return check


def accepted_although(clause: str) -> Check:
    """Exchanges of the clause, of no particular refusal, that were accepted."""

    def check(log: Log) -> Iterator[Finding]:
        for x in log:
            if x.request.clause == clause and x.request.expects is None and x.accepted:
                yield Finding(f"“{x.request.label}” was accepted", "a 4xx status", x.status, x, "status")

    return check


def for_each(check_one: EachCheck, select: Callable[[Log], Iterator[Exchange]]) -> Check:
    """A check of each selected exchange by itself."""

    def check(log: Log) -> Iterator[Finding]:
        for x in select(log):
            yield from check_one(x)

    return check


def all_of(*checks: Check) -> Check:
    """The findings of several checks."""

    def check(log: Log) -> Iterator[Finding]:
        for part in checks:
            yield from part(log)

    return check


def everything(log: Log) -> Iterator[Exchange]:
    """Every exchange that got an answer."""
    return (x for x in log if x.status)


def updates(log: Log) -> Iterator[Exchange]:
    """Accepted updates of a lead whose state before was known, and whose body can be told."""
    return (x for x in log.updates() if x.sent or x.request.body == {})


def clear_updates(log: Log) -> Iterator[Exchange]:
    """Those of them that the contract demands, so that each sent value must be found again."""
    return (x for x in updates(log) if x.request.expects == 200)


def open_updates(log: Log) -> Iterator[Exchange]:
    """Those that the contract leaves open: they may be refused, but not be accepted and lost."""
    return (x for x in updates(log) if x.request.expects is None and x.request.authorization is None)


def refusals(status: int) -> Callable[[Log], Iterator[Exchange]]:
    """Exchanges that had to get this refusal, and got it."""
    return lambda log: (x for x in log if x.status == status and x.request.expects == status)


def difference(what: str, expected: Any, actual: Any, x: Exchange, where: str) -> Finding:
    """A finding about a value."""
    return Finding(f"{what} after “{x.request.label}”", expected, actual, x, where)
