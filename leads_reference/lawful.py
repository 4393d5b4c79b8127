"""Deployments that keep every clause and answer the open questions, or dress their answers, otherwise."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from leads_reference.answer import Answer, Refusal
from leads_reference.deployment import Deployment, Wire
from leads_reference.faults.fault import deployment_with, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, Number, copied, write
from leads_reference.lawful_lives import LIVES
from leads_reference.model import Model
from leads_reference.questions import questions
from leads_reference.variant import Variant

STRICT = {
    **{f"sent-{name}": "refused" for name in ("id", "created-at", "updated-at", "workspace-id")},
    "unknown-fields": "refused",
    "empty-update": "refused",
    "null-metadata": "refused",
    "empty-source": "refused",
    "odd-metadata-keys": "refused",
    "large-numbers": "refused",
    "duplicate-keys": "refused",
    "nesting-limit": "levels-128",
    "phone-format": "international",
    "long-name": "characters-255",
    "missing-content-type": "as-another-type",
    "body-limit": "kib-100",
    "malformed-lead-id": "refused",
    "scheme-case": "exact-case",
    "error-extras": "included",
}
LENIENT = {
    "null-name": "ignored",
    "null-email": "ignored",
    "null-status": "ignored",
    "empty-name": "allowed",
    "empty-phone": "stored",
    "unknown-fields": "stored",
    "email-format": "internationalised",
    "phone-format": "any-with-digit",
    "email-case": "different",
    "surrounding-space": "trimmed",
    "non-object-body": "treated-as-empty",
    "other-content-type": "read-as-json",
    "body-limit": "mib-10",
}
CLEARING = {
    **{f"null-{name}": "cleared" for name in ("name", "email", "status", "metadata")},
    "empty-phone": "cleared",
    "empty-source": "cleared",
    "cleared-field": "left-out",
}
JAVASCRIPT = {
    "large-numbers": "rounded",
    "nested-metadata": "replaced",
    "check-order": "authentication-existence-validation",
    "reported-field": "order-sent",
    "malformed-json": "not-a-field",
    "other-content-type": "refused-400",
    "missing-content-type": "as-another-type",
    "body-limit": "kib-100",
    "unserved-method": "not-found",
    "www-authenticate": "omitted",
    "stored-email-case": "lower-cased",
}
RELATIONAL = {
    "timestamp-precision": "microseconds",
    "unchanged-update": "keeps-updated-at",
    "long-name": "characters-255",
    "conflict-order": "conflict-first",
    "null-status": "reset",
    "null-metadata": "ignored",
}


def with_more(m: Model, lead: Lead) -> JsonObject:
    return Model.render_lead(m, lead) | {"score": None, "tags": ["a"], "owner": {"assigned": False}}


def with_meta(m: Model, lead: Lead) -> Answer:
    answer = Model.success(m, lead)
    return Answer(200, answer.json | {"message": "Lead updated", "meta": {"version": 3}})


def with_expected(m: Model, name: str, value: Json, message: str) -> Refusal:
    refusal = Model.invalid(m, name, value, message)
    refusal.details = {**(refusal.details or {}), "expected": message.removeprefix("Must be "), "rule": 7}
    return refusal


def with_hint(m: Model, refusal: Refusal) -> JsonObject:
    return Model.render_refusal(m, refusal) | {"docs": "https://docs.example.com/errors", "hint": None}


def in_other_words(m: Model, name: str, value: Json, message: str) -> Refusal:
    documented = name in ("status", "email")
    return Model.invalid(m, name, value, message if documented else f"Please look at {name} again.")


def backwards(value: Json) -> Json:
    """Objects with their members in the opposite order."""
    turned = copied(value)
    waiting = [turned]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            members = list(one.items())[::-1]
            one.clear()
            one.update(members)
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return turned


def whole_numbers(m: Model, value: Json, sent: Json) -> Json:
    whole = isinstance(value, Number) and abs(value) < 10**15 and value == value.to_integral_value()
    return int(value) if whole else value


def shortened(m: Model, value: Json, sent: Json) -> Json:
    """1.50 comes back as 1.5."""
    if not isinstance(value, Number) or Number(repr(float(value))) != value:
        return value
    return Number(repr(float(value)))


def status_trimmed(m: Model, value: Json) -> Json:
    return Model.check_status(m, value.strip() if isinstance(value, str) else value)


def of_several(place: int) -> type[Model]:
    """Of two Authorization headers one is looked at; Node, for one, drops all but the first."""
    return model_with(token=lambda m, headers: Model.token(m, [headers[place]] if headers else headers))


def unprocessable(m: Model, refusal: Refusal) -> Answer:
    """A body that is no object is refused with 422."""
    answer = Model.refuse(m, refusal)
    return replace(answer, status=422) if (refusal.details or {}).get("field") == "body" else answer


def email_trimmed(m: Model, value: Json) -> Json:
    return Model.check_email(m, value.strip() if isinstance(value, str) else value)


def three_zeros(m: Model, moment: datetime) -> str:
    return Model.render_time(m, moment).removesuffix("Z") + ".000Z"


def by_length(value: Json) -> Json:
    """Postgres keeps the keys of a `jsonb` object by their length."""
    if isinstance(value, dict):
        return {key: by_length(value[key]) for key in sorted(value, key=lambda key: (len(key), key))}
    return [by_length(item) for item in value] if isinstance(value, list) else value


def in_jsonb_order(m: Model, lead: Lead) -> JsonObject:
    shown = Model.render_lead(m, lead)
    return shown | ({"metadata": by_length(shown["metadata"])} if shown.get("metadata") else {})


def read_with(change: Callable[[JsonObject], JsonObject]) -> type[Model]:
    """Get Lead shows the same lead in another dress."""

    def get(m: Model, authorization: Sequence[str], lead_id: str) -> Answer:
        answer = Model.get(m, authorization, lead_id)
        data = answer.json.get("data")
        return Answer(200, answer.json | {"data": change(data)}) if answer.status == 200 else answer

    return model_with(get=get)


def without_cleared(lead: JsonObject) -> JsonObject:
    return {name: value for name, value in lead.items() if value is not None}


def e164(m: Model, text: str) -> bool:
    """A plus, a country, and 15 digits at most, once the separators are taken away."""
    return Model.is_phone(m, text) and text.startswith("+") and text[1:2] not in ("0", "(")


def others_count(d: Deployment, key: str, now: float, answer: Answer) -> dict[str, str]:
    """Somebody else uses the same key."""
    d.window.admit(key, now)
    d.window.admit(key, now)
    return Deployment.rate_headers(d, key, now, answer)


def pretty(d: Deployment, answer: Answer) -> bytes:
    """Line breaks and spaces after every comma and opening bracket; numbers stay as they are."""
    text = Deployment.encode(d, answer).decode()
    token = re.compile(r'"(?:[^"\\]|\\.)*"|[,:{\[]')
    return token.sub(lambda found: found[0] + ("" if found[0][0] == '"' else "\n  "), text).encode()


VARIANTS: tuple[Variant, ...] = (
    *(
        Variant(f"{question}-{answer}", f"{question}: {answer}", {question: answer})
        for question, answers in questions().items()
        for answer in answers[1:]
    ),
    Variant("strict", "Refuses what it need not take.", STRICT),
    Variant("lenient", "Takes what it need not refuse.", LENIENT),
    Variant("clearing", "Null clears whatever it can.", CLEARING),
    Variant("javascript", "As an Express service over a document store.", JAVASCRIPT),
    Variant("relational", "As a service over a relational database.", RELATIONAL),
    Variant("strict-seconds", "Strict, in whole seconds.", STRICT | {"timestamp-precision": "seconds"}),
    Variant(
        "seconds-unchanged",
        "Whole seconds, and no new time without a change.",
        {"timestamp-precision": "seconds", "unchanged-update": "keeps-updated-at"},
    ),
    Variant("no-get", "Does not serve Get Lead.", wire=Wire(serves_get=False)),
    Variant(
        "no-get-404", "Knows no Get Lead.", {"unserved-method": "not-found"}, wire=Wire(serves_get=False)
    ),
    Variant(
        "no-get-left-out", "No Get Lead, cleared fields left out.", CLEARING, wire=Wire(serves_get=False)
    ),
    Variant(
        "no-get-unchanged",
        "No Get Lead, and no new time without a change.",
        {"unchanged-update": "keeps-updated-at"},
        wire=Wire(serves_get=False),
    ),
    *LIVES,
    Variant("gzip", "Compresses its answers.", wire=Wire(gzip=True)),
    Variant("chunked", "Sends its answers in chunks.", wire=Wire(chunked=True)),
    Variant("slow", "Takes 30 ms for every answer.", wire=Wire(delay=0.03)),
    Variant("prefix", "Stands below a path.", wire=Wire(prefix="/crm/v2")),
    Variant("closing", "Closes every connection.", wire=Wire(headers={"Connection": "close"})),
    Variant(
        "more-headers",
        "Sends headers of its own.",
        wire=Wire(
            headers={"Server": "nginx", "ETag": 'W/"3b1"', "Vary": "Origin", "Cache-Control": "no-store"}
        ),
    ),
    Variant(
        "charset",
        "Names the charset.",
        wire=Wire(headers={"Content-Type": "application/json; charset=utf-8"}),
    ),
    Variant("more-members", "Leads have further members.", model=model_with(render_lead=with_more)),
    Variant("more-in-envelopes", "Envelopes have further members.", model=model_with(success=with_meta)),
    Variant(
        "more-in-refusals",
        "Refusals have further members, `timestamp` and `requestId` too.",
        {"error-extras": "included"},
        model=model_with(render_refusal=with_hint, invalid=with_expected),
    ),
    Variant("other-words", "Undocumented messages read otherwise.", model=model_with(invalid=in_other_words)),
    Variant("e164-phones", "Phones are international numbers of E.164.", model=model_with(is_phone=e164)),
    Variant("clock-ahead", "The clock is 20 seconds ahead.", ahead=20),
    Variant("clock-behind", "The clock is 20 seconds behind.", ahead=-20),
    Variant(
        "utc-as-offset",
        "UTC is written as an offset of zero.",
        model=model_with(render_time=lambda m, moment: Model.render_time(m, moment)[:-1] + "+00:00"),
    ),
    Variant(
        "other-order",
        "The members of objects come in another order.",
        deployment=deployment_with(encode=lambda d, answer: write(backwards(answer.json)).encode()),
    ),
    Variant(
        "escaped",
        "What is not ASCII is escaped.",
        deployment=deployment_with(encode=lambda d, answer: write(answer.json, ascii_only=True).encode()),
    ),
    Variant("pretty", "The JSON is indented.", deployment=deployment_with(encode=pretty)),
    Variant("whole-numbers", "1.0 comes back as 1, an equal number.", model=model_with(hold=whole_numbers)),
    Variant("short-numbers", "1.50 comes back as 1.5.", model=model_with(hold=shortened)),
    Variant(
        "email-trimmed",
        "White space is taken off an email, and nothing else (surrounding-space, answered for one field).",
        model=model_with(check_email=email_trimmed),
    ),
    Variant(
        "status-trimmed",
        "White space is taken off a status (surrounding-space, answered for one field).",
        model=model_with(check_status=status_trimmed),
    ),
    Variant("first-key-header", "Of two Authorization headers the first counts.", model=of_several(0)),
    Variant("last-key-header", "Of two Authorization headers the last counts.", model=of_several(-1)),
    Variant(
        "body-422",
        "A body that is no object is refused with 422: no page says which status it gets.",
        model=model_with(refuse=unprocessable),
    ),
    Variant(
        "seconds-with-zeros",
        "Whole seconds are printed with three zeros.",
        {"timestamp-precision": "seconds"},
        model=model_with(render_time=three_zeros),
    ),
    Variant(
        "jsonb-order", "Metadata keys are shown by length.", model=model_with(render_lead=in_jsonb_order)
    ),
    Variant(
        "get-more-members",
        "Get Lead shows members that Update Lead does not.",
        model=read_with(lambda lead: lead | {"conversations": [], "lastMessage": None}),
    ),
    Variant(
        "get-cleared-left-out",
        "Get Lead leaves cleared fields out; Update Lead shows null (cleared-field, answered for each).",
        model=read_with(without_cleared),
    ),
    Variant(
        "postgres",
        "Over `jsonb`: keys by length, short numbers, whole seconds with zeros, emails trimmed.",
        RELATIONAL | {"timestamp-precision": "seconds"},
        model=model_with(
            render_lead=in_jsonb_order, hold=shortened, render_time=three_zeros, check_email=email_trimmed
        ),
    ),
    Variant("busy-key", "Others use the same key.", deployment=deployment_with(rate_headers=others_count)),
    Variant(
        "dressed-up",
        "Many of these at once.",
        JAVASCRIPT | {"error-extras": "included", "cleared-field": "left-out"},
        model=model_with(render_lead=with_more, success=with_meta, invalid=in_other_words),
        deployment=deployment_with(
            encode=lambda d, answer: write(backwards(answer.json), ascii_only=True).encode()
        ),
        wire=Wire(
            gzip=True, chunked=True, prefix="/api", headers={"Content-Type": "application/json;charset=UTF-8"}
        ),
    ),
)
