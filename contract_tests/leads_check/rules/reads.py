"""Get Lead, where the deployment serves it."""

from collections.abc import Iterator

from leads_check.evidence.fields import FIELDS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import field_of, same_field
from leads_check.rules.basics import status_is_lawful
from leads_check.rules.envelopes import Shown, after_taken, lead_enveloped
from leads_check.rules.rule import Finding, Part, finding, rule
from leads_check.rules.update import first_reads, is_stored


def _shown(log: Log) -> Iterator[Observation]:
    return (x for x in log if x.method == "GET" and x.accepted)


def get_envelope(subject: Shown) -> Iterator[Finding]:
    # What was accepted before it may have made it so.
    made = [w for w in subject[0].since if w.accepted][-1:]
    return lead_enveloped(subject, "a lead that is shown", *made)


def _first_gets(log: Log) -> Iterator[Observation]:
    return (x for x in first_reads(log) if x.method == "GET")


def _second_gets(log: Log) -> Iterator[Observation]:
    """Leads that nothing was sent to since a GET showed them."""
    for x in log:
        if x.method == "GET" and x.lead is not None and x.before and x.before_was_read and not x.since:
            yield x


def shown_again(x: Observation) -> Iterator[Finding]:
    for name in FIELDS:
        before, now = field_of(x.before, name), field_of(x.lead, name)
        if not same_field(name, before, now):
            yield finding(x, f"{name}, though nothing was updated", before, now, name)


def _of_none(log: Log) -> Iterator[Observation]:
    """GETs of leads that the key's workspace does not have."""
    return (x for x in log if x.method == "GET" and x.exchange.answered and x.demand.status == 404)


RULES = (
    rule(
        "get-envelope",
        ("single-fields", "keys"),
        Part(after_taken(_shown), get_envelope, lasts=True),
        rests_on=("success-envelope", "invalid-status-refused", "wrong-types-refused"),
    ),
    rule(
        "get-shows-stored",
        ("single-fields", "field-combinations", "metadata-types", "metadata-removal", "keys"),
        Part(_first_gets, is_stored),
        Part(_second_gets, shown_again),
        rests_on=("response-is-stored", "other-leads-unchanged"),
    ),
    rule(
        "get-unknown-refused",
        ("unknown-lead", "deleted-lead", "foreign-lead"),
        Part(_of_none, status_is_lawful),
        rests_on=("unknown-lead-refused", "deleted-lead-refused", "foreign-lead-refused"),
    ),
)
