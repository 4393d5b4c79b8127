"""Partial update: what was sent is there, what was not sent stayed."""

from collections.abc import Iterator

from leads_check.evidence.exchange import OWN_KEY
from leads_check.evidence.fields import CLEARABLE, FIELDS, READ_ONLY, TEXTS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, field_of, same, same_field
from leads_check.evidence.words import Words
from leads_check.rules.basics import answers, clear_updates, demanded, is_documented, open_updates, updates
from leads_check.rules.envelopes import Shown, after_taken, lead_enveloped
from leads_check.rules.rule import Finding, Part, finding, rule

_ANY_CASE = ("email", "status")
"""Fields whose case a deployment may change where it need not accept the text."""


def sent_fields(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for name in TEXTS:
            sent = x.sent.get(name)
            if sent is not None and not same(sent, field_of(lead, name)):
                yield finding(x, name, sent, lead.get(name, MISSING), name)


def sent_in_substance(x: Observation) -> Iterator[Finding]:
    """A text that need not be accepted may be trimmed or lower-cased, an empty one cleared, but no more."""
    for lead in x.shown:
        for name in TEXTS:
            sent, after = x.sent.get(name), field_of(lead, name)
            if not isinstance(sent, str) or same(after, field_of(x.before, name)):
                continue  # what stays as it was may have been ignored
            if not _same_text(sent, str(after or ""), name in _ANY_CASE):
                yield finding(x, name, sent, lead.get(name, MISSING), name)


def _same_text(sent: str, after: str, any_case: bool) -> bool:
    sent, after = sent.strip(), after.strip()
    return sent.casefold() == after.casefold() if any_case else sent == after


def _own_writes_lost(log: Log) -> Iterator[Observation]:
    """Updates of a lead that was there a moment ago, answered with 404."""
    for x in log:
        own = x.request.lead_id is None and x.request.key == OWN_KEY and x.request.authorization is None
        if x.status == 404 and x.is_write and own and x.before and x.request.target in ("lead", "other"):
            yield x


def lost(x: Observation) -> Iterator[Finding]:
    yield finding(x, "status, for a lead that was there", 200, 404, "status")


def unsent_fields(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for name in FIELDS:
            if name in x.sent or (name not in lead and lead is x.lead):
                continue  # a member that the answer leaves out is for `response-is-whole-lead`
            before, after = field_of(x.before, name), field_of(lead, name)
            if not same_field(name, before, after):
                yield finding(x, name, before, after, name)


def whole_lead(x: Observation) -> Iterator[Finding]:
    if x.lead is None or x.before is None:
        return
    for name in (*READ_ONLY, *FIELDS):
        if name not in x.lead and name not in x.sent and x.before.get(name) is not None:
            yield finding(x, name, x.before[name], MISSING, name)
    found = x.read.lead if x.read is not None else None
    for name in FIELDS if found is not None else ():
        shown, stored = field_of(x.lead, name), field_of(found, name)
        if not same_field(name, shown, stored):
            yield finding(x, f"shown {name}", stored, x.lead.get(name, MISSING), name)


def _named_alike(log: Log) -> Iterator[tuple[Observation, str]]:
    """Updates that send a metadata key with the name of a member of the lead, and the name."""
    for x in updates(log):
        names = [name for name in (*READ_ONLY, *FIELDS) if name in x.sent_metadata and name not in x.sent]
        yield from ((x, name) for name in names if x.sent_metadata[name] is not None)


def not_hidden(subject: tuple[Observation, str]) -> Iterator[Finding]:
    """A member is not shown with the value of a metadata key that has its name."""
    x, name = subject
    before, sent = field_of(x.before, name), x.sent_metadata[name]
    for lead in x.shown:
        if same(field_of(lead, name), sent) and not same(before, sent):
            yield finding(x, f"{name}, with a metadata key `{name}` in its place", before, sent, name)


def _clearing(log: Log) -> Iterator[Observation]:
    return (x for x in updates(log) if any(name in x.sent and x.sent[name] is None for name in CLEARABLE))


def null_clears(x: Observation) -> Iterator[Finding]:
    for lead in x.shown:
        for name in CLEARABLE:
            if name in x.sent and x.sent[name] is None and lead.get(name) is not None:
                yield finding(x, name, None, lead[name], name)
    yield from unsent_fields(x)


def _accepted_updates(log: Log) -> Iterator[Observation]:
    return (x for x in log if x.accepted and x.method == "PUT" and x.demand.allows(x.status))


def success_envelope(subject: Shown) -> Iterator[Finding]:
    return lead_enveloped(subject, "an accepted update")


def _api_answers(log: Log) -> Iterator[Observation]:
    """What the API itself answers; a proxy in front of it may refuse what is no proper request."""
    return (x for x in answers(log) if x.accepted or (x.refused and is_documented(x)))


def is_json(x: Observation) -> Iterator[Finding]:
    media_type = x.exchange.media_type
    if media_type != "application/json" and not media_type.endswith("+json"):
        yield finding(
            x, "Content-Type of an answer", "application/json", media_type or MISSING, "Content-Type"
        )
    elif x.body is MISSING:
        text = x.exchange.content[:80].decode(errors="replace")
        yield finding(x, "body of an answer", Words("JSON"), text, "body")


def first_reads(log: Log) -> Iterator[Observation]:
    """The first read after an accepted update, whose answer is all that was known of the lead."""
    for x in log:
        written = [w for w in x.since if w.accepted]
        if not x.request.is_read or x.lead is None or x.before is None or not written:
            continue
        if any(w.refused for w in x.since) and written[-1] is not x.since[-1]:
            continue  # what a refused update did is for `refused-changes-nothing`
        yield x


def is_stored(x: Observation) -> Iterator[Finding]:
    written = next(w for w in reversed(x.since) if w.accepted)
    for name in FIELDS:
        before, now = field_of(x.before, name), field_of(x.lead, name)
        if not same_field(name, before, now):
            yield finding(x, f"stored {name}", before, now, name, written)


RULES = (
    rule(
        "success-envelope",
        ("single-fields",),
        Part(after_taken(_accepted_updates), success_envelope, lasts=True),
        rests_on=("invalid-status-refused", "wrong-types-refused", "invalid-email-refused"),
    ),
    rule(
        "response-json",
        ("single-fields", "invalid-status", "malformed-bodies"),
        Part(_api_answers, is_json),
        rests_on=("error-envelope",),
    ),
    rule(
        "response-is-whole-lead",
        ("single-fields", "field-combinations", "metadata-types"),
        Part(updates, whole_lead),
        Part(_named_alike, not_hidden, lasts=True),
        rests_on=("response-is-stored",),
    ),
    rule(
        "response-is-stored",
        ("single-fields", "field-combinations", "clearing", "metadata-types", "metadata-removal"),
        Part(first_reads, is_stored),
    ),
    rule(
        "sent-fields-updated",
        ("single-fields", "field-combinations", "texts", "repeats"),
        demanded("sent-fields-updated"),
        Part(clear_updates, sent_fields),
        Part(open_updates, sent_in_substance),
        Part(_own_writes_lost, lost),
        rests_on=("response-is-stored",),
    ),
    rule(
        "unsent-fields-unchanged",
        (
            "single-fields",
            "field-combinations",
            "clearing",
            "metadata-types",
            "metadata-keys",
            "unknown-fields",
        ),
        Part(updates, unsent_fields),
        rests_on=("response-is-stored",),
    ),
    rule(
        "status-values-accepted",
        ("single-fields", "field-combinations"),
        demanded("status-values-accepted"),
    ),
    rule(
        "null-clears-field",
        ("clearing",),
        demanded("null-clears-field"),
        Part(_clearing, null_clears),
        rests_on=("response-is-stored", "unsent-fields-unchanged"),
    ),
)
