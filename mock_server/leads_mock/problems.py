"""The one table of refusals: what went wrong -> status and envelope (clause `error-envelope`)."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from leads_contract import Contract
from leads_mock.clock import Clock
from leads_mock.core import errors
from leads_mock.core.json_text import encode
from leads_mock.core.timestamps import Timestamps
from leads_mock.pipeline import Header, Reply

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """A row of the table: a `code` of the contract, which knows its status and its texts.

    `operation` is the one that alone has these texts for it; None: all that have the code have the same.
    `details` and `headers` are made from the refusal.
    """

    code: str
    operation: str | None = None
    details: Callable[[Any], dict[str, Any]] = lambda refusal: {}
    headers: Callable[[Any], list[Header]] = lambda refusal: []


def _taken(refusal: errors.EmailTaken) -> dict[str, Any]:
    return {"email": refusal.email, "existingLeadId": refusal.owner}


TABLE: Mapping[type[errors.Refusal], Problem] = {
    errors.Violation: Problem(
        "VALIDATION_ERROR", details=lambda r: {"field": r.field, "value": r.value, "message": r.message}
    ),
    errors.MissingKey: Problem("MISSING_AUTH_HEADER"),
    errors.MalformedKey: Problem("MALFORMED_AUTH_HEADER"),
    errors.UnknownKey: Problem("INVALID_API_KEY"),
    errors.LeadNotFound: Problem("LEAD_NOT_FOUND", details=lambda r: {"leadId": r.lead_id}),
    errors.ChatbotNotFound: Problem("CHATBOT_NOT_FOUND", details=lambda r: {"chatbotId": r.chatbot_id}),
    errors.PathNotFound: Problem("NOT_FOUND"),
    errors.MethodNotAllowed: Problem("METHOD_NOT_ALLOWED", headers=lambda r: [(b"allow", r.allow.encode())]),
    errors.EmailTaken: Problem("DUPLICATE_EMAIL", details=_taken),
    errors.EmailTakenAtCreate: Problem("DUPLICATE_EMAIL", "createLead", details=_taken),
    errors.Unreadable: Problem("BAD_REQUEST"),
    errors.TargetTooLong: Problem("URI_TOO_LONG"),
    errors.HeadersTooLarge: Problem("HEADERS_TOO_LARGE"),
    errors.UnknownHost: Problem("UNKNOWN_HOST"),
    errors.PayloadTooLarge: Problem("PAYLOAD_TOO_LARGE"),
    errors.UnsupportedMediaType: Problem("UNSUPPORTED_MEDIA_TYPE"),
    errors.RateLimited: Problem(
        "RATE_LIMIT_EXCEEDED",
        details=lambda r: {"limit": r.limit, "resetTime": r.reset_time, "retryAfter": r.retry_after},
        headers=lambda r: [(b"retry-after", b"%d" % r.retry_after)],
    ),
}
_FAILURE = Problem("INTERNAL_ERROR")
_OWN: Mapping[str, tuple[int, Callable[[Any], str]]] = {
    # of what the contract does not speak of
    "NOT_FOUND": (404, lambda r: "No such path"),
    "BAD_REQUEST": (400, lambda r: f"No valid request: {r.reason}"),
    "URI_TOO_LONG": (414, lambda r: "The request's target is too long"),
    "HEADERS_TOO_LARGE": (431, lambda r: "There are too many header fields, or too large ones"),
    "UNKNOWN_HOST": (
        421,
        lambda r: (
            f"This mock answers to its own names only, and {r.name} is none of them; "
            f"start it with --allowed-host {r.name} if it should be"
        ),
    ),
}
_CHALLENGE = (b"www-authenticate", b"Bearer")


def own_answer(refusal: Exception) -> tuple[int, str]:
    """Status and text of a refusal that the contract does not speak of."""
    status, text = _OWN[TABLE[type(refusal)].code]  # type: ignore[index]
    return status, text(refusal)


class Problems:
    """Turns whatever was raised into an answer, as the profile says."""

    def __init__(self, contract: Contract, profile: Mapping[str, str]) -> None:
        self._contract = contract
        self._challenge = [_CHALLENGE] if profile["www-authenticate"] == "bearer" else []
        self._shows_text = profile["reported-value"] == "as-text"
        self._has_extras = profile["error-extras"] == "included"
        self._timestamps = Timestamps(profile)

    def reply(self, error: Exception, clock: Clock) -> Reply:
        """The envelope, with the status and the headers of its row."""
        problem = TABLE.get(type(error), _FAILURE)  # type: ignore[arg-type]
        if problem is _FAILURE:
            logger.error("a request failed", exc_info=error)
        return self.told(*self._envelope(problem, error), clock).add(problem.headers(error))

    def told(self, status: int, envelope: dict[str, Any], clock: Clock) -> Reply:
        """An envelope as it leaves, with what the profile adds to it."""
        if self._has_extras:
            envelope["timestamp"] = self._timestamps.format(clock.now())
            envelope["requestId"] = f"req_{secrets.token_hex(8)}"
        return Reply(status, encode(envelope), self._challenge if status == 401 else ())

    def _envelope(self, problem: Problem, error: Exception) -> tuple[int, dict[str, Any]]:
        if problem.code in _OWN:
            status, text = own_answer(error)
            return status, {"success": False, "error": text, "code": problem.code}
        refusal = self._contract.refusals_of(problem.operation)[problem.code]
        details = problem.details(error)
        if self._shows_text and not isinstance(details.get("value"), str | None):
            details["value"] = encode(details["value"]).decode()
        return refusal.status, refusal.envelope(**details)
