"""Refusals: the right status, the exact envelope, and nothing changed."""

from collections.abc import Iterator
from typing import Any

from leads_check.evidence.exchange import FIELDS, MISSING, STATUSES, Exchange, Lead, Log, field_of, same
from leads_check.rules.basics import (
    accepted_although,
    all_of,
    everything,
    for_each,
    refusals,
    wrong_status,
)
from leads_check.rules.rule import Finding, Level, Rule
from leads_check.rules.update import DOCUMENTED

VALIDATION = ("invalid-status", "invalid-email", "invalid-phone", "wrong-types")
STATED = {"invalid-status-refused", "invalid-email-refused", "invalid-phone-refused", "wrong-types-refused"}


def members(x: Exchange, expected: dict[str, Any], where: str = "") -> Iterator[Finding]:
    """Findings for each member of the answer's body, or of its `details`, that is not as expected."""
    actual = x.details if where else (x.body if isinstance(x.body, dict) else {})
    for name, value in expected.items():
        if not same(actual.get(name, MISSING), value):
            path = f"{where}.{name}".lstrip(".")
            yield Finding(f"`{path}` of a {x.status}", value, actual.get(name, MISSING), x, path)


def error_envelope(x: Exchange) -> Iterator[Finding]:
    if x.status not in DOCUMENTED or x.method == "GET" or x.scene == "hostile-input":
        return
    body = x.body
    if not isinstance(body, dict):
        yield Finding(f"body of a {x.status}", "the error envelope", body, x, "body")
        return
    yield from members(x, {"success": False})
    for name in ("error", "code"):
        if not isinstance(body.get(name), str) or not body[name]:
            yield Finding(f"`{name}` of a {x.status}", "a text", body.get(name, MISSING), x, name)


def validation_envelope(x: Exchange) -> Iterator[Finding]:
    if x.request.clause not in STATED:
        return
    yield from members(x, {"success": False, "error": "Validation failed", "code": "VALIDATION_ERROR"})
    field = x.request.field
    if field is not None:
        yield from members(x, {"field": field, "value": x.sent.get(field)}, "details")
    message = x.details.get("message", MISSING)
    if not isinstance(message, str) or not message.strip():
        yield Finding("`details.message` of a 400", "a text", message, x, "details.message")


def lists_statuses(x: Exchange) -> Iterator[Finding]:
    if x.request.clause == "invalid-status-refused":
        message = x.details.get("message", "")
        listed = [word.strip() for word in str(message).rpartition(":")[2].split(",")]
        if sorted(listed) != sorted(STATUSES):
            expected = f"Status must be one of: {', '.join(STATUSES)}"
            yield Finding("the message of an invalid status", expected, message, x, "details.message")


def email_message(x: Exchange) -> Iterator[Finding]:
    if x.request.clause == "invalid-email-refused":
        yield from members(x, {"message": "Must be a valid email address"}, "details")


def changes_nothing(log: Log) -> Iterator[Finding]:
    """The first read after refused updates finds the lead as it was."""
    for x in log:
        refused = [w for w in x.since if w.refused]
        if not x.request.is_read or x.lead is None or x.before is None or not refused:
            continue
        # A successful answer in between was compared by other rules; here the last word counts.
        if any(w.accepted for w in x.since[x.since.index(refused[0]) :]):
            continue
        labels = ", ".join(f"“{w.request.label}”" for w in refused)
        for name in FIELDS:
            before, after = field_of(x.before, name), field_of(x.lead, name)
            if not same(before or {}, after or {}) if name == "metadata" else not same(before, after):
                yield Finding(f"{name} after the refused {labels}", before, after, refused[-1], name)
        if x.method == "GET" and x.before_was_read and len(refused) == len(x.since):
            before, after = x.before.get("updatedAt"), x.lead.get("updatedAt")
            if before != after:
                yield Finding(
                    f"updatedAt after the refused {labels}", before, after, refused[-1], "updatedAt"
                )


def stored_later(log: Log) -> Iterator[Finding]:
    """A refused value that turns up with the next accepted update, which did not send it."""
    refused: dict[str, list[Exchange]] = {}
    for x in log:
        waiting = refused.setdefault(x.request.target, [])
        if x.is_write and x.refused:
            waiting.append(x)
        elif x.is_write and x.accepted and x.lead is not None and x.before is not None:
            for earlier in waiting:
                yield from _turned_up(earlier, x, x.before, x.lead)
            waiting.clear()


def _turned_up(earlier: Exchange, x: Exchange, before: Lead, after: Lead) -> Iterator[Finding]:
    for name in earlier.sent.keys() - x.sent.keys():
        value = earlier.sent[name]
        if same(after.get(name), value) and not same(before.get(name), value):
            yield Finding(
                f"{name} after the refused “{earlier.request.label}”", before.get(name), value, x, name
            )


def server_errors(log: Log) -> Iterator[Finding]:
    for number, x in enumerate(log):
        if x.status >= 500 and not (x.method == "GET" and x.status == 501):
            yield Finding(f"status of the answer to “{x.request.label}”", "below 500", x.status, x, "status")
        if x.status == 0 and any(later.status for later in log[number + 1 :]):
            yield Finding(f"answer to “{x.request.label}”", "an answer", "connection closed", x, "status")


RULES = (
    Rule(
        "error-envelope",
        Level.SHOULD,
        "error-envelope",
        ("keys", "unknown-lead", "malformed-bodies", *VALIDATION),
        for_each(error_envelope, everything),
    ),
    Rule(
        "refused-changes-nothing",
        Level.MUST,
        "refused-changes-nothing",
        ("keys", *VALIDATION, "taken-email", "malformed-bodies", "generated-refusals"),
        all_of(changes_nothing, stored_later),
    ),
    Rule(
        "invalid-status-refused",
        Level.MUST,
        "invalid-status-refused",
        ("invalid-status",),
        wrong_status("invalid-status-refused"),
    ),
    Rule(
        "validation-envelope",
        Level.MUST,
        "validation-envelope",
        VALIDATION,
        for_each(validation_envelope, refusals(400)),
    ),
    Rule(
        "status-message-lists-values",
        Level.MUST,
        "status-message-lists-values",
        ("invalid-status",),
        for_each(lists_statuses, refusals(400)),
    ),
    Rule(
        "invalid-email-refused",
        Level.SHOULD,
        "invalid-email-refused",
        ("invalid-email",),
        all_of(wrong_status("invalid-email-refused"), for_each(email_message, refusals(400))),
    ),
    Rule(
        "invalid-phone-refused",
        Level.SHOULD,
        "invalid-phone-refused",
        ("invalid-phone",),
        wrong_status("invalid-phone-refused"),
    ),
    Rule(
        "wrong-types-refused",
        Level.SHOULD,
        "wrong-types-refused",
        ("wrong-types", "generated-refusals"),
        all_of(wrong_status("wrong-types-refused"), accepted_although("wrong-types-refused")),
    ),
    Rule(
        "malformed-body-refused",
        Level.SHOULD,
        "malformed-body-refused",
        ("malformed-bodies",),
        accepted_although("malformed-body-refused"),
    ),
    Rule(
        "no-server-error",
        Level.SHOULD,
        "no-server-error",
        ("hostile-input", "malformed-bodies", "generated-refusals", "metadata-keys"),
        server_errors,
    ),
)
