"""The refusals of a deployment, one method each, so that a fault can distort any of them."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from leads_reference.answer import Answer, Refusal
from leads_reference.jsontext import Json, JsonObject, write
from leads_reference.questions import settle

DIGITS = {"seconds": 0, "milliseconds": 3, "microseconds": 6}

STATUSES = ("new", "contacted", "qualified", "converted", "lost", "follow_up")
STATUS_MESSAGE = "Status must be one of: " + ", ".join(STATUSES)
EMAIL_MESSAGE = "Must be a valid email address"
PHONE_MESSAGE = "Must be a valid phone number"
CONFLICT_MESSAGE = "A different lead with this email already exists in your workspace"
TAKEN_MESSAGE = "A lead with this email already exists in your workspace"
NOT_FOUND_MESSAGE = "No lead found with this ID in your workspace"
MALFORMED_KEY = "Malformed authorization header. Expected format: Bearer <token>"


def utc_now() -> datetime:
    """The clock of a real deployment."""
    return datetime.now(UTC)


class Refusing:
    """A deployment's answers to the open questions, its clock, and how it says no."""

    def __init__(
        self, answers: Mapping[str, str] | None = None, now: Callable[[], datetime] = utc_now
    ) -> None:
        self.answers = settle(answers or {})
        self.now = now

    def answer(self, question: str) -> str:
        return self.answers[question]

    # time
    def step(self) -> timedelta:
        """The smallest difference that timestamps show."""
        return timedelta(microseconds=10 ** (6 - DIGITS[self.answer("timestamp-precision")]))

    def instant(self) -> datetime:
        """Now, as far as timestamps show it."""
        moment = self.now()
        return moment - timedelta(microseconds=moment.microsecond % (self.step() / timedelta(microseconds=1)))

    def render_time(self, moment: datetime) -> str:
        text = moment.strftime("%Y-%m-%dT%H:%M:%S.%f")
        digits = DIGITS[self.answer("timestamp-precision")]
        return (text[: 20 + digits] if digits else text[:19]) + "Z"

    # refusals
    def invalid(self, field: str, value: Json, message: str) -> Refusal:
        if self.answer("reported-value") == "as-text" and not isinstance(value, str | None):
            value = write(value)
        details = {"field": field, "value": value, "message": message}
        return Refusal(400, "VALIDATION_ERROR", "Validation failed", details)

    def invalid_status(self, value: Json) -> Refusal:
        return self.invalid("status", value, STATUS_MESSAGE)

    def invalid_email(self, value: Json) -> Refusal:
        return self.invalid("email", value, EMAIL_MESSAGE)

    def invalid_phone(self, value: Json) -> Refusal:
        return self.invalid("phone", value, PHONE_MESSAGE)

    def invalid_type(self, field: str, value: Json, wanted: str) -> Refusal:
        return self.invalid(field, value, f"Must be {wanted}")

    def malformed_body(self, message: str) -> Refusal:
        field = {"described": "body", "not-a-field": ""}[self.answer("malformed-json")]
        return self.invalid(field, None, message)

    def missing_key(self) -> Refusal:
        return Refusal(401, "MISSING_AUTH_HEADER", "Missing authorization header")

    def malformed_key(self) -> Refusal:
        return Refusal(401, "MALFORMED_AUTH_HEADER", MALFORMED_KEY)

    def unknown_key(self) -> Refusal:
        return Refusal(401, "INVALID_API_KEY", "Invalid API key")

    def not_found(self, lead_id: str) -> Refusal:
        return Refusal(
            404, "LEAD_NOT_FOUND", "Lead not found", {"leadId": lead_id, "message": NOT_FOUND_MESSAGE}
        )

    def deleted(self, lead_id: str) -> Refusal:
        return self.not_found(lead_id)

    def foreign(self, lead_id: str) -> Refusal:
        return self.not_found(lead_id)

    def conflict(self, email: str, other: JsonObject) -> Refusal:
        details = {"email": email, "existingLeadId": other["id"], "message": CONFLICT_MESSAGE}
        return Refusal(409, "DUPLICATE_EMAIL", "Email already exists", details)

    def taken(self, email: str, other: JsonObject) -> Refusal:
        """The conflict of a lead that is to be created."""
        refusal = self.conflict(email, other)
        refusal.details = {**(refusal.details or {}), "message": TAKEN_MESSAGE}
        return refusal

    def no_chatbot(self, chatbot_id: str) -> Refusal:
        return Refusal(404, "CHATBOT_NOT_FOUND", "Chatbot not found", {"chatbotId": chatbot_id})

    def unserved_method(self, allowed: str) -> Refusal:
        if self.answer("unserved-method") == "not-found":
            return self.unknown_path()
        return Refusal(405, "METHOD_NOT_ALLOWED", "Method not allowed", headers={"Allow": allowed})

    def unknown_path(self) -> Refusal:
        return Refusal(404, "NOT_FOUND", "Not found")

    # the one door by which refusals leave
    def refuse(self, refusal: Refusal) -> Answer:
        asks_for_key = refusal.status == 401 and self.answer("www-authenticate") == "bearer"
        challenge = {"WWW-Authenticate": "Bearer"} if asks_for_key else {}
        return Answer(refusal.status, self.render_refusal(refusal), {**challenge, **refusal.headers})

    def render_refusal(self, refusal: Refusal) -> JsonObject:
        envelope: JsonObject = {"success": False, "error": refusal.error, "code": refusal.code}
        if refusal.details is not None:
            envelope["details"] = refusal.details
        if self.answer("error-extras") == "included":
            envelope["timestamp"] = self.render_time(self.now())
            envelope["requestId"] = "req_" + secrets.token_hex(8)
        return envelope
