"""What never changes, what must move, and what others keep to themselves."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from leads_check.evidence.exchange import OWN_KEY, Exchange
from leads_check.evidence.fields import FIELDS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, Lead, field_of, metadata_of, moment, same, same_field
from leads_check.evidence.words import Words, called
from leads_check.rules.basics import updates
from leads_check.rules.rule import Finding, Part, finding, rule

TOLERANCE = timedelta(minutes=5)
"""How far the deployment's clock may be off, and how long an answer may take, without being wrong."""
PRECISION = timedelta(seconds=1)
"""What a store that keeps whole seconds may lose."""
REST, REST_IN_SECONDS = 0.02, 1.05
"""Seconds after which an update must show a later time; the second where times show whole seconds."""


def _showing(name: str) -> Callable[[Log], Iterator[Observation]]:
    """Answers that show a member of a lead that was known before."""

    def select(log: Log) -> Iterator[Observation]:
        for x in log:
            if x.lead is not None and x.before is not None and name in x.before and name in x.lead:
                yield x

    return select


def unchanged(name: str) -> Part[Observation]:
    """The member is as it was."""

    def judge(x: Observation) -> Iterator[Finding]:
        before, after = field_of(x.before, name), field_of(x.lead, name)
        if not (same(before, after) or (name == "createdAt" and _same_moment(before, after))):
            yield finding(x, f"`{name}`", before, after, name)

    return Part(_showing(name), judge)


def _same_moment(one: Any, other: Any) -> bool:
    first, second = moment(one), moment(other)
    return first is not None and first == second


def _with_ids(log: Log) -> Iterator[Observation]:
    return (x for x in log if x.lead is not None and "id" in x.lead and x.request.lead_id is None)


def path_id(x: Observation) -> Iterator[Finding]:
    expected = x.exchange.place
    if not same(field_of(x.lead, "id"), expected):
        yield finding(x, "`id`", expected, field_of(x.lead, "id"), "id")


def update_time(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        after, before = moment(lead.get("updatedAt")), moment(field_of(x.before, "updatedAt"))
        if after is None:
            continue
        if before is not None and after < before - (PRECISION if before.microsecond else timedelta(0)):
            yield finding(
                x, "`updatedAt`", Words(f"later than {before.isoformat()}"), lead["updatedAt"], "updatedAt"
            )
        if _changed(x, lead) and abs(after - x.exchange.clock) > TOLERANCE:
            expected = Words(f"about {x.exchange.clock.isoformat()}")
            yield finding(x, "`updatedAt`", expected, lead["updatedAt"], "updatedAt")


def _changed(x: Observation, lead: Lead) -> bool:
    return any(not same(field_of(x.before, name), field_of(lead, name)) for name in FIELDS)


def _rested(log: Log) -> Iterator[Observation]:
    """Changes so long after the lead was last shown that the new time must differ from the old."""
    for x in updates(log):
        before = moment(field_of(x.before, "updatedAt"))
        if x.lead is None or before is None or moment(x.lead.get("updatedAt")) is None:
            continue
        if x.rested >= (REST if before.microsecond else REST_IN_SECONDS) and _changed(x, x.lead):
            yield x


def later(x: Observation) -> Iterator[Finding]:
    before, after = moment(field_of(x.before, "updatedAt")), moment(field_of(x.lead, "updatedAt"))
    if before is not None and after is not None and after <= before:
        expected = Words(f"later than {before.isoformat()}")
        yield finding(x, "`updatedAt`", expected, field_of(x.lead, "updatedAt"), "updatedAt")


def _found_by_get(log: Log) -> Iterator[Observation]:
    for x in log:
        if x.method == "GET" and x.lead is not None and x.before and x.since and x.since[-1].accepted:
            yield x


def stored_time(x: Observation) -> Iterator[Finding]:
    """The `updatedAt` that a GET finds is the one that the update's answer showed."""
    before, after = field_of(x.before, "updatedAt"), field_of(x.lead, "updatedAt")
    shown, found = moment(before), moment(after)
    if shown is not None and found is not None and abs(shown - found) >= PRECISION:
        yield finding(x, "stored `updatedAt`", before, after, "updatedAt", x.since[-1])


def _read_twice(log: Log) -> Iterator[Observation]:
    for x in log:
        if x.method == "GET" and x.lead is not None and x.before and x.before_was_read and not x.since:
            yield x


def unmoved_by_reading(x: Observation) -> Iterator[Finding]:
    before, after = field_of(x.before, "updatedAt"), field_of(x.lead, "updatedAt")
    if before != after:
        yield finding(x, "`updatedAt`, though nothing was updated", before, after, "updatedAt")


def _with_leads(log: Log) -> Iterator[Observation]:
    return (x for x in log if x.lead is not None)


def in_utc(x: Observation) -> Iterator[Finding]:
    for name in ("createdAt", "updatedAt"):
        if x.lead is not None and name in x.lead:
            parsed = moment(x.lead[name])
            if parsed is None or parsed.utcoffset() != timedelta(0) or "T" not in x.lead[name]:
                yield finding(x, f"`{name}`", Words("an RFC 3339 time in UTC"), x.lead[name], name)


def is_present(x: Observation) -> Iterator[Finding]:
    if x.lead is not None and "updatedAt" not in x.lead:
        yield finding(x, "`updatedAt`", Words("the time of the update"), MISSING, "updatedAt")


def _accepted_writes(log: Log) -> Iterator[Observation]:
    return (x for x in log if x.is_write and x.accepted)


def _bystanders(log: Log) -> Iterator[tuple[Observation, tuple[Exchange, ...]]]:
    """Reads of a lead that nothing named since it was last seen, and the updates that others had."""
    written: dict[str, list[Exchange]] = {}
    for x in log:
        target = x.request.target
        if x.is_write and x.accepted:
            for other in written:
                if other != target:
                    written[other].append(x.exchange)
        if x.lead is None:
            continue
        others = written.get(target, [])
        own = x.since and (target == "lead" or any(w.refused for w in x.since))
        if x.request.is_read and x.before is not None and others and not own:
            yield x, tuple(others)
        written[target] = []


def bystander_unchanged(subject: tuple[Observation, tuple[Exchange, ...]]) -> Iterator[Finding]:
    x, others = subject
    what, sequence = f"of {called(x.request.target)}, which nothing named", others[-1:]
    for name in FIELDS:
        before, after = field_of(x.before, name), field_of(x.lead, name)
        if not same_field(name, before, after):
            yield finding(x, f"{name} {what}", before, after, name, *sequence)
    before, after = field_of(x.before, "updatedAt"), field_of(x.lead, "updatedAt")
    if x.method == "GET" and x.before_was_read and before != after:
        yield finding(x, f"`updatedAt` {what}", before, after, "updatedAt", *sequence)


def _updates_beside_others(log: Log) -> Iterator[Observation]:
    return (x for x in updates(log) if x.others)


def reached_by_others(x: Observation) -> Iterator[Finding]:
    """A field that the update did not send, and that now is as another lead's."""
    for name in FIELDS:
        if name in x.sent or x.lead is None or not x.lead.get(name):
            continue
        before, after = field_of(x.before, name), x.lead[name]
        if not same(before, after) and any(same(after, other.get(name)) for other in x.others.values()):
            yield finding(x, f"{name} of {called(x.request.target)}", before, after, name)


def _beside_others(log: Log) -> Iterator[Observation]:
    return (x for x in log if (x.accepted or x.refused) and (x.others or _intrudes(x)))


def _intrudes(x: Observation) -> bool:
    return x.request.target == "foreign" and x.request.key == OWN_KEY


def shows_others(x: Observation) -> Iterator[Finding]:
    # Its own values are no others', though another lead may have the same; a foreign lead is no own one.
    intrudes = _intrudes(x)
    own = "" if intrudes else x.before or x.lead
    # Case aside, since a deployment may lower that of emails.
    known = f"{x.request.body!r} {x.exchange.url} {own}".casefold()
    text = x.exchange.content.decode(errors="replace").casefold()
    others = {**x.others, "foreign": x.before} if intrudes and x.before else x.others
    for target, lead in others.items():
        for name, value in _telling(lead):
            own_workspace = name == "workspaceId" and target != "foreign"
            if value.casefold() in known or own_workspace or (name == "id" and x.status == 409):
                continue
            if value.casefold() in text:
                yield finding(
                    x, f"{name} of {called(target)} in an answer", Words("nothing of it"), value, "body"
                )


def _telling(lead: Lead) -> Iterator[tuple[str, str]]:
    """The values by which a lead can be recognised."""
    for name in ("id", "email", "name", "phone", "workspaceId"):
        value = lead.get(name)
        if isinstance(value, str) and len(value) >= 6:
            yield name, value
    for key, value in metadata_of(lead).items():
        if isinstance(value, str) and len(value) >= 12:
            yield f"metadata.{key}", value


NAMED = ("single-fields", "field-combinations", "metadata-types")
RULES = (
    rule("id-unchanged", (*NAMED, "sent-read-only"), unchanged("id"), Part(_with_ids, path_id)),
    rule("created-at-unchanged", (*NAMED, "sent-read-only"), unchanged("createdAt")),
    rule("workspace-id-unchanged", (*NAMED, "sent-read-only"), unchanged("workspaceId")),
    rule(
        "updated-at-is-update-time",
        (*NAMED, "clearing", "metadata-removal", "sent-read-only"),
        Part(updates, update_time),
        Part(_accepted_writes, is_present),
        Part(_rested, later),
        Part(_read_twice, unmoved_by_reading),
        Part(_found_by_get, stored_time),
    ),
    rule("timestamps-utc", NAMED, Part(_with_leads, in_utc)),
    rule(
        "other-leads-unchanged",
        ("keys", *NAMED, "clearing", "bystanders"),
        Part(_bystanders, bystander_unchanged),
        Part(_updates_beside_others, reached_by_others),
        rests_on=("response-is-stored", "unsent-fields-unchanged"),
    ),
    rule(
        "nothing-of-others-shown",
        ("taken-email", "foreign-lead", "unknown-lead", *NAMED),
        Part(_beside_others, shows_others),
        rests_on=("response-is-stored", "other-leads-unchanged", "foreign-lead-refused"),
    ),
)
