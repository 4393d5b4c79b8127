"""From the members that were sent to the changes that they ask for, or to a refusal."""

import re
from collections.abc import Callable
from typing import Final

from leads_reference.jsontext import Json, JsonObject, Number
from leads_reference.reading import Reading
from leads_reference.refusing import STATUSES

FIELDS = ("name", "email", "phone", "source", "status", "metadata")
READ_ONLY = {
    "id": "sent-id",
    "createdAt": "sent-created-at",
    "updatedAt": "sent-updated-at",
    "workspaceId": "sent-workspace-id",
}
KEEP: Final = object()
"""What a check returns for a field that stays as it is."""

_ATEXT, _ALNUM = r"a-zA-Z0-9.!#$%&'*+/=?^_`{|}~", "a-zA-Z0-9"


def _address(beyond: str, rest: str) -> re.Pattern[str]:
    label = f"[{_ALNUM}{beyond}](?:[{_ALNUM}{beyond}-]{{0,61}}[{_ALNUM}{beyond}])?"
    return re.compile(rf"[{_ATEXT}{beyond}-]+@{label}(?:\.{label}){rest}")


EMAILS = {
    "dotted-domain": _address("", "+"),
    "any-domain": _address("", "*"),
    "internationalised": _address("\u0080-\U0010ffff", "+"),
}
_NUMBER = r"\(?[0-9](?:[ ./()-]*[0-9]){6,14}"
PHONES = {
    "digits-and-separators": re.compile(rf"\+?{_NUMBER}"),
    "international": re.compile(rf"\+{_NUMBER}"),
    "any-with-digit": re.compile(r".*[0-9].*", re.DOTALL),
}


class Checking(Reading):
    """One check for each field: it returns the value to store, None to clear, or KEEP."""

    def validate(self, sent: JsonObject) -> JsonObject:
        """The changes by field; the refusal of the first invalid field otherwise."""
        changes: JsonObject = {}
        for field in self.order(sent):
            value = self.check(field, sent[field])
            if value is not KEEP:
                changes[field] = value
        return changes

    def order(self, sent: JsonObject) -> list[str]:
        if self.answer("reported-field") == "order-sent":
            return list(sent)
        known = (*FIELDS, *READ_ONLY)
        return [field for field in known if field in sent] + [field for field in sent if field not in known]

    def check(self, field: str, value: Json) -> Json:
        checks: dict[str, Callable[[Json], Json]] = {
            "name": self.check_name,
            "email": self.check_email,
            "phone": self.check_phone,
            "source": self.check_source,
            "status": self.check_status,
            "metadata": self.check_metadata,
        }
        return checks[field](value) if field in checks else self.check_other(field, value)

    def trim(self, text: str) -> str:
        return text.strip() if self.answer("surrounding-space") == "trimmed" else text

    def null(self, field: str) -> Json:
        """What null does to a field that the documentation does not call clearable."""
        answer = self.answer(f"null-{field}")
        if answer == "refused":
            if field == "status":
                raise self.invalid_status(None)
            raise self.invalid(field, None, "Must not be null")
        return {"cleared": None, "emptied": None, "reset": "new", "ignored": KEEP}[answer]

    def check_name(self, value: Json) -> Json:
        if value is None:
            return self.null("name")
        if not isinstance(value, str):
            raise self.invalid_type("name", value, "a text")
        name, rule = self.trim(value), self.answer("empty-name")
        if (rule != "allowed" and not name) or (rule == "blank-refused" and not name.strip()):
            raise self.invalid("name", value, "Must not be empty")
        if self.answer("long-name") == "characters-255" and len(name) > 255:
            raise self.invalid("name", value, "Must have 255 characters at most")
        return name

    def check_email(self, value: Json) -> Json:
        if value is None:
            return self.null("email")
        if not isinstance(value, str) or not self.is_email(self.trim(value)):
            raise self.invalid_email(value)
        email = self.trim(value)
        return email.lower() if self.answer("stored-email-case") == "lower-cased" else email

    def is_email(self, text: str) -> bool:
        return EMAILS[self.answer("email-format")].fullmatch(text) is not None

    def check_phone(self, value: Json) -> Json:
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.invalid_phone(value)
        phone = self.trim(value)
        if not phone and self.answer("empty-phone") != "refused":
            return self.empty("phone")
        if not self.is_phone(phone):
            raise self.invalid_phone(value)
        return phone

    def is_phone(self, text: str) -> bool:
        return PHONES[self.answer("phone-format")].fullmatch(text) is not None

    def empty(self, field: str) -> Json:
        return {"stored": "", "cleared": None}[self.answer(f"empty-{field}")]

    def check_source(self, value: Json) -> Json:
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.invalid_type("source", value, "a text or null")
        source = self.trim(value)
        if source:
            return source
        if self.answer("empty-source") == "refused":
            raise self.invalid("source", value, "Must not be empty")
        return self.empty("source")

    def check_status(self, value: Json) -> Json:
        if value is None:
            return self.null("status")
        if not self.is_status(value):
            raise self.invalid_status(value)
        return value

    def is_status(self, value: Json) -> bool:
        return isinstance(value, str) and value in STATUSES

    def check_metadata(self, value: Json) -> Json:
        if value is None:
            return self.null("metadata")
        if not isinstance(value, dict):
            raise self.invalid_type("metadata", value, "an object")
        return self.settle(value, value)

    def settle(self, value: Json, sent: Json) -> Json:
        """Metadata as the store takes it: odd keys and large numbers are where stores differ."""
        settled: Json = value
        if isinstance(value, dict):
            settled = {}  # no comprehensions here: every level must cost one frame only
            for key, item in value.items():
                if self.answer("odd-metadata-keys") == "refused" and is_odd(key):
                    raise self.invalid("metadata", sent, f"Must not hold the key {key!r}")
                settled[key] = self.settle(item, sent)
        elif isinstance(value, list):
            settled = []
            for item in value:
                settled.append(self.settle(item, sent))
        elif isinstance(value, int | Number) and not isinstance(value, bool):
            settled = self.settle_number(value, sent)
        return self.hold(settled, sent)

    def hold(self, value: Json, sent: Json) -> Json:
        """What the store makes of a value at any depth of metadata, `sent` being the whole."""
        return value

    def check_other(self, field: str, value: Json) -> Json:
        answer = self.answer(READ_ONLY.get(field, "unknown-fields"))
        if answer == "refused":
            raise self.invalid(field, value, "Must not be sent")
        return value if answer == "stored" else KEEP


def is_odd(key: str) -> bool:
    """Whether a store may treat a metadata key specially."""
    return key in ("", "__proto__") or "." in key or key.startswith("$")
