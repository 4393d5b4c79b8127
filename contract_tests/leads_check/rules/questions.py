"""One observing rule for each open question: what this deployment answers. Nothing here can fail."""

from collections.abc import Callable, Iterable

from leads_check.evidence.exchange import MISSING, Exchange, Log, metadata_of, same
from leads_check.rules.identity import moment
from leads_check.rules.rule import Answer, Level, Rule
from leads_check.scenes.questions import LARGE_INTEGER, READ_ONLY

Reading = Callable[[Exchange], str | None]


def of(label: str, reading: Reading) -> Answer:
    """The answer that the exchange with this label gives, None where it was not made or gives none."""

    def answer(log: Log) -> str | None:
        x = log.labelled(label)
        return reading(x) if x is not None and x.status else None

    return answer


def by_status(accepted: str, refused: str) -> Reading:
    """The answer by whether the update was accepted or refused."""
    return lambda x: accepted if x.accepted else refused if x.refused else None


def null_field(name: str) -> Answer:
    def reading(x: Exchange) -> str | None:
        if x.refused:
            return "refused"
        for lead in x.shown:
            if lead.get(name) is None:
                return "cleared"
            if name == "metadata" and lead[name] == {} and metadata_of(x.before):
                return "emptied"
            if x.before is not None and same(lead[name], x.before.get(name)):
                return "ignored"
            return "reset" if lead[name] == "new" else None
        return None

    return of(f"null {name}", reading)


def read_only(name: str) -> Answer:
    return of(name, by_status("ignored", "refused"))


def empty_text(name: str) -> Answer:
    def reading(x: Exchange) -> str | None:
        if x.refused:
            return "refused"
        for lead in x.shown:
            return "cleared" if lead.get(name) is None else "stored" if lead[name] == "" else None
        return None

    return of(f"empty {name}", reading)


def shown(field: str, readings: Callable[[Exchange, object], str | None]) -> Reading:
    """The answer that the field's value after an accepted update gives."""
    return lambda x: next((readings(x, lead.get(field, MISSING)) for lead in x.shown), None)


def nested_metadata(log: Log) -> str | None:
    x = log.labelled("nested patched")
    for lead in x.shown if x else ():
        nested = metadata_of(lead).get("contract_test_nested")
        if isinstance(nested, dict):
            deep = nested.get("changed")
            merged = "kept" in nested and isinstance(deep, dict) and "deeper" in deep
            return "merged" if merged else "replaced" if "kept" not in nested else None
    return None


def odd_keys(log: Log) -> str | None:
    asked = [x for x in log if x.request.label.startswith("special key ")]
    if not asked:
        return None
    return "kept" if all(x.accepted for x in asked) else "refused"


def cleared_field(log: Log) -> str | None:
    x = log.labelled("phone cleared")
    for lead in x.shown if x and x.accepted else ():
        return "left-out" if "phone" not in lead else "shown-as-null" if lead["phone"] is None else None
    return None


def empty_name(log: Log) -> str | None:
    empty, blank = log.labelled("empty name"), log.labelled("blank name")
    if empty is None or blank is None:
        return None
    if empty.accepted:
        return "allowed"
    return "empty-refused" if blank.accepted else "blank-refused"


def unchanged_update(log: Log) -> str | None:
    x = log.labelled("same status")
    if x is None or x.before is None:
        return None
    for lead in x.shown:
        before, after = moment(x.before.get("updatedAt")), moment(lead.get("updatedAt"))
        if before and after:
            return "moves-updated-at" if after > before else "keeps-updated-at"
    return None


def timestamp_precision(log: Log) -> str | None:
    times = [
        lead["updatedAt"] for x in log for lead in [x.lead] if lead and isinstance(lead.get("updatedAt"), str)
    ]
    digits = {len(time.partition(".")[2].rstrip("Z").partition("+")[0]) for time in times}
    return {0: "seconds", 3: "milliseconds", 6: "microseconds"}.get(max(digits, default=-1))


def unknown_fields(x: Exchange) -> str | None:
    if x.refused:
        return "refused"
    return next(
        ("stored" if "contract_test_field" in lead else "ignored" for lead in reversed([*x.shown])), None
    )


def check_order(log: Log) -> str | None:
    keyless, unknown = log.labelled("no key and an invalid body"), log.labelled("unknown, invalid")
    if keyless is not None and keyless.status == 400:
        return "validation-authentication-existence"
    if unknown is None or (keyless is not None and keyless.status != 401):
        return None
    order = {400: "authentication-validation-existence", 404: "authentication-existence-validation"}
    return order.get(unknown.status)


def email_format(log: Log) -> str | None:
    dotless, wide = log.labelled("no dot in the domain"), log.labelled("beyond ASCII")
    if dotless is None or wide is None:
        return None
    return "internationalised" if wide.accepted else "any-domain" if dotless.accepted else "dotted-domain"


def phone_format(log: Log) -> str | None:
    plain, extension = log.labelled("without a plus"), log.labelled("with an extension")
    if plain is None or extension is None:
        return None
    if extension.accepted:
        return "any-with-digit"
    return "digits-and-separators" if plain.accepted else "international"


def body_limit(log: Log) -> str | None:
    small, large = log.labelled("101 KiB"), log.labelled("1025 KiB")
    if small is None or (large is None and small.status != 413):
        return None
    return "kib-100" if small.status == 413 else "mib-1" if large and large.status == 413 else "mib-10"


def large_numbers(x: Exchange) -> str | None:
    if x.refused:
        return "refused"
    for lead in x.shown:
        value = metadata_of(lead).get("contract_test_large_integer", MISSING)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return "exact" if isinstance(value, int) and value == LARGE_INTEGER else "rounded"
    return None


def twice(x: Exchange) -> str | None:
    answers = {"first": "first-wins", "last": "last-wins"}
    if x.refused:
        return "refused"
    return next((answers.get(str(metadata_of(lead).get("contract_test_twice"))) for lead in x.shown), None)


def reported_field(x: Exchange) -> str | None:
    return {"name": "fixed-order", "phone": "order-sent"}.get(str(x.details.get("field")))


def other_type(x: Exchange) -> str | None:
    if x.accepted:
        return "read-as-json"
    return {415: "refused-415", 400: "refused-400"}.get(x.status)


def error_extras(log: Log) -> str | None:
    bodies = [x.body for x in log if x.refused and isinstance(x.body, dict)]
    if not bodies:
        return None
    both = [body for body in bodies if "timestamp" in body and "requestId" in body]
    neither = [body for body in bodies if "timestamp" not in body and "requestId" not in body]
    return "included" if len(both) == len(bodies) else "omitted" if len(neither) == len(bodies) else None


def unserved_method(log: Log) -> str | None:
    for x in log:
        if x.method == "GET" and not x.accepted:
            return {405: "method-not-allowed", 404: "not-found"}.get(x.status)
    return None


def case_kept(x: Exchange, email: object) -> str | None:
    sent = x.sent.get("email", "")
    return "as-sent" if email == sent else "lower-cased" if email == str(sent).lower() else None


def space_kept(x: Exchange, name: object) -> str | None:
    sent = str(x.sent.get("name"))
    return "kept" if name == sent else "trimmed" if name == sent.strip() else None


def malformed_json(x: Exchange) -> str | None:
    return {"body": "described", "": "not-a-field"}.get(x.details["field"]) if "field" in x.details else None


def conflict_order(x: Exchange) -> str | None:
    return {400: "validation-first", 409: "conflict-first"}.get(x.status)


_ANSWERS: dict[str, tuple[Iterable[str], Answer]] = {
    "nested-metadata": (["metadata-nested"], nested_metadata),
    "odd-metadata-keys": (["metadata-keys"], odd_keys),
    "large-numbers": (["sizes"], of("large integer", large_numbers)),
    "nesting-limit": (["sizes"], of("200 levels", by_status("levels-512", "levels-128"))),
    "cleared-field": (["clearing"], cleared_field),
    "null-name": (["nulls"], null_field("name")),
    "null-email": (["nulls"], null_field("email")),
    "null-status": (["nulls"], null_field("status")),
    "null-metadata": (["null-metadata"], null_field("metadata")),
    "empty-name": (["empty-texts"], empty_name),
    "empty-phone": (["empty-texts"], empty_text("phone")),
    "empty-source": (["empty-texts"], empty_text("source")),
    "empty-update": (["empty-updates"], of("empty", by_status("accepted", "refused"))),
    "unchanged-update": (["empty-updates"], unchanged_update),
    **{
        question: (["sent-read-only"], read_only(field))
        for field, question in zip(
            READ_ONLY, ("sent-id", "sent-created-at", "sent-updated-at", "sent-workspace-id"), strict=True
        )
    },
    "unknown-fields": (["unknown-fields"], of("unknown member", unknown_fields)),
    "email-case": (["email-case"], of("other case", by_status("different", "same"))),
    "stored-email-case": (["email-texts"], of("mixed case", shown("email", case_kept))),
    "email-format": (["email-texts"], email_format),
    "phone-format": (["phone-texts"], phone_format),
    "long-name": (["name-texts"], of("long name", by_status("unlimited", "characters-255"))),
    "surrounding-space": (["name-texts"], of("surrounding space", shown("name", space_kept))),
    "timestamp-precision": (["single-fields"], timestamp_precision),
    "check-order": (["around-the-key", "unknown-lead"], check_order),
    "conflict-order": (["email-case"], of("taken, and an invalid status", conflict_order)),
    "reported-field": (["bodies"], of("several invalid", reported_field)),
    "malformed-lead-id": (
        ["around-the-key"],
        of("malformed id", lambda x: {404: "not-found", 400: "refused"}.get(x.status)),
    ),
    "scheme-case": (["around-the-key"], of("lower-case scheme", by_status("any-case", "exact-case"))),
    "malformed-json": (["malformed-bodies"], of("truncated", malformed_json)),
    "non-object-body": (["empty-updates"], of("array", by_status("treated-as-empty", "refused"))),
    "duplicate-keys": (["bodies"], of("a name twice", twice)),
    "other-content-type": (["bodies"], of("another type", other_type)),
    "missing-content-type": (["bodies"], of("no type", by_status("read-as-json", "as-another-type"))),
    "body-limit": (["sizes"], body_limit),
    "error-extras": (["keys", "unknown-lead"], error_extras),
    "unserved-method": ([], unserved_method),
}
RULES = tuple(
    Rule(question, Level.OBSERVE, question, tuple(scenes), answer=answer)
    for question, (scenes, answer) in _ANSWERS.items()
)
