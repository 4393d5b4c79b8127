"""The one table of refusals: what went wrong -> status and envelope (clause `error-envelope`)."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException

from leads_mock.core import errors
from leads_mock.core.json_text import encode
from leads_mock.core.timestamps import Timestamps

logger = logging.getLogger(__name__)

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Problem:
    """A row of the table; `details` and `headers` are made from the refusal."""

    status: int
    code: str
    error: str
    details: Callable[[Any], dict[str, Any]] | None = None
    headers: Callable[[Any], Headers] | None = None


_CHALLENGE = (b"www-authenticate", b"Bearer")
INTERNAL_ERROR = Problem(500, "INTERNAL_ERROR", "Internal server error")

TABLE: Mapping[type[errors.Refusal], Problem] = {
    errors.Violation: Problem(
        400,
        "VALIDATION_ERROR",
        "Validation failed",
        lambda r: {"field": r.field, "value": r.value, "message": r.message},
    ),
    errors.MissingKey: Problem(401, "MISSING_AUTH_HEADER", "Missing authorization header"),
    errors.MalformedKey: Problem(
        401, "MALFORMED_AUTH_HEADER", "Malformed authorization header. Expected format: Bearer <token>"
    ),
    errors.UnknownKey: Problem(401, "INVALID_API_KEY", "Invalid API key"),
    errors.NotLocal: Problem(403, "FORBIDDEN", "Control calls are served to this machine only"),
    errors.LeadNotFound: Problem(
        404,
        "LEAD_NOT_FOUND",
        "Lead not found",
        lambda r: {"leadId": r.lead_id, "message": "No lead found with this ID in your workspace"},
    ),
    errors.PathNotFound: Problem(404, "NOT_FOUND", "No such path"),
    errors.MethodNotAllowed: Problem(
        405, "METHOD_NOT_ALLOWED", "Method not allowed", headers=lambda r: [(b"allow", r.allow.encode())]
    ),
    errors.EmailTaken: Problem(
        409,
        "DUPLICATE_EMAIL",
        "Email already exists",
        lambda r: {
            "email": r.email,
            "existingLeadId": r.owner,
            "message": "A different lead with this email already exists in your workspace",
        },
    ),
    errors.PayloadTooLarge: Problem(413, "PAYLOAD_TOO_LARGE", "Body too large"),
    errors.UnsupportedMediaType: Problem(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type"),
    errors.RateLimited: Problem(
        429,
        "RATE_LIMIT_EXCEEDED",
        "Rate limit exceeded",
        lambda r: {
            "limit": r.limit,
            "remaining": 0,
            "resetTime": r.reset_time,
            "retryAfter": r.retry_after,
        },
        lambda r: [(b"retry-after", str(r.retry_after).encode())],
    ),
}


class Problems:
    """Turns whatever was raised into an answer, as the profile says."""

    def __init__(self, profile: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._serves_405 = profile["unserved-method"] == "method-not-allowed"
        self._challenge = [_CHALLENGE] if profile["www-authenticate"] == "bearer" else []
        self._has_extras = profile["error-extras"] == "included"
        self._timestamps = Timestamps(profile)
        self._now = now

    def answer(self, error: Exception) -> tuple[int, bytes, Headers]:
        """Status, body and further headers."""
        if isinstance(error, HTTPException):
            error = self._from_framework(error)
        problem = TABLE.get(type(error), INTERNAL_ERROR)  # type: ignore[arg-type]
        if problem is INTERNAL_ERROR:
            logger.error("a request failed", exc_info=error)
        envelope: dict[str, Any] = {"success": False, "error": problem.error, "code": problem.code}
        if problem.details:
            envelope["details"] = problem.details(error)
        if self._has_extras:
            envelope["timestamp"] = self._timestamps.format(self._now())
            envelope["requestId"] = f"req_{secrets.token_hex(8)}"
        headers = problem.headers(error) if problem.headers else []
        if problem.status == 401:
            headers = headers + self._challenge
        return problem.status, encode(envelope), headers

    def _from_framework(self, error: HTTPException) -> Exception:
        if error.status_code == 405 and self._serves_405:
            return errors.MethodNotAllowed((error.headers or {}).get("Allow", ""))
        return errors.PathNotFound() if error.status_code in (404, 405) else error
