"""Refusals: the right status, the exact envelope, and nothing changed."""

from collections.abc import Callable, Iterator

from leads_check.evidence.exchange import SUCCESS, Exchange
from leads_check.evidence.fields import FIELDS, STATUSES
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, Lead, field_of, same, same_field
from leads_check.evidence.words import Words
from leads_check.rules.basics import (
    demanded,
    is_documented,
    members,
    open_updates,
    refusals,
    status_is_lawful,
)
from leads_check.rules.failures import POISON, failures
from leads_check.rules.rule import Finding, Part, finding, rule

ENVELOPE = ("success", "error", "code")
"""What every refusal has."""
VALIDATION = ("invalid-status", "invalid-email", "invalid-phone", "wrong-types")


def _documented_refusals(log: Log) -> Iterator[Observation]:
    """Refusals of what is served."""
    served = {"PUT", *(x.method for x in log if x.accepted)}
    return (x for x in log if x.refused and x.method in served and is_documented(x))


def error_envelope(x: Observation) -> Iterator[Finding]:
    body = x.body
    if not isinstance(body, dict):
        seen = Words(f"{_kind_of(x)}, not the error envelope")
        yield finding(x, f"body of a {x.status}", Words("the error envelope"), seen, "body")
        return
    if lacking := [f"`{name}`" for name in ENVELOPE if name not in body]:
        expected, seen = Words("the error envelope"), Words(f"without {', '.join(lacking)}")
        yield finding(x, f"envelope of a {x.status}", expected, seen, "body")
    if "success" in body:
        yield from members(x, {"success": False})
    for name in ("error", "code"):
        if name in body and not (isinstance(body[name], str) and body[name]):
            yield finding(x, f"`{name}` of a {x.status}", Words("a text"), body[name], name)


def _kind_of(x: Observation) -> str:
    """What the body of an answer is that is no JSON object."""
    if not x.exchange.content.strip():
        return "empty"
    if x.body is not MISSING:
        return "JSON that is no object"
    kinds = {"text/html": "HTML", "text/plain": "plain text", "application/xml": "XML", "text/xml": "XML"}
    return kinds.get(x.exchange.media_type, "no JSON")


def _validation_errors(log: Log) -> Iterator[Observation]:
    """400s for what the contract says is invalid."""
    for x in log:
        lawful = x.demand.status == 400 or x.demand.among == {400}
        if x.status == 400 and lawful:
            yield x


def validation_envelope(x: Observation) -> Iterator[Finding]:
    yield from members(x, {"success": False, "error": "Validation failed", "code": "VALIDATION_ERROR"})
    field = x.demand.field
    if field is not None:
        yield from members(x, {"field": field}, "details")
        # Whether another JSON type is kept, is an open question.
        if isinstance(x.sent.get(field), str) and x.details.get("field") == field:
            yield from members(x, {"value": x.sent[field]}, "details")
        elif "value" not in x.details:
            yield finding(x, "`details.value` of a 400", x.sent.get(field), MISSING, "details.value")
    message = x.details.get("message", MISSING)
    if not isinstance(message, str) or not message.strip():
        yield finding(x, "`details.message` of a 400", Words("a text"), message, "details.message")


def _status_texts(log: Log) -> Iterator[Observation]:
    """Of another JSON type, the page shows no message."""
    return (
        x
        for x in refusals(400, "invalid-status-refused")(log)
        if isinstance(x.sent.get("status"), str) and x.sent["status"].strip()
    )


def _is_converted(x: Observation) -> bool:
    """Whether another JSON type was accepted for a status, and one of the six was made of it."""
    is_text = isinstance(x.sent.get("status"), str)
    return x.accepted and not is_text and bool(x.shown) and all(_is_status(lead) for lead in x.shown)


def _is_status(lead: Lead) -> bool:
    return lead.get("status") in STATUSES


def _converted(log: Log) -> Iterator[Observation]:
    return (x for x in log if x.demand.clause == "invalid-status-refused" and _is_converted(x))


def lists_statuses(x: Observation) -> Iterator[Finding]:
    message = x.details.get("message", "")
    listed = [word.strip() for word in str(message).rpartition(":")[2].split(",")]
    if sorted(listed) != sorted(STATUSES):
        expected = f"Status must be one of: {', '.join(STATUSES)}"
        yield finding(x, "the message for an invalid status", expected, message, "details.message")


def _padded(field: str) -> Callable[[Log], Iterator[tuple[Observation, str]]]:
    """Accepted updates that send the field with white space around it, a phone that is nothing else."""

    def select(log: Log) -> Iterator[tuple[Observation, str]]:
        for x in open_updates(log):
            sent = x.sent.get(field)
            if isinstance(sent, str) and sent != sent.strip() and (field == "email" or not sent.strip()):
                yield x, field

    return select


def keeps_no_space(subject: tuple[Observation, str]) -> Iterator[Finding]:
    """The white space may be taken off; what is stored with it is neither an address nor a number."""
    x, field = subject
    for lead in x.shown:
        if same(field_of(lead, field), x.sent[field]):
            yield finding(x, field, Words("refused, or without the space"), x.sent[field], field)


def email_message(x: Observation) -> Iterator[Finding]:
    # That it is empty, or has characters that are not allowed, may be said in other words.
    if x.details.get("field", "email") == "email" and str(x.sent.get("email") or "\n").isprintable():
        yield from members(x, {"message": "Must be a valid email address"}, "details")


def _reads_after_refusals(log: Log) -> Iterator[tuple[Observation, tuple[Exchange, ...]]]:
    """Reads that follow nothing but refused updates, and these: what was accepted is never blamed on them."""
    for x in log:
        seen = x.request.is_read and x.lead is not None and x.before is not None
        if seen and x.since and all(w.refused for w in x.since):
            yield x, x.since


def changes_nothing(subject: tuple[Observation, tuple[Exchange, ...]]) -> Iterator[Finding]:
    x, refused = subject
    for name in FIELDS:
        before, after = field_of(x.before, name), field_of(x.lead, name)
        if not same_field(name, before, after):
            yield finding(x, f"{name}, after what was refused", before, after, name, *_guilty(refused, name))
    before, after = field_of(x.before, "updatedAt"), field_of(x.lead, "updatedAt")
    if x.method == "GET" and x.before_was_read and before != after:
        yield finding(x, "`updatedAt`, after what was refused", before, after, "updatedAt", refused[-1])


def _guilty(refused: tuple[Exchange, ...], name: str) -> tuple[Exchange, ...]:
    """Those that sent the field, or all where none did."""
    return tuple(w for w in refused if name in w.sent) or refused


def _updates_after_refusals(log: Log) -> Iterator[tuple[Observation, tuple[Exchange, ...]]]:
    """Accepted updates, and the refused ones that came before them."""
    refused: dict[str, list[Exchange]] = {}
    for x in log:
        waiting = refused.setdefault(x.request.target, [])
        if x.is_write and x.refused:
            waiting.append(x.exchange)
        elif x.is_write and x.accepted and x.lead is not None and x.before is not None:
            if waiting and x.request.is_understood:
                yield x, tuple(waiting)
            waiting.clear()


def stored_later(subject: tuple[Observation, tuple[Exchange, ...]]) -> Iterator[Finding]:
    """A refused value that turns up with the next accepted update, which did not send it."""
    x, refused = subject
    for earlier in refused:
        for name in earlier.sent.keys() & set(FIELDS) - x.sent.keys():
            value, before, after = earlier.sent[name], field_of(x.before, name), field_of(x.lead, name)
            if same(after, value) and not same(before, value):
                yield finding(x, f"{name}, which was refused before", before, value, name, earlier)


def _emails_of_the_refused(log: Log) -> Iterator[tuple[Observation, Exchange]]:
    """Answers to emails that no lead was seen with, but that were sent among what was refused."""
    sent: dict[str, Exchange] = {}
    for x in log:
        email = x.sent.get("email")
        if not (x.is_write and isinstance(email, str)) or x.exchange.batch:
            continue
        if email in sent and x.demand.status == SUCCESS:
            yield x, sent[email]
        if x.refused and x.demand.allows(x.status):
            sent.setdefault(email, x.exchange)


def email_still_free(subject: tuple[Observation, Exchange]) -> Iterator[Finding]:
    x, refused = subject
    if x.status == 409:
        yield finding(x, "status, for an email that was refused before", SUCCESS, 409, "status", refused)


RULES = (
    rule(
        "error-envelope",
        ("keys", "unknown-lead", "malformed-bodies", *VALIDATION),
        Part(_documented_refusals, error_envelope),
    ),
    rule(
        "refused-changes-nothing",
        ("keys", *VALIDATION, "taken-email", "malformed-bodies", "generated-refusals"),
        Part(_reads_after_refusals, changes_nothing),
        Part(_updates_after_refusals, stored_later),
        Part(_emails_of_the_refused, email_still_free),
        rests_on=("response-is-stored",),
    ),
    rule(
        "invalid-status-refused",
        ("invalid-status",),
        demanded("invalid-status-refused", unless=_is_converted),
    ),
    rule(
        "validation-envelope",
        VALIDATION,
        Part(_validation_errors, validation_envelope),
        rests_on=("error-envelope",),
    ),
    rule(
        "status-message-lists-values",
        ("invalid-status",),
        Part(_status_texts, lists_statuses),
        rests_on=("error-envelope", "validation-envelope"),
    ),
    rule(
        "invalid-email-refused",
        ("invalid-email", "almost-emails", "further-emails"),
        demanded("invalid-email-refused"),
        Part(refusals(400, "invalid-email-refused"), email_message),
        Part(_padded("email"), keeps_no_space),
    ),
    rule(
        "invalid-phone-refused",
        ("invalid-phone",),
        demanded("invalid-phone-refused"),
        Part(_padded("phone"), keeps_no_space),
    ),
    rule(
        "wrong-types-refused",
        ("wrong-types", "generated-refusals"),
        demanded("wrong-types-refused"),
        Part(_converted, status_is_lawful),
    ),
    rule(
        "malformed-body-refused",
        ("malformed-bodies", "invalid-utf8", "not-a-number"),
        demanded("malformed-body-refused"),
        rests_on=("no-server-error",),
    ),
    rule(
        "no-server-error",
        ("odd-input", "scalar-bodies", "malformed-bodies", "generated-refusals", "metadata-keys", *POISON),
        *failures(),
    ),
)
