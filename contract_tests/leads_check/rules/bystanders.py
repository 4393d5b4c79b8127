"""Leads that no request named, after a creation or a deletion."""

from collections.abc import Callable, Iterator

from leads_check.evidence.exchange import OWN_KEY, SUCCESS, Exchange
from leads_check.evidence.fields import FIELDS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import Lead, field_of, same_field
from leads_check.rules.rule import Finding, finding


def bystanders_of(operation: str) -> Callable[[Log], Iterator[tuple[Observation, Lead, Exchange]]]:
    """The first looks at leads to which nothing was sent since such a request, and what they were before."""

    def select(log: Log) -> Iterator[tuple[Observation, Lead, Exchange]]:
        waiting: dict[str, tuple[Lead, Exchange]] = {}
        for x in log.all:
            target = x.request.target
            if x.request.operation == operation and x.exchange.answered:
                waiting |= {
                    one: (lead, x.exchange)
                    for one, lead in x.others.items()
                    if one != target and one not in waiting
                }
            if target in waiting and x.request.operation != "listLeads":
                lead, sent = waiting.pop(target)
                plain = x.request.authorization is None and x.request.lead_id is None
                if x.request.is_read and plain and (target == "foreign") == (x.request.key != OWN_KEY):
                    yield x, lead, sent

    return select


def as_before(subject: tuple[Observation, Lead, Exchange]) -> Iterator[Finding]:
    x, before, sent = subject
    if x.status == 404:
        yield finding(x, "status, of a lead that nothing named", SUCCESS, 404, "status", sent)
    for name in FIELDS if x.lead is not None else ():
        old, now = field_of(before, name), field_of(x.lead, name)
        if not same_field(name, old, now):
            yield finding(x, f"{name}, of a lead that nothing named", old, now, name, sent)
