"""What the rules of all themes are made of: selections, and judgements that several clauses share."""

from collections.abc import Callable, Iterator
from typing import Any

from leads_check.evidence.exchange import SUCCESS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, same
from leads_check.rules.rule import Finding, Part, finding

Select = Callable[[Log], Iterator[Observation]]


def answers(log: Log) -> Iterator[Observation]:
    """Every exchange that got a proper answer."""
    return (x for x in log if x.exchange.answered)


def updates(log: Log) -> Iterator[Observation]:
    """Accepted updates of a lead whose state before was known, and whose body can be told.

    What becomes of a body that had to be refused, nothing says: that it is accepted is for the clause that
    demands the refusal.
    """
    for x in log:
        told = (x.sent or x.request.body == {}) and x.demand.clause != "malformed-body-refused"
        if x.is_write and x.accepted and x.before is not None and told and x.demand.allows(x.status):
            yield x


def clear_updates(log: Log) -> Iterator[Observation]:
    """Those of them that the contract demands, so that each sent value must be found again."""
    return (x for x in updates(log) if x.demand.status == SUCCESS)


def open_updates(log: Log) -> Iterator[Observation]:
    """Those that the contract leaves open: they may be refused, but not be accepted and lost."""
    return (x for x in updates(log) if x.demand.status is None and x.request.authorization is None)


def is_documented(x: Observation) -> bool:
    """Whether the pages describe the request; what a proxy says of odd paths or headers is its own."""
    return x.request.lead_id is None and not x.request.headers and not (x.request.query and x.is_write)


def refusals(status: int, clause: str = "") -> Select:
    """Answers that had to be this refusal, by this clause if one is named, and are."""

    def select(log: Log) -> Iterator[Observation]:
        for x in log:
            if x.status == status == x.demand.status and clause in ("", x.demand.clause):
                yield x

    return select


def demanded(*clauses: str, unless: Callable[[Observation], bool] = lambda x: False) -> Part[Observation]:
    """Answers to what the clauses demand have the status that they ask for."""

    def select(log: Log) -> Iterator[Observation]:
        for x in answers(log):
            asks = x.demand.status is not None or x.demand.among
            # A read is judged by what it shows; requests at once by the rule on those.
            reads = x.request.is_read and x.demand.status == SUCCESS
            # Where any refusal will do, a failure is for `no-server-error` alone.
            fails = x.status >= 500 and x.demand.status is None
            if x.demand.clause in clauses and asks and not (reads or fails or x.exchange.batch or unless(x)):
                yield x

    return Part(select, status_is_lawful)


def status_is_lawful(x: Observation) -> Iterator[Finding]:
    """The status is one that the contract allows."""
    if not x.demand.allows(x.status):
        yield finding(x, "status", x.demand.expected, x.status, "status")


def members(x: Observation, expected: dict[str, Any], where: str = "") -> Iterator[Finding]:
    """Findings for each member of the answer's body, or of its `details`, that is not as expected."""
    actual = x.details if where else (x.body if isinstance(x.body, dict) else {})
    for name, value in expected.items():
        if not same(actual.get(name, MISSING), value):
            path = f"{where}.{name}".lstrip(".")
            yield finding(x, f"`{path}` of a {x.status}", value, actual.get(name, MISSING), path)
