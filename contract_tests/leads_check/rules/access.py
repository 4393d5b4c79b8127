"""Keys, leads that are not there or not ours, and the rate limit."""

from collections.abc import Iterator
from datetime import UTC

from leads_check.evidence.exchange import MISSING, Exchange, Log
from leads_check.rules.basics import all_of, everything, for_each, refusals, wrong_status
from leads_check.rules.refusals import members
from leads_check.rules.rule import Finding, Level, Rule
from leads_check.scenes.keys import SURPLUS

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


def key_error(x: Exchange) -> Iterator[Finding]:
    code, error = KEY_ERRORS.get(x.request.clause, ("", ""))
    if code:
        yield from members(x, {"success": False, "error": error, "code": code})


def key_refused(log: Log) -> Iterator[Finding]:
    """A 401 for a key that was accepted before; one that never was may be the wrong one."""
    worked = False
    for x in log:
        if x.request.authorization is None and x.status == 401 and worked:
            yield Finding(
                f"status of “{x.request.label}”, which was sent with the key", 200, 401, x, "status"
            )
        worked = worked or (x.request.authorization is None and x.accepted)


def key_rule(clause: str) -> Rule:
    def own(log: Log) -> Iterator[Exchange]:
        # Whether two words are a malformed token or an unknown one, the documentation does not say.
        return (x for x in refusals(401)(log) if x.request.clause == clause and x.request.label != SURPLUS)

    return Rule(
        clause, Level.SHOULD, clause, ("keys",), all_of(wrong_status(clause), for_each(key_error, own))
    )


def not_found(x: Exchange) -> Iterator[Finding]:
    yield from members(x, {"success": False, "error": "Lead not found", "code": "LEAD_NOT_FOUND"})
    yield from members(x, {"leadId": x.url.rpartition("/")[2], "message": NOT_FOUND_MESSAGE}, "details")


def looks_alike(log: Log) -> Iterator[Finding]:
    """An update of another workspace's lead is refused just as one of a lead that never was."""
    for suffix in ("", ", invalid"):
        foreign, unknown = log.labelled(f"foreign{suffix}"), log.labelled(f"unknown{suffix}")
        if foreign and unknown and foreign.status and unknown.status and foreign.status != unknown.status:
            yield Finding(
                "status for another workspace's lead, against that for one that never was",
                unknown.status,
                foreign.status,
                foreign,
                "status",
            )


def created(log: Log) -> Iterator[Finding]:
    for x in log:
        if x.request.target in ("unknown", "deleted") and x.accepted:
            yield Finding(f"answer to “{x.request.label}”", 404, x.status, x, "status")


def rate_limit_headers(x: Exchange) -> Iterator[Finding]:
    found = {name: x.headers.get(name) for name in RATE_LIMIT}
    missing = [name for name, value in found.items() if value is None]
    if missing:
        yield Finding("rate limit headers", "all four", f"without {', '.join(missing)}", x, missing[0])
        return
    try:
        limit, remaining, used, reset = (int(value or "") for value in found.values())
    except ValueError:
        yield Finding("rate limit headers", "whole numbers", found, x, RATE_LIMIT[0])
        return
    if limit - used != remaining and not (used >= limit and remaining == 0):
        yield Finding("X-RateLimit-Remaining", limit - used, remaining, x, "x-ratelimit-remaining")
    ahead = reset - x.clock.astimezone(UTC).timestamp()
    if not -RESET_TOLERANCE <= ahead <= 3600 + RESET_TOLERANCE:
        yield Finding("X-RateLimit-Reset, seconds ahead", "0 to 3600", round(ahead), x, "x-ratelimit-reset")


def counted(log: Log) -> Iterator[Exchange]:
    """Answers to requests with a key, whose counts the headers tell."""
    return (x for x in everything(log) if x.method == "PUT" and x.status != 401)


def limited(log: Log) -> Iterator[Exchange]:
    return iter(log.limited)


def rate_limit_envelope(x: Exchange) -> Iterator[Finding]:
    yield from members(x, {"success": False, "error": "Rate limit exceeded", "code": "RATE_LIMIT_EXCEEDED"})
    yield from members(x, {"remaining": 0}, "details")
    for name in ("limit", "resetTime", "retryAfter"):
        value = x.details.get(name, MISSING)
        if not isinstance(value, int) or isinstance(value, bool):
            yield Finding(f"`details.{name}` of a 429", "a whole number", value, x, f"details.{name}")
    if not x.headers.get("retry-after", "").isdigit():
        yield Finding(
            "Retry-After of a 429", "seconds", x.headers.get("retry-after", MISSING), x, "retry-after"
        )


RULES = (
    Rule(
        "valid-key-accepted",
        Level.MUST,
        "valid-key-accepted",
        ("keys", "single-fields"),
        all_of(wrong_status("valid-key-accepted"), key_refused),
    ),
    *(key_rule(clause) for clause in KEY_ERRORS),
    Rule(
        "unknown-lead-refused",
        Level.MUST,
        "unknown-lead-refused",
        ("unknown-lead", "similar-id"),
        all_of(wrong_status("unknown-lead-refused"), created),
    ),
    Rule(
        "deleted-lead-refused",
        Level.MUST,
        "deleted-lead-refused",
        ("deleted-lead",),
        wrong_status("deleted-lead-refused"),
    ),
    Rule(
        "foreign-lead-refused",
        Level.SHOULD,
        "foreign-lead-refused",
        ("foreign-lead", "foreign-key"),
        all_of(wrong_status("foreign-lead-refused"), looks_alike),
    ),
    Rule(
        "not-found-envelope",
        Level.SHOULD,
        "not-found-envelope",
        ("unknown-lead", "deleted-lead", "foreign-lead", "foreign-key"),
        for_each(not_found, refusals(404)),
    ),
    Rule(
        "rate-limit-headers",
        Level.SHOULD,
        "rate-limit-headers",
        ("single-fields", "unknown-lead", "keys"),
        for_each(
            rate_limit_headers,
            lambda log: (x for x in everything(log) if x.method == "PUT" and x.status != 401),
        ),
    ),
    Rule(
        "rate-limit-envelope",
        Level.SHOULD,
        "rate-limit-envelope",
        (),
        for_each(rate_limit_envelope, limited),
    ),
)
