"""From the bytes of a body to the members that were sent."""

from leads_reference.answer import Refusal
from leads_reference.jsontext import (
    DuplicateKey,
    Json,
    JsonObject,
    NotJson,
    Number,
    depth,
    has_lone_surrogate,
    parse,
    without_lone_surrogates,
)
from leads_reference.refusing import Refusing

LIMITS = {"kib-100": 100 * 1024, "mib-1": 1024**2, "mib-10": 10 * 1024**2}
LEVELS = {"levels-128": 128, "levels-512": 512}


class Reading(Refusing):
    """How a deployment reads a body. Every refusal here is a 4xx."""

    def read_body(self, content_type: str | None, raw: bytes) -> JsonObject:
        sent = self.read_members(content_type, raw)
        if not sent and self.answer("empty-update") == "refused":
            raise self.invalid("body", sent, "Must name at least one field")
        return sent

    def read_members(self, content_type: str | None, raw: bytes) -> JsonObject:
        self.check_size(raw)
        is_json = self.check_content_type(content_type)
        return self.read_object(self.read_json(self.read_text(raw))) if is_json else {}

    def check_content_type(self, content_type: str | None) -> bool:
        """Whether the body is to be read."""
        if content_type is None:
            accepted = self.answer("missing-content-type") == "read-as-json"
        else:
            kind = content_type.partition(";")[0].strip().lower()
            accepted = kind == "application/json" or kind.endswith("+json")
        if accepted or self.answer("other-content-type") in ("read-as-json", "ignored"):
            return accepted or self.answer("other-content-type") == "read-as-json"
        if self.answer("other-content-type") == "refused-400":
            raise self.invalid("body", None, "Must be JSON, and be announced as such")
        raise Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type")

    def check_size(self, raw: bytes) -> None:
        if len(raw) > LIMITS[self.answer("body-limit")]:
            raise Refusal(413, "PAYLOAD_TOO_LARGE", "Payload too large")

    def read_text(self, raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            raise self.malformed_body("Must be UTF-8") from None

    def read_json(self, text: str) -> Json:
        if depth(text) > LEVELS[self.answer("nesting-limit")]:
            raise self.invalid("body", None, "Must not nest so deeply")
        try:
            value = parse(text, self.answer("duplicate-keys"))
        except DuplicateKey:
            raise self.invalid("body", None, "Must not name a member twice") from None
        except NotJson:
            raise self.malformed_body("Must be valid JSON") from None
        if has_lone_surrogate(value):
            if self.answer("lone-surrogate") == "replaced":
                return without_lone_surrogates(value)
            raise self.invalid("body", None, "Must be text that UTF-8 can carry")
        return value

    def read_object(self, value: Json) -> JsonObject:
        if isinstance(value, dict):
            return value
        if self.answer("non-object-body") == "treated-as-empty":
            return {}
        raise self.invalid("body", value, "Must be an object")

    def settle_number(self, value: int | Number, sent: Json) -> Json:
        """A number as the store holds it; a refusal shows the metadata that it stood in."""
        answer = self.answer("large-numbers")
        if answer == "rounded" and abs(nearest(value)) != float("inf"):
            return int(nearest(value)) if isinstance(value, int) else nearest(value)
        if answer == "exact" or (answer == "refused" and holds(value)):
            return value
        raise self.invalid("metadata", sent, "Must not hold a number of that size")


def nearest(value: int | Number) -> float:
    """The nearest double, an infinity included."""
    try:
        return float(value)
    except OverflowError:
        return float("inf")


def holds(value: int | Number) -> bool:
    """Whether a 64-bit integer or a double holds a number such that it comes back equal."""
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return True
    double = nearest(value)
    return abs(double) != float("inf") and Number(repr(double)) == value
