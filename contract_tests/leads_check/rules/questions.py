"""One observing rule for each open question: what this deployment answers. Nothing here can fail.

A reading gives the id of an answer only where what was seen is that answer. Otherwise it says in a few words
what was seen, or gives None where nothing was.
"""

from collections.abc import Callable, Iterable
from typing import Any

from leads_check.evidence.demand import SAFE_INTEGER, SUCCESS
from leads_check.evidence.exchange import Exchange
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, field_of, metadata_of, moment, parsed, same
from leads_check.rules.identity import REST, REST_IN_SECONDS
from leads_check.rules.rule import Answer, Rule

Reading = Callable[[Observation], str | None]
Asks = Callable[[Observation], bool]
KIB = 1024
INVALID = b'"status"'


def status_of(x: Observation | Exchange) -> str | None:
    """What is said of an answer that is none of the listed ones; a failure answers nothing."""
    if x.status >= 500:
        return None
    code = x.body.get("code") if isinstance(x.body, dict) else None
    return f"status {x.status}" + (f" `{code}`" if isinstance(code, str) and code.isascii() else "")


def first(asks: Asks, reading: Reading) -> Answer:
    """The answer of the first exchange that asks the question and shows one."""

    def answer(log: Log) -> str | None:
        asked = (x for x in log if x.exchange.answered and not x.exchange.batch and asks(x))
        return next((seen for x in asked if (seen := reading(x)) is not None), None)

    return answer


def is_update(x: Observation) -> bool:
    """An update of a lead of the key's own, with the key, as JSON."""
    own = x.request.target in ("lead", "other") and x.request.lead_id is None and x.request.key == "own"
    is_json = x.request.content_type == "application/json"
    return x.is_write and own and is_json and x.request.authorization is None


def sends(**members: Any) -> Asks:
    """Updates that send just these members; a value may be a predicate."""

    def asks(x: Observation) -> bool:
        return (
            is_update(x)
            and x.sent.keys() == members.keys()
            and all(map(_fits, members.values(), x.sent.values()))
        )

    return asks


def _fits(wanted: Any, sent: Any) -> bool:
    return bool(wanted(sent)) if callable(wanted) else same(wanted, sent)


def by_status(accepted: str, refused: str) -> Reading:
    """The answer by whether the update was accepted or refused with 400."""

    def reading(x: Observation) -> str | None:
        return accepted if x.accepted else refused if x.status == 400 else status_of(x)

    return reading


def null_field(name: str, *, within: Asks = lambda x: True) -> Answer:
    def reading(x: Observation) -> str | None:
        if not x.accepted:
            return "refused" if x.status == 400 else status_of(x)
        if x.before is None:
            return None
        for lead in x.shown:
            before, after = field_of(x.before, name), field_of(lead, name)
            if after is None:
                return "cleared"
            if name == "metadata" and after == {}:
                return "emptied" if before else None
            if same(after, before):
                return "ignored"
            return "reset" if after == "new" else "another value"
        return None

    return first(lambda x: sends(**{name: None})(x) and within(x), reading)


def read_only(name: str) -> Answer:
    def reading(x: Observation) -> str | None:
        if not x.accepted:
            return "refused" if x.status == 400 else status_of(x)
        taken = any(same(lead.get(name), x.sent[name]) for lead in x.shown)
        return "taken over" if taken else "ignored" if x.shown else None

    return first(lambda x: is_update(x) and name in x.sent and _alone_odd(x, name), reading)


def _alone_odd(x: Observation, name: str) -> bool:
    """Whether nothing else in the body is out of the ordinary."""
    return all(other == name or (other == "status" and x.sent[other] is not None) for other in x.sent)


def empty_text(name: str) -> Answer:
    def reading(x: Observation) -> str | None:
        if not x.accepted:
            return "refused" if x.status == 400 else status_of(x)
        for lead in reversed(x.shown):
            after = field_of(lead, name)
            if after is None or after == "":
                return "cleared" if after is None else "stored"
            return "ignored" if same(after, field_of(x.before, name)) else "another value"
        return None

    return first(sends(**{name: ""}), reading)


def text_kept(name: str, asks: Asks, readings: dict[str, Callable[[str], str]]) -> Answer:
    """The answer whose way to change the sent text explains what is shown."""

    def reading(x: Observation) -> str | None:
        sent = x.sent[name]
        for lead in x.shown:
            found = [answer for answer, change in readings.items() if field_of(lead, name) == change(sent)]
            return found[0] if found else "another text"
        return None if x.accepted else status_of(x)

    return first(asks, reading)


def _lower_domain(email: str) -> str:
    local, at, domain = email.rpartition("@")
    return local + at + domain.lower()


def nested_metadata(log: Log) -> str | None:
    for x in log:
        if not (is_update(x) and x.accepted):
            continue
        for key, sent in x.sent_metadata.items():
            before = metadata_of(x.before).get(key)
            if isinstance(before, dict) and isinstance(sent, dict) and before.keys() - sent.keys():
                after = metadata_of(x.shown[-1]).get(key) if x.shown else None
                if isinstance(after, dict):
                    return _merged_to(before, sent, after)
    return None


def _merged_to(before: dict[str, Any], sent: dict[str, Any], after: dict[str, Any]) -> str:
    if same(after, sent):
        return "replaced"
    for key, value in sent.items():
        held = before.get(key)
        if isinstance(held, dict) and isinstance(value, dict) and held.keys() - value.keys():
            kept = isinstance(after.get(key), dict) and held.keys() - value.keys() <= after[key].keys()
            return "merged" if kept else "merged at the first level alone"
    return "merged" if before.keys() - sent.keys() <= after.keys() else "another value"


def odd_keys(log: Log) -> str | None:
    asked = [x for x in log if is_update(x) and x.sent.keys() == {"metadata"} and _odd(x.sent_metadata)]
    kept = [
        x
        for x in asked
        if x.accepted and all(x.sent_metadata.items() <= metadata_of(y).items() for y in x.shown)
    ]
    if not asked:
        return None
    if len(kept) == len(asked):
        return "kept"
    if all(x.status == 400 for x in asked):
        return "refused"
    seen = {
        key: "kept" if x in kept else "lost" if x.accepted else f"{x.status}"
        for x in asked
        for key in x.sent_metadata
    }
    return ", ".join(f"`{key}`: {what}" for key, what in seen.items())


def _odd(metadata: dict[str, Any]) -> bool:
    # An array or an object could not be compared as a member of a set.
    odd = any(key in ("", "__proto__") or "." in key or key.startswith("$") for key in metadata)
    return odd and all(isinstance(value, str) for value in metadata.values())


def cleared_field(x: Observation) -> str | None:
    for lead in x.shown:
        return (
            "left-out"
            if "phone" not in lead
            else "shown-as-null"
            if lead["phone"] is None
            else "another value"
        )
    return None


def empty_name(log: Log) -> str | None:
    empty, blank = _status(log, sends(name="")), _status(log, sends(name=lambda name: _is_blank(name)))
    if empty is None or blank is None:
        return None
    pairs = {(200, 200): "allowed", (400, 200): "empty-refused", (400, 400): "blank-refused"}
    return pairs.get((empty, blank), f"empty: status {empty}, blank: status {blank}")


def _is_blank(text: Any) -> bool:
    return isinstance(text, str) and bool(text) and not text.strip()


def _status(log: Log, asks: Asks) -> int | None:
    """The status of the first exchange that asks, 200 for each acceptance."""
    asked = (x for x in log if x.exchange.answered and x.status < 500 and asks(x))
    return next((200 if x.accepted else x.status for x in asked), None)


def unchanged_update(x: Observation) -> str | None:
    if x.before is None:
        return None
    for lead in x.shown:
        before, after = moment(x.before.get("updatedAt")), moment(lead.get("updatedAt"))
        if before and after and after > before:
            return "moves-updated-at"
        # Within the precision of the times, the same one is shown, moved or not.
        if before and after and x.rested >= (REST if before.microsecond else REST_IN_SECONDS):
            return "keeps-updated-at"
    return None


def _repeats(x: Observation) -> bool:
    return sends(status=lambda status: status is not None)(x) and x.sent["status"] == field_of(
        x.before, "status"
    )


def timestamp_precision(log: Log) -> str | None:
    times = [
        x.lead["updatedAt"] for x in log if x.is_write and x.lead and isinstance(x.lead.get("updatedAt"), str)
    ]
    fractions = [time.partition(".")[2].rstrip("Zz").partition("+")[0] for time in times]
    if len(fractions) < 3:
        return None
    if all(not fraction.strip("0") for fraction in fractions):
        return "seconds"
    needed = max(len(fraction.rstrip("0")) for fraction in fractions)
    # The last digits of one time may be zero by chance, but not those of each.
    return "milliseconds" if needed <= 3 else "microseconds" if needed <= 6 else f"{needed} digits"


def unknown_fields(x: Observation) -> str | None:
    if not x.accepted:
        return "refused" if x.status == 400 else status_of(x)
    unknown = next(name for name in x.sent if name.startswith("contract_test_"))
    return next(("stored" if unknown in lead else "ignored" for lead in reversed(x.shown)), None)


def check_order(log: Log) -> str | None:
    keyless = _status(log, lambda x: x.is_write and x.request.authorization == () and _is_invalid(x))
    unknown = _status(
        log, lambda x: x.request.target == "unknown" and x.request.lead_id is None and _is_invalid(x)
    )
    if keyless is None or unknown is None:
        return None
    if keyless == 400:
        return "validation-authentication-existence"
    order = {400: "authentication-validation-existence", 404: "authentication-existence-validation"}
    return order.get(unknown, f"status {unknown}") if keyless == 401 else f"status {keyless}"


def _is_invalid(x: Observation) -> bool:
    return x.demand.status is None and x.sent.keys() == {"status"}


def email_format(log: Log) -> str | None:
    dotless = _status(log, sends(email=lambda text: _is_email(text) and "." not in text.rpartition("@")[2]))
    wide = _status(log, sends(email=lambda text: _is_email(text) and not text.isascii()))
    names = {
        (400, 400): "dotted-domain",
        (200, 400): "any-domain",
        (400, 200): "internationalised",
        (200, 200): "both a domain without a dot and characters beyond ASCII are accepted",
    }
    return (
        None if dotless is None or wide is None else names.get((dotless, wide), f"status {dotless}, {wide}")
    )


def _is_email(text: Any) -> bool:
    return (
        isinstance(text, str) and text.count("@") == 1 and not text.startswith("@") and not text.endswith("@")
    )


def phone_format(log: Log) -> str | None:
    plain = _status(log, sends(phone=lambda text: isinstance(text, str) and text.startswith("(555)")))
    extension = _status(log, sends(phone=lambda text: isinstance(text, str) and "ext." in text))
    names = {
        (200, 200): "any-with-digit",
        (200, 400): "digits-and-separators",
        (400, 400): "international",
        (400, 200): "an extension is accepted, a number without a plus is not",
    }
    return (
        None
        if plain is None or extension is None
        else names.get((plain, extension), f"status {plain}, {extension}")
    )


def body_limit(log: Log) -> str | None:
    """By bodies that are invalid all the same, so that 400 means that their size was taken."""
    seen = {
        len(x.request.content()) // KIB: x.status
        for x in log
        if x.is_write and x.exchange.answered and len(x.request.content()) >= 98 * KIB
    }
    if not seen:
        return None
    taken = max((size for size, status in seen.items() if status == 400), default=0)
    refused = min((size for size, status in seen.items() if status == 413), default=0)
    limits = {(98, 100): "kib-100", (1022, 1024): "mib-1"}
    if set(seen.values()) <= {400, 413}:
        above, below = f"above {taken} KiB" * bool(taken), f"at most {refused} KiB" * bool(refused)
        return limits.get((taken, refused), ", ".join(filter(None, (above, below))))
    return ", ".join(f"{size} KiB: status {status}" for size, status in seen.items())


def large_numbers(x: Observation) -> str | None:
    if not x.accepted:
        return "refused" if x.status == 400 else status_of(x)
    sent = next(iter(x.sent_metadata.items()))
    for lead in x.shown:
        value = metadata_of(lead).get(sent[0], MISSING)
        if isinstance(value, int) and same(value, sent[1]):
            return "exact"
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return "rounded" if number and float(value) == float(sent[1]) else "another value"
    return None


def _sends_large(x: Observation) -> bool:
    values = list(x.sent_metadata.values())
    return is_update(x) and len(values) == 1 and isinstance(values[0], int) and abs(values[0]) > SAFE_INTEGER


def nesting_limit(log: Log) -> str | None:
    """An answer where 100 levels are taken and 200 are not; that 200 are taken shows no limit."""
    taken, deeper = (_status(log, _sends_levels(levels)) for levels in (100, 200))
    if deeper is None:
        return None
    if deeper == 400 and taken == 200:
        return "levels-128"
    return (
        "200 levels are taken"
        if deeper == 200
        else f"100 levels: status {taken}, 200 levels: status {deeper}"
    )


def _sends_levels(levels: int) -> Asks:
    """An update whose metadata nests so many arrays, and nothing else."""

    def asks(x: Observation) -> bool:
        body = x.request.body
        nests = isinstance(body, bytes) and body.count(b"[") == levels
        return is_update(x) and nests and INVALID not in x.request.content()

    return asks


def twice(x: Observation) -> str | None:
    if not x.accepted:
        return "refused" if x.status == 400 else status_of(x)
    answers = {"first": "first-wins", "last": "last-wins"}
    value = next((metadata_of(lead).get("contract_test_twice") for lead in x.shown), None)
    return answers.get(str(value), "another value") if x.shown else None


def reported_field(x: Observation) -> str | None:
    if x.status != 400:
        return status_of(x)
    invalid, field = list(x.sent), x.details.get("field")
    if not isinstance(field, str):
        return "no field is named"
    return {"name": "fixed-order", invalid[0]: "order-sent"}.get(field, "another field")


def _sends_several_invalid(x: Observation) -> bool:
    return is_update(x) and x.demand.among == {400} and len(x.sent) == 4


def other_type(x: Observation) -> str | None:
    if x.accepted:
        return _took(x, "read-as-json")
    return {415: "refused-415", 400: "refused-400"}.get(x.status, status_of(x))


def missing_type(x: Observation) -> str | None:
    if x.accepted:
        return _took(x, "read-as-json")
    return "as-another-type" if x.refused else status_of(x)


def _took(x: Observation, answer: str) -> str | None:
    """The answer if what was sent is there; a body may be accepted and ignored."""
    for lead in reversed(x.shown):
        return (
            answer if all(same(field_of(lead, name), value) for name, value in x.sent.items()) else "ignored"
        )
    return None


def _of_type(content_type: str | None) -> Asks:
    def asks(x: Observation) -> bool:
        own = x.is_write and x.request.target == "lead" and x.before is not None
        news = any(not same(value, field_of(x.before, name)) for name, value in x.sent.items())
        return own and news and x.request.content_type == content_type

    return asks


def error_extras(log: Log) -> str | None:
    bodies = [x.body for x in log if x.refused and isinstance(x.body, dict)]
    carrying = [sum(name in body for name in ("timestamp", "requestId")) for body in bodies]
    if not bodies:
        return None
    if set(carrying) == {2} or set(carrying) == {0}:
        return "included" if carrying[0] else "omitted"
    return "one of the two, or not in each refusal"


def www_authenticate(log: Log) -> str | None:
    shown = {x.exchange.headers.get("www-authenticate", "") for x in log if x.status == 401}
    if shown <= {""}:
        return "omitted" if shown else None
    schemes = {header.partition(" ")[0].lower() for header in shown}
    return "bearer" if schemes == {"bearer"} else "another scheme, or not in each 401"


def unserved_method(log: Log) -> str | None:
    """By GETs of a lead that is there, where none was ever answered with it."""
    reads = [x for x in log if x.method == "GET" and x.demand.status == SUCCESS]
    if any(x.accepted for x in reads):
        return None
    refused = [x for x in reads if x.refused]
    return (
        {405: "method-not-allowed", 404: "not-found"}.get(refused[0].status, status_of(refused[0]))
        if refused
        else None
    )


def malformed_json(x: Observation) -> str | None:
    if x.status != 400:
        return status_of(x)
    field = x.details.get("field", MISSING)
    return {"body": "described", "": "not-a-field"}.get(field if isinstance(field, str) else "?", "otherwise")


def _is_truncated(x: Observation) -> bool:
    body = x.request.body
    return x.is_write and isinstance(body, bytes) and parsed(body + b"}") is not MISSING and not x.sent


def by_code(codes: dict[int, str]) -> Reading:
    """The answer by the status."""
    return lambda x: codes.get(x.status, status_of(x))


def non_object(x: Observation) -> str | None:
    return "treated-as-empty" if x.accepted else "refused" if x.status == 400 else status_of(x)


def _case_of_another(x: Observation) -> bool:
    email, theirs = x.sent.get("email"), field_of(x.others.get("other"), "email")
    if not (isinstance(email, str) and isinstance(theirs, str)):
        return False
    return (
        is_update(x)
        and x.sent.keys() == {"email"}
        and email != theirs
        and email.casefold() == theirs.casefold()
    )


def _taken_and_invalid(x: Observation) -> bool:
    theirs = field_of(x.others.get("other"), "email")
    return (
        is_update(x)
        and x.sent.keys() == {"email", "status"}
        and x.sent["email"] == theirs
        and x.demand.status is None
    )


def _is_mixed_case(text: Any) -> bool:
    return _is_email(text) and text.startswith("Contract-Test") and text.isascii()


def _has_space_around(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip()) and text != text.strip()


def _lower_case_scheme(x: Observation) -> bool:
    return x.is_write and x.request.authorization == ("bearer {key}",)


def _malformed_id(x: Observation) -> bool:
    return x.request.lead_id == "contract-test"


def _lone_array(x: Observation) -> bool:
    return is_update(x) and x.request.body == [] and isinstance(x.request.body, list)


_ANSWERS: dict[str, tuple[Iterable[str], Answer]] = {
    "nested-metadata": (["metadata-nested"], nested_metadata),
    "odd-metadata-keys": (["metadata-keys", "empty-key"], odd_keys),
    "large-numbers": (["large-integer"], first(_sends_large, large_numbers)),
    "nesting-limit": (["nesting-of-100-levels", "nesting-of-200-levels"], nesting_limit),
    "cleared-field": (["clearing"], first(sends(phone=None), cleared_field)),
    "null-name": (["nulls"], null_field("name")),
    "null-email": (["nulls"], null_field("email")),
    # From `new`, a status that is reset could not be told from one that stays.
    "null-status": (["nulls"], null_field("status", within=lambda x: field_of(x.before, "status") != "new")),
    "null-metadata": (["null-metadata"], null_field("metadata")),
    "empty-name": (["empty-texts"], empty_name),
    "empty-phone": (["empty-texts"], empty_text("phone")),
    "empty-source": (["empty-texts"], empty_text("source")),
    "empty-update": (
        ["empty-updates"],
        first(lambda x: is_update(x) and x.request.body == {}, by_status("accepted", "refused")),
    ),
    "unchanged-update": (["empty-updates"], first(_repeats, unchanged_update)),
    "sent-id": (["sent-read-only"], read_only("id")),
    "sent-created-at": (["sent-read-only"], read_only("createdAt")),
    "sent-updated-at": (["sent-read-only"], read_only("updatedAt")),
    "sent-workspace-id": (["sent-read-only"], read_only("workspaceId")),
    "unknown-fields": (
        ["unknown-fields"],
        first(
            lambda x: is_update(x) and any(name.startswith("contract_test_") for name in x.sent),
            unknown_fields,
        ),
    ),
    "email-case": (["email-case"], first(_case_of_another, by_code({200: "different", 409: "same"}))),
    "stored-email-case": (
        ["email-texts"],
        text_kept(
            "email",
            sends(email=_is_mixed_case),
            {"as-sent": str, "lower-cased": str.lower, "its domain in lower case": _lower_domain},
        ),
    ),
    "email-format": (["email-texts"], email_format),
    "phone-format": (["phone-texts"], phone_format),
    "long-name": (
        ["name-texts"],
        first(
            sends(name=lambda name: isinstance(name, str) and len(name) > 255),
            by_status("unlimited", "characters-255"),
        ),
    ),
    "surrounding-space": (
        ["name-texts"],
        text_kept("name", sends(name=_has_space_around), {"kept": str, "trimmed": str.strip}),
    ),
    "timestamp-precision": (["single-fields"], timestamp_precision),
    "check-order": (["around-the-key", "unknown-lead"], check_order),
    "conflict-order": (
        ["email-case"],
        first(_taken_and_invalid, by_code({400: "validation-first", 409: "conflict-first"})),
    ),
    "reported-field": (["bodies"], first(_sends_several_invalid, reported_field)),
    "malformed-lead-id": (
        ["around-the-key"],
        first(_malformed_id, by_code({404: "not-found", 400: "refused"})),
    ),
    "scheme-case": (
        ["around-the-key"],
        first(_lower_case_scheme, by_code({200: "any-case", 401: "exact-case"})),
    ),
    "malformed-json": (["malformed-bodies"], first(_is_truncated, malformed_json)),
    "non-object-body": (["empty-updates"], first(_lone_array, non_object)),
    "duplicate-keys": (
        ["bodies"],
        first(
            lambda x: (
                isinstance(x.request.body, bytes) and x.request.body.count(b'"contract_test_twice"') == 2
            ),
            twice,
        ),
    ),
    "other-content-type": (["bodies"], first(_of_type("text/plain"), other_type)),
    "missing-content-type": (["bodies"], first(_of_type(None), missing_type)),
    "body-limit": (["body-of-100-kib", "body-of-1-mib"], body_limit),
    "error-extras": (["keys", "unknown-lead"], error_extras),
    "unserved-method": ([], unserved_method),
    "www-authenticate": (["keys"], www_authenticate),
}
RULES = tuple(Rule(question, tuple(scenes), answer=answer) for question, (scenes, answer) in _ANSWERS.items())
