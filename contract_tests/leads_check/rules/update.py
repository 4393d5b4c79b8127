"""Partial update: what was sent is there, what was not sent stayed."""

from collections.abc import Iterator
from functools import cache

import jsonschema_rs

from leads_check.evidence.exchange import FIELDS, MISSING, OWN_KEY, Exchange, Log, field_of, same
from leads_check.rules.basics import (
    all_of,
    clear_updates,
    difference,
    everything,
    for_each,
    open_updates,
    updates,
    wrong_status,
)
from leads_check.rules.rule import Finding, Level, Rule
from leads_contract import load_contract

DOCUMENTED = (400, 401, 404, 409, 429)
"""The refusals that the documentation describes."""
TEXT_FIELDS = ("name", "email", "phone", "source", "status")


def sent_fields(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for name in TEXT_FIELDS:
            sent = x.sent.get(name)
            if sent is not None and not same(sent, field_of(lead, name)):
                yield difference(name, sent, lead.get(name, MISSING), x, name)


def sent_in_substance(x: Exchange) -> Iterator[Finding]:
    """A text that need not be accepted may be trimmed or lower-cased, an empty one cleared, but no more."""
    for lead in x.shown:
        for name in TEXT_FIELDS:
            sent, after = x.sent.get(name), field_of(lead, name)
            if isinstance(sent, str) and not _same_text(sent, str(after or ""), name in ("email", "status")):
                yield difference(name, sent, lead.get(name, MISSING), x, name)


def _same_text(sent: str, after: str, any_case: bool) -> bool:
    sent, after = sent.strip(), after.strip()
    return sent.casefold() == after.casefold() if any_case else sent == after


def lost(x: Exchange) -> Iterator[Finding]:
    """A 404 for a lead that was there a moment ago."""
    own = x.request.lead_id is None and x.request.key == OWN_KEY and x.request.authorization is None
    if (
        x.status == 404
        and x.is_write
        and own
        and x.before is not None
        and x.request.target in ("lead", "other")
    ):
        yield Finding(f"status of the answer to “{x.request.label}”", 200, 404, x, "status")


def unsent_fields(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for name in FIELDS:
            if name in x.sent or (name not in lead and lead is x.lead):
                continue  # a member that the answer leaves out is for `response-is-whole-lead`
            before, after = field_of(x.before, name), field_of(lead, name)
            if not same(before or {}, after or {}) if name == "metadata" else not same(before, after):
                yield difference(name, before, after, x, name)


def whole_lead(x: Exchange) -> Iterator[Finding]:
    if x.lead is None or x.before is None:
        return
    for name in ("id", "createdAt", "updatedAt", "workspaceId", *FIELDS):
        if name not in x.lead and name not in x.sent and x.before.get(name) is not None:
            yield difference(name, x.before[name], MISSING, x, name)
    found = x.read.lead if x.read is not None else None
    for name in FIELDS if found is not None else ():
        shown, stored = field_of(x.lead, name), field_of(found, name)
        if not same(shown or {}, stored or {}) if name == "metadata" else not same(shown, stored):
            yield difference(f"shown {name}", stored, x.lead.get(name, MISSING), x, name)


def null_clears(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for name in ("phone", "source"):
            if name in x.sent and x.sent[name] is None and lead.get(name) is not None:
                yield difference(name, None, lead[name], x, name)
    if None in (x.sent.get(name, "") for name in ("phone", "source")):
        yield from unsent_fields(x)


def success_envelope(x: Exchange) -> Iterator[Finding]:
    if not x.accepted or x.method != "PUT":
        return
    if x.status != 200:
        yield Finding("status of an accepted update", 200, x.status, x, "status")
    if x.body is MISSING:
        yield Finding("body of an accepted update", "the envelope with the lead", MISSING, x, "body")
        return
    for error in _envelope().iter_errors(x.body):
        where = ".".join(map(str, error.instance_path)) or "body"
        yield Finding(f"`{where}` of an accepted update", error.message, error.instance, x, where)


@cache
def _envelope() -> jsonschema_rs.Draft4Validator:
    return jsonschema_rs.Draft4Validator(load_contract().json_schema("LeadEnvelope"), validate_formats=False)


def is_json(x: Exchange) -> Iterator[Finding]:
    if x.scene == "hostile-input" or not (x.accepted or x.status in DOCUMENTED):
        return  # what a proxy in front of the deployment may answer for it
    media_type = x.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        yield Finding(
            "Content-Type of an answer", "application/json", media_type or MISSING, x, "Content-Type"
        )
    elif x.body is MISSING:
        yield Finding("body of an answer", "JSON", x.content[:80].decode(errors="replace"), x, "body")


def stored(log: Log) -> Iterator[Finding]:
    """The first read after an accepted update finds what the update's answer showed."""
    for x in log:
        written = [w for w in x.since if w.accepted]
        if not x.request.is_read or x.lead is None or x.before is None or not written:
            continue
        if any(w.refused for w in x.since) and written[-1] is not x.since[-1]:
            continue  # what a refused update did is for `refused-changes-nothing`
        for name in FIELDS:
            before, now = field_of(x.before, name), field_of(x.lead, name)
            if not same(before or {}, now or {}) if name == "metadata" else not same(before, now):
                yield Finding(f"stored {name} after “{written[-1].request.label}”", before, now, x, name)


RULES = (
    Rule(
        "success-envelope",
        Level.MUST,
        "success-envelope",
        ("single-fields",),
        for_each(success_envelope, everything),
    ),
    Rule(
        "response-json",
        Level.SHOULD,
        "response-json",
        ("single-fields", "invalid-status", "malformed-bodies"),
        for_each(is_json, everything),
    ),
    Rule(
        "response-is-whole-lead",
        Level.MUST,
        "response-is-whole-lead",
        ("single-fields", "field-combinations", "metadata-types"),
        for_each(whole_lead, updates),
    ),
    Rule(
        "response-is-stored",
        Level.MUST,
        "response-is-stored",
        ("single-fields", "field-combinations", "metadata-types", "clearing"),
        stored,
    ),
    Rule(
        "sent-fields-updated",
        Level.MUST,
        "sent-fields-updated",
        ("single-fields", "field-combinations", "texts", "repeats"),
        all_of(
            wrong_status("sent-fields-updated"),
            for_each(sent_fields, clear_updates),
            for_each(sent_in_substance, open_updates),
            for_each(lost, everything),
        ),
    ),
    Rule(
        "unsent-fields-unchanged",
        Level.MUST,
        "unsent-fields-unchanged",
        (
            "single-fields",
            "field-combinations",
            "clearing",
            "metadata-types",
            "metadata-keys",
            "unknown-fields",
        ),
        for_each(unsent_fields, updates),
    ),
    Rule(
        "status-values-accepted",
        Level.MUST,
        "status-values-accepted",
        ("single-fields",),
        wrong_status("status-values-accepted"),
    ),
    Rule(
        "null-clears-field",
        Level.MUST,
        "null-clears-field",
        ("clearing", "clock"),
        all_of(wrong_status("null-clears-field"), for_each(null_clears, updates)),
    ),
)
