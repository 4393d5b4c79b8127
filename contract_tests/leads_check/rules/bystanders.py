"""Leads that no request named, after a creation or a deletion."""

from collections.abc import Callable, Iterator

from leads_check.evidence.exchange import OWN_KEY, SUCCESS, Exchange
from leads_check.evidence.fields import FIELDS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import Lead, field_of, same_field
from leads_check.rules.rule import Finding, finding

_OPERATIONS = ("createLead", "deleteLead")

Waiting = dict[str, tuple[Lead, Exchange]]
"""What was sent since a lead was last looked at, by operation; each with what the lead was before."""


def bystanders_of(operation: str) -> Callable[[Log], Iterator[tuple[Observation, Lead, Exchange]]]:
    """The first looks at leads to which nothing was sent since such a request, and what they were before."""

    def select(log: Log) -> Iterator[tuple[Observation, Lead, Exchange]]:
        waiting: dict[str, Waiting] = {}
        for x in log.all:
            target = x.request.target
            if x.request.operation in _OPERATIONS and x.exchange.answered:
                for one, lead in x.others.items():
                    if one != target:
                        _note(waiting.setdefault(one, {}), lead, x.exchange)
            if target in waiting and x.request.operation != "listLeads":
                lead_and_sent = _of(operation, waiting.pop(target), x)
                plain = x.request.authorization is None and x.request.lead_id is None
                is_own = (target == "foreign") == (x.request.key != OWN_KEY)
                if lead_and_sent and x.request.is_read and plain and is_own:
                    yield x, *lead_and_sent

    return select


def _note(waiting: Waiting, lead: Lead, sent: Exchange) -> None:
    """The first one of each kind counts, or the first that was carried out."""
    held = waiting.get(sent.request.operation)
    if held is None or (sent.accepted and not held[1].accepted):
        waiting[sent.request.operation] = (held[0] if held else lead), sent


def _of(operation: str, waiting: Waiting, look: Observation) -> tuple[Lead, Exchange] | None:
    """Where a lead is gone, and one was deleted, no creation gets the blame."""
    deletion = waiting.get("deleteLead")
    if operation == "createLead" and look.status == 404 and deletion and deletion[1].accepted:
        return None
    return waiting.get(operation)


def as_before(subject: tuple[Observation, Lead, Exchange]) -> Iterator[Finding]:
    x, before, sent = subject
    if x.status == 404:
        yield finding(x, "status, of a lead that nothing named", SUCCESS, 404, "status", sent)
    for name in FIELDS if x.lead is not None else ():
        old, now = field_of(before, name), field_of(x.lead, name)
        if not same_field(name, old, now):
            yield finding(x, f"{name}, of a lead that nothing named", old, now, name, sent)
