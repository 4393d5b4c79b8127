"""What never changes, what must move, and what others keep to themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from leads_check.evidence.exchange import FIELDS, OWN_KEY, Exchange, Lead, Log, Target, field_of, same
from leads_check.rules.basics import all_of, difference, everything, for_each, updates, wrong_status
from leads_check.rules.rule import Check, Finding, Level, Rule

TOLERANCE = timedelta(minutes=5)
"""How far the deployment's clock may be off, and how long an answer may take, without being wrong."""
PRECISION = timedelta(seconds=1)
"""What a store that keeps whole seconds may lose."""


def moment(text: Any) -> datetime | None:
    """The time in an RFC 3339 text, None where it is none or has no offset."""
    try:
        parsed = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return parsed if parsed.tzinfo is not None else None


def unchanged(name: str) -> Check:
    def check(log: Log) -> Iterator[Finding]:
        for x in log:
            if x.lead is None or x.before is None or name not in x.before or name not in x.lead:
                continue
            before, after = x.before[name], x.lead[name]
            if not (same(before, after) or (name == "createdAt" and _same_moment(before, after))):
                yield difference(f"`{name}`", before, after, x, name)

    return check


def _same_moment(one: Any, other: Any) -> bool:
    first, second = moment(one), moment(other)
    return first is not None and first == second


def _path_id(log: Log) -> Iterator[Finding]:
    for x in log:
        if x.lead is not None and isinstance(x.lead.get("id"), str) and x.request.lead_id is None:
            expected = x.url.rpartition("/")[2]
            if x.lead["id"] != expected:
                yield difference("`id`", expected, x.lead["id"], x, "id")


def update_time(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        after, before = moment(lead.get("updatedAt")), moment(field_of(x.before, "updatedAt"))
        if after is None:
            continue
        if before is not None and after < before - (PRECISION if before.microsecond else timedelta(0)):
            yield difference(
                "`updatedAt`", f"later than {before.isoformat()}", lead["updatedAt"], x, "updatedAt"
            )
        if _changed(x, lead) and abs(after - x.clock) > TOLERANCE:
            yield difference("`updatedAt`", f"about {x.clock.isoformat()}", lead["updatedAt"], x, "updatedAt")


def _changed(x: Exchange, lead: Lead) -> bool:
    return any(not same(field_of(x.before, name), field_of(lead, name)) for name in FIELDS)


def later_each_time(log: Log) -> Iterator[Finding]:
    for x in log.of("clock"):
        if not (x.is_write and x.accepted and x.before and x.lead):
            continue
        before, after = moment(x.before.get("updatedAt")), moment(x.lead.get("updatedAt"))
        if before is not None and after is not None and after <= before:
            yield difference(
                "`updatedAt`", f"later than {x.before['updatedAt']}", x.lead["updatedAt"], x, "updatedAt"
            )


def stored_time(log: Log) -> Iterator[Finding]:
    """The `updatedAt` that a GET finds is the one that the update's answer showed."""
    for x in log:
        if x.method != "GET" or x.lead is None or x.before is None or not x.since or not x.since[-1].accepted:
            continue
        shown, found = moment(x.before.get("updatedAt")), moment(x.lead.get("updatedAt"))
        if shown is not None and found is not None and abs(shown - found) >= PRECISION:
            yield difference("stored `updatedAt`", x.before["updatedAt"], x.lead["updatedAt"], x, "updatedAt")


def moved_by_reading(log: Log) -> Iterator[Finding]:
    for x in log:
        if x.method != "GET" or x.lead is None or not x.before or not x.before_was_read or x.since:
            continue
        before, after = x.before.get("updatedAt"), x.lead.get("updatedAt")
        if before != after:
            yield difference("`updatedAt`", before, after, x, "updatedAt")


def in_utc(x: Exchange) -> Iterator[Finding]:
    for name in ("createdAt", "updatedAt"):
        if x.lead is not None and name in x.lead:
            parsed = moment(x.lead[name])
            if parsed is None or parsed.utcoffset() != timedelta(0) or "T" not in x.lead[name]:
                yield difference(f"`{name}`", "an RFC 3339 time in UTC", x.lead[name], x, name)


def is_present(x: Exchange) -> Iterator[Finding]:
    if x.lead is not None and "updatedAt" not in x.lead:
        yield difference("`updatedAt`", "the time of the update", "(absent)", x, "updatedAt")


def others_changed(log: Log) -> Iterator[Finding]:
    """A lead that was not named since it was last seen is as it was then."""
    for x in log:
        if not x.request.is_read or x.lead is None or x.before is None:
            continue
        if x.since and (x.request.target == "lead" or any(w.refused for w in x.since)):
            continue  # what its own updates did is for other rules
        target: Target = x.request.target
        for name in FIELDS:
            before, after = field_of(x.before, name), field_of(x.lead, name)
            if not same(before, after):
                yield Finding(f"{name} of the {target} lead, which nothing named", before, after, x, name)
        if x.method == "GET" and x.before_was_read and x.before.get("updatedAt") != x.lead.get("updatedAt"):
            yield Finding(
                f"updatedAt of the {target} lead, which nothing named",
                x.before.get("updatedAt"),
                x.lead.get("updatedAt"),
                x,
                "updatedAt",
            )


def reached_by_others(x: Exchange) -> Iterator[Finding]:
    """A field that the update did not send, and that now is as another lead's."""
    for name in FIELDS:
        if name in x.sent or x.lead is None or not x.lead.get(name):
            continue
        before, after = field_of(x.before, name), x.lead[name]
        if not same(before, after) and any(same(after, other.get(name)) for other in x.others.values()):
            yield difference(f"{name} of the {x.request.target} lead", before, after, x, name)


def shows_others(x: Exchange) -> Iterator[Finding]:
    # Its own values are no others', though another lead may have the same; a foreign lead is no own one.
    intrudes = x.request.target == "foreign" and x.request.key == OWN_KEY
    own = "" if intrudes else x.before or x.lead
    # Case aside, since a deployment may lower that of emails.
    known = f"{x.request.body!r} {x.url} {own}".casefold()
    text = x.content.decode(errors="replace").casefold()
    others = {**x.others, "foreign": x.before} if intrudes and x.before else x.others
    for target, lead in others.items():
        for name, value in _telling(lead):
            own_workspace = name == "workspaceId" and target != "foreign"
            if value.casefold() in known or own_workspace or (name == "id" and x.status == 409):
                continue
            if value.casefold() in text:
                yield Finding(f"{name} of the {target} lead in an answer", "nothing of it", value, x, "body")


def _telling(lead: Lead) -> Iterator[tuple[str, str]]:
    """The values by which a lead can be recognised."""
    for name in ("id", "email", "name", "phone", "workspaceId"):
        value = lead.get(name)
        if isinstance(value, str) and len(value) >= 6:
            yield name, value
    metadata = lead.get("metadata")
    for key, value in (metadata if isinstance(metadata, dict) else {}).items():
        if isinstance(value, str) and len(value) >= 12:
            yield f"metadata.{key}", value


NAMED = ("single-fields", "field-combinations", "metadata-types")
RULES = (
    Rule(
        "id-unchanged",
        Level.MUST,
        "id-unchanged",
        (*NAMED, "sent-read-only"),
        all_of(unchanged("id"), _path_id),
    ),
    Rule(
        "created-at-unchanged",
        Level.MUST,
        "created-at-unchanged",
        (*NAMED, "sent-read-only"),
        unchanged("createdAt"),
    ),
    Rule(
        "workspace-id-unchanged",
        Level.MUST,
        "workspace-id-unchanged",
        (*NAMED, "sent-read-only"),
        unchanged("workspaceId"),
    ),
    Rule(
        "updated-at-is-update-time",
        Level.MUST,
        "updated-at-is-update-time",
        (*NAMED, "clock", "sent-read-only"),
        all_of(
            wrong_status("updated-at-is-update-time"),
            for_each(update_time, updates),
            for_each(is_present, lambda log: (x for x in log if x.is_write and x.accepted)),
            later_each_time,
            moved_by_reading,
            stored_time,
        ),
    ),
    Rule("timestamps-utc", Level.SHOULD, "timestamps-utc", NAMED, for_each(in_utc, everything)),
    Rule(
        "other-leads-unchanged",
        Level.MUST,
        "other-leads-unchanged",
        ("keys", *NAMED, "clearing", "bystanders"),
        all_of(others_changed, for_each(reached_by_others, updates)),
    ),
    Rule(
        "nothing-of-others-shown",
        Level.SHOULD,
        "nothing-of-others-shown",
        ("taken-email", "foreign-lead", "unknown-lead", *NAMED),
        for_each(shows_others, everything),
    ),
)
