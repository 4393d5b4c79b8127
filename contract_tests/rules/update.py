"""Partial update: what was sent is there, what was not sent stayed."""

from collections.abc import Iterator

from contract_tests.exchange import FIELDS, MISSING, Exchange, Log, field_of, same
from contract_tests.rule import Finding, Level, Rule
from contract_tests.rules.basics import (
    all_of,
    clear_updates,
    difference,
    everything,
    for_each,
    updates,
    wrong_status,
)

TEXT_FIELDS = ("name", "email", "phone", "source", "status")


def sent_fields(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for name in TEXT_FIELDS:
            sent = x.sent.get(name)
            if sent is not None and not same(sent, field_of(lead, name)):
                yield difference(name, sent, lead.get(name, MISSING), x, name)


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


def null_clears(x: Exchange) -> Iterator[Finding]:
    for lead in x.shown:
        for name in ("phone", "source"):
            if name in x.sent and x.sent[name] is None and lead.get(name) is not None:
                yield difference(name, None, lead[name], x, name)


def success_envelope(x: Exchange) -> Iterator[Finding]:
    if not x.accepted or x.method != "PUT":
        return
    if x.status != 200:
        yield Finding("status of an accepted update", 200, x.status, x, "status")
    body = x.body if isinstance(x.body, dict) else {}
    if body.get("success") is not True:
        yield Finding("`success` of an accepted update", True, body.get("success", MISSING), x, "success")
    data = body.get("data", MISSING)
    if not isinstance(data, dict) or not isinstance(data.get("id"), str):
        yield Finding("`data` of an accepted update", "the lead", data, x, "data")


def is_json(x: Exchange) -> Iterator[Finding]:
    if x.request.is_read and not x.accepted:
        return  # a GET that the deployment does not serve
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
        ("single-fields", "invalid-status"),
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
        all_of(wrong_status("sent-fields-updated"), for_each(sent_fields, clear_updates)),
    ),
    Rule(
        "unsent-fields-unchanged",
        Level.MUST,
        "unsent-fields-unchanged",
        ("single-fields", "field-combinations", "clearing", "metadata-types"),
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
