"""What a deployment answers to the questions on keys, bodies and the answers around them."""

from typing import Any

from leads_check.evidence.exchange import SUCCESS
from leads_check.evidence.fields import READ_ONLY
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.plain import SAFE_INTEGER
from leads_check.evidence.values import MISSING, field_of, metadata_of, parsed, same
from leads_check.rules.reading import Asks, first, first_status, is_update, status_of
from leads_check.rules.rule import Answer

KIB = 1024
LONE_SURROGATE = chr(0xD800)
INVALID = b'"status"'


def read_only(name: str) -> Answer:
    def reading(x: Observation) -> str | None:
        if not x.accepted:
            return "refused" if x.status == 400 else status_of(x)
        taken = any(same(lead.get(name), x.sent[name]) for lead in x.shown)
        return "taken over" if taken else "ignored" if x.shown else None

    def asks(x: Observation) -> bool:
        return is_update(x) and name in x.sent and (alone_odd(x, name) or _all_odd(x))

    return first(asks, reading)


def _all_odd(x: Observation) -> bool:
    """Whether all read-only members were sent at once, and taken: had it been refused, each may be why."""
    return x.accepted and x.sent.keys() == {*READ_ONLY, "status"}


def alone_odd(x: Observation, name: str) -> bool:
    """Whether nothing else in the body is out of the ordinary."""
    return all(other == name or (other == "status" and x.sent[other] is not None) for other in x.sent)


def check_order(log: Log) -> str | None:
    keyless = first_status(log, lambda x: x.is_write and x.request.authorization == () and is_invalid(x))
    unknown = first_status(
        log, lambda x: x.request.target == "unknown" and x.request.lead_id is None and is_invalid(x)
    )
    if keyless is None or unknown is None:
        return None
    if keyless == 400:
        return "validation-authentication-existence"
    order = {400: "authentication-validation-existence", 404: "authentication-existence-validation"}
    return order.get(unknown, f"status {unknown}") if keyless == 401 else f"status {keyless}"


def is_invalid(x: Observation) -> bool:
    return x.demand.status is None and x.sent.keys() == {"status"}


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


def sends_large(x: Observation) -> bool:
    values = list(x.sent_metadata.values())
    return is_update(x) and len(values) == 1 and isinstance(values[0], int) and abs(values[0]) > SAFE_INTEGER


def nesting_limit(log: Log) -> str | None:
    """An answer where 100 levels are taken and 200 are not; that 200 are taken shows no limit."""
    taken, deeper = (first_status(log, sends_levels(levels)) for levels in (100, 200))
    if deeper is None:
        return None
    if deeper == 400 and taken == 200:
        return "levels-128"
    return (
        "200 levels are taken"
        if deeper == 200
        else f"100 levels: status {taken}, 200 levels: status {deeper}"
    )


def sends_levels(levels: int) -> Asks:
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


def reported_field(log: Log) -> str | None:
    """The one that comes first in a fixed order, or in whichever order they were sent."""
    asked = [x for x in log if x.exchange.answered and sends_several_invalid(x)]
    if not asked:
        return None
    if unlike := [x for x in asked if x.status != 400]:
        return status_of(unlike[0])
    named = [x.details.get("field") for x in asked]
    if not all(isinstance(field, str) for field in named):
        return "no field is named"
    if named[0] == "name":
        return "fixed-order"
    if len(asked) > 1 and all(field == next(iter(x.sent)) for field, x in zip(named, asked, strict=True)):
        return "order-sent"
    return "another order" if len(asked) > 1 else None


def reported_value(log: Log) -> str | None:
    """By each JSON type of its own, where types differ."""
    told: dict[str, str] = {}
    for x in log:
        sent = x.sent.get(x.demand.field or "", "")
        if is_update(x) and x.status == 400 and "value" in x.details and not isinstance(sent, str | None):
            told.setdefault(_TYPES[type(sent)], _reported(sent, x.details["value"]))
    if len(set(told.values())) < 2:
        return next(iter(told.values()), None)
    return ", ".join(f"{name}: {how}" for name, how in told.items())


_TYPES = {bool: "true or false", int: "number", float: "number", list: "array", dict: "object"}


def _reported(sent: Any, told: Any) -> str:
    return "as-sent" if same(sent, told) else "as-text" if isinstance(told, str) else "another value"


def surrogate(x: Observation) -> str | None:
    if not x.accepted:
        return "refused" if x.status == 400 else status_of(x)
    names = {"\ufffd": "replaced", LONE_SURROGATE: "kept, as an escape"}
    values = (metadata_of(lead).get("contract_test_surrogate") for lead in x.shown)
    return next((names.get(str(value), "another text") for value in values), None)


def sends_surrogate(x: Observation) -> bool:
    return is_update(x) and isinstance(x.request.body, bytes) and rb"\ud800" in x.request.body


def sends_several_invalid(x: Observation) -> bool:
    return is_update(x) and x.demand.among == {400} and len(x.sent) == 4


def other_type(x: Observation) -> str | None:
    if x.accepted:
        return took(x, "read-as-json")
    return {415: "refused-415", 400: "refused-400"}.get(x.status, status_of(x))


def missing_type(log: Log) -> str | None:
    """Read, or answered as a body of another type is."""
    missing, other = (first(of_type(kind), _fate)(log) for kind in (None, "text/plain"))
    same_fate = missing is not None and missing == other != "read-as-json"
    return "as-another-type" if same_fate else missing


def _fate(x: Observation) -> str | None:
    return took(x, "read-as-json") if x.accepted else status_of(x)


def took(x: Observation, answer: str) -> str | None:
    """The answer if what was sent is there; a body may be accepted and ignored."""
    for lead in reversed(x.shown):
        return (
            answer if all(same(field_of(lead, name), value) for name, value in x.sent.items()) else "ignored"
        )
    return None


def of_type(content_type: str | None) -> Asks:
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
    field, value = (x.details.get(name, MISSING) for name in ("field", "value"))
    if not isinstance(field, str):
        return "400 without `details.field`"
    if value is not None:
        return "`details.value` is not there" if value is MISSING else "`details.value` is not null"
    return {"body": "described", "": "not-a-field"}.get(field, "`details.field` is a name of its own")


def is_truncated(x: Observation) -> bool:
    body = x.request.body
    return x.is_write and isinstance(body, bytes) and parsed(body + b"}") is not MISSING and not x.sent


def non_object(x: Observation) -> str | None:
    return "treated-as-empty" if x.accepted else "refused" if x.status == 400 else status_of(x)


def taken_and_invalid(x: Observation) -> bool:
    theirs = field_of(x.others.get("other"), "email")
    return (
        is_update(x)
        and x.sent.keys() == {"email", "status"}
        and x.sent["email"] == theirs
        and x.demand.status is None
    )


def lower_case_scheme(x: Observation) -> bool:
    return x.is_write and x.request.authorization == ("bearer {key}",)


def malformed_id(x: Observation) -> bool:
    return x.request.lead_id == "contract-test" and x.request.authorization is None


def lone_array(x: Observation) -> bool:
    return is_update(x) and x.request.body == [] and isinstance(x.request.body, list)
