"""Email conflicts, and updates that arrive together."""

from collections.abc import Iterator

from leads_check.evidence.exchange import MISSING, Exchange, Log, field_of, metadata_of, same
from leads_check.rules.basics import all_of, for_each, refusals, wrong_status
from leads_check.rules.refusals import members
from leads_check.rules.rule import Finding, Level, Rule

MESSAGE = "A different lead with this email already exists in your workspace"


def conflict(x: Exchange) -> Iterator[Finding]:
    yield from members(x, {"success": False, "error": "Email already exists", "code": "DUPLICATE_EMAIL"})
    owner = x.others.get("other", {}).get("id")
    expected = {"email": x.sent.get("email"), "message": MESSAGE}
    yield from members(x, {**expected, "existingLeadId": owner} if owner else expected, "details")


def conflicts_wrongly(log: Log) -> Iterator[Finding]:
    """A 409 for an update that sends no email, or the lead's own."""
    for x in log:
        if x.status == 409 and x.is_write and x.before is not None and not x.request.is_concurrent:
            email = x.sent.get("email")
            if email is None or email == x.before.get("email"):
                yield Finding(f"status of the answer to “{x.request.label}”", 200, 409, x, "status")


def former_conflicts(log: Log) -> Iterator[Finding]:
    """A 409 for an email that a lead had, and that none has now."""
    former: set[str] = set()
    for x in log:
        if x.before is not None and isinstance(x.before.get("email"), str):
            former.add(x.before["email"])
        taken = {lead.get("email") for lead in (x.before or {}, *x.others.values())}
        if x.status == 409 and x.sent.get("email") in former - taken and not x.request.is_concurrent:
            yield Finding(f"status of the answer to “{x.request.label}”", 200, 409, x, "status")


def parallel_losses(log: Log) -> Iterator[Finding]:
    together: list[Exchange] = []
    for x in log.of("parallel-metadata", "parallel-fields"):
        if x.request.is_concurrent:
            together.append(x)
        elif x.lead is not None:
            yield from _lost(together, x)
            together = []


def _lost(together: list[Exchange], found: Exchange) -> Iterator[Finding]:
    metadata = metadata_of(found.lead)
    for x in together:
        if not x.accepted:
            continue
        for key, value in x.sent_metadata.items():
            if not same(value, metadata.get(key, MISSING)):
                yield Finding(
                    f"metadata key {key!r} after {len(together)} updates at once",
                    value,
                    metadata.get(key, MISSING),
                    x,
                    f"metadata.{key}",
                )
        for name, value in x.sent.items():
            if name != "metadata" and not same(value, field_of(found.lead, name)):
                yield Finding(
                    f"{name} after {len(together)} updates at once",
                    value,
                    field_of(found.lead, name),
                    x,
                    name,
                )


def races(log: Log) -> Iterator[Finding]:
    for turn in (1, 2):
        one, other = log.labelled(f"race {turn}, lead"), log.labelled(f"race {turn}, other")
        if one is None or other is None or not (one.status and other.status):
            continue
        statuses = sorted((one.status, other.status))
        if statuses != [200, 409]:
            yield Finding("statuses of two leads racing for one email", [200, 409], statuses, one, "status")


RULES = (
    Rule(
        "duplicate-email-refused",
        Level.MUST,
        "duplicate-email-refused",
        ("taken-email", "released-email"),
        wrong_status("duplicate-email-refused"),
    ),
    Rule(
        "duplicate-email-envelope",
        Level.MUST,
        "duplicate-email-envelope",
        ("taken-email", "released-email"),
        for_each(conflict, refusals(409)),
    ),
    Rule(
        "own-email-accepted",
        Level.MUST,
        "own-email-accepted",
        ("own-email",),
        all_of(wrong_status("own-email-accepted"), conflicts_wrongly),
    ),
    Rule(
        "released-email-free",
        Level.SHOULD,
        "released-email-free",
        ("released-email",),
        all_of(wrong_status("released-email-free"), former_conflicts),
    ),
    Rule(
        "email-unique-per-workspace",
        Level.MUST,
        "email-unique-per-workspace",
        ("foreign-email",),
        wrong_status("email-unique-per-workspace"),
    ),
    Rule(
        "concurrent-updates-kept",
        Level.SHOULD,
        "concurrent-updates-kept",
        ("parallel-metadata", "parallel-fields", "email-race"),
        all_of(wrong_status("concurrent-updates-kept"), parallel_losses, races),
    ),
)
