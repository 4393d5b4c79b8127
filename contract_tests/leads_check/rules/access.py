"""Keys, leads that are not there or not ours, and the rate limit."""

from collections.abc import Callable, Iterator
from datetime import UTC

from leads_check.evidence.exchange import OWN_KEY, SUCCESS, Exchange
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING
from leads_check.evidence.words import Words
from leads_check.rules.basics import demanded, is_documented, members, refusals
from leads_check.rules.rule import Finding, Part, Rule, finding, rule
from leads_contract import load_contract

NOT_FOUND_MESSAGE = "No lead found with this ID in your workspace"
KEY_ERRORS = {
    "missing-key-refused": ("MISSING_AUTH_HEADER", "Missing authorization header"),
    "malformed-key-refused": (
        "MALFORMED_AUTH_HEADER",
        "Malformed authorization header. Expected format: Bearer <token>",
    ),
    "unknown-key-refused": ("INVALID_API_KEY", "Invalid API key"),
}
RATE_LIMIT = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-used", "x-ratelimit-reset")
RESET_TOLERANCE = 300
"""Seconds."""


def _with_key(log: Log) -> Iterator[Observation]:
    """Answers to the key, once it has worked; one that never did may be the wrong one."""
    worked = False
    for x in log:
        own = x.request.authorization is None and x.request.key == OWN_KEY
        worked = worked or (own and x.accepted)
        if own and worked and (x.accepted or x.status == 401):
            yield x


def key_accepted(x: Observation) -> Iterator[Finding]:
    if x.status == 401:
        yield finding(x, "status, for the key that worked before", SUCCESS, 401, "status")


def key_error(clause: str) -> Callable[[Observation], Iterator[Finding]]:
    code, error = KEY_ERRORS[clause]
    return lambda x: members(x, {"success": False, "error": error, "code": code})


def key_rule(clause: str, *scenes: str) -> Rule:
    return rule(
        clause,
        ("keys", "other-keys", *scenes),
        demanded(clause),
        Part(refusals(401, clause), key_error(clause)),
        Part(_elsewhere(clause), other_operation),
    )


def _elsewhere(clause: str) -> Callable[[Log], Iterator[Observation]]:
    """The same of operations other than Get and Update, where the deployment serves them to the key."""

    def select(log: Log) -> Iterator[Observation]:
        served = {x.request.operation for x in log.all if x.accepted and x.request.authorization is None}
        for x in log.all:
            other = not (x.request.is_read or x.is_write) and x.request.operation in served
            if other and x.exchange.answered and x.demand.status == 401 and x.demand.clause == clause:
                yield x

    return select


def other_operation(x: Observation) -> Iterator[Finding]:
    if x.status != 401:
        what = f"status, without a key, of {load_contract().operations[x.request.operation].summary}"
        yield finding(x, what, 401, x.status, "status")


def not_found(x: Observation) -> Iterator[Finding]:
    yield from members(x, {"success": False, "error": "Lead not found", "code": "LEAD_NOT_FOUND"})
    lead_id = x.exchange.place
    yield from members(x, {"leadId": lead_id, "message": NOT_FOUND_MESSAGE}, "details")


def _unknown_and_foreign(log: Log) -> Iterator[tuple[Observation, Exchange]]:
    """Updates of another workspace's lead, each with one of a lead that never was, refused alike or not."""
    unknown: dict[bool, Exchange] = {}
    for x in log:
        if not x.is_write or not x.exchange.answered or x.request.lead_id is not None:
            continue
        valid = x.demand.status == 404
        if not valid and x.sent.keys() != {"status"}:
            continue
        if x.request.target == "unknown":
            unknown.setdefault(valid, x.exchange)
        elif x.request.target == "foreign" and x.request.key == OWN_KEY and valid in unknown:
            yield x, unknown[valid]


def looks_alike(subject: tuple[Observation, Exchange]) -> Iterator[Finding]:
    foreign, unknown = subject
    if foreign.status != unknown.status:
        what = "status for another workspace's lead, against that for one that never was"
        yield finding(foreign, what, unknown.status, foreign.status, "status", unknown)


def _counted(log: Log) -> Iterator[Observation]:
    """Answers to requests with a key, whose counts the headers tell."""
    return (x for x in log if (x.accepted or x.refused) and x.status != 401 and is_documented(x))


def rate_limit_headers(x: Observation) -> Iterator[Finding]:
    found = {name: x.exchange.headers.get(name) for name in RATE_LIMIT}
    missing = [name for name, value in found.items() if value is None]
    if missing:
        seen = Words(f"without {', '.join(missing)}") if missing != [*RATE_LIMIT] else MISSING
        yield finding(x, "the set of rate limit headers", Words(", ".join(RATE_LIMIT)), seen, missing[0])
        return
    if not all(value and value.isascii() and value.isdigit() and len(value) < 16 for value in found.values()):
        yield finding(x, "a rate limit header", Words("whole numbers"), found, RATE_LIMIT[0])
        return
    limit, remaining, used, reset = (int(value or "") for value in found.values())
    if limit - used != remaining and not (used >= limit and remaining == 0):
        yield finding(x, "X-RateLimit-Remaining", limit - used, remaining, RATE_LIMIT[1])
    ahead = reset - x.exchange.clock.astimezone(UTC).timestamp()
    if not -RESET_TOLERANCE <= ahead <= 3600 + RESET_TOLERANCE:
        yield finding(x, "X-RateLimit-Reset, seconds ahead", Words("0 to 3600"), round(ahead), RATE_LIMIT[3])


def _limited(log: Log) -> Iterator[Observation]:
    return iter(log.limited)


def rate_limit_envelope(x: Observation) -> Iterator[Finding]:
    yield from members(x, {"success": False, "error": "Rate limit exceeded", "code": "RATE_LIMIT_EXCEEDED"})
    yield from members(x, {"remaining": 0}, "details")
    for name in ("limit", "resetTime", "retryAfter"):
        value = x.details.get(name, MISSING)
        if not isinstance(value, int) or isinstance(value, bool):
            yield finding(x, f"`details.{name}` of a 429", Words("a whole number"), value, f"details.{name}")
    wait = x.exchange.headers.get("retry-after", "")
    if not (wait.isascii() and wait.isdigit()):
        yield finding(x, "Retry-After of a 429", Words("seconds"), wait or MISSING, "retry-after")


RULES = (
    rule("valid-key-accepted", ("keys", "single-fields"), Part(_with_key, key_accepted)),
    key_rule("missing-key-refused", "lists"),
    *(key_rule(clause) for clause in KEY_ERRORS if clause != "missing-key-refused"),
    rule("unknown-lead-refused", ("unknown-lead", "similar-id"), demanded("unknown-lead-refused")),
    rule("deleted-lead-refused", ("deleted-lead",), demanded("deleted-lead-refused")),
    rule(
        "foreign-lead-refused",
        ("foreign-lead", "foreign-key"),
        demanded("foreign-lead-refused"),
        Part(_unknown_and_foreign, looks_alike),
    ),
    rule(
        "not-found-envelope",
        ("unknown-lead", "deleted-lead", "foreign-lead", "foreign-key"),
        Part(refusals(404), not_found),
        rests_on=("error-envelope",),
    ),
    rule("rate-limit-headers", ("single-fields", "unknown-lead", "keys"), Part(_counted, rate_limit_headers)),
    rule("rate-limit-envelope", (), Part(_limited, rate_limit_envelope)),
)
