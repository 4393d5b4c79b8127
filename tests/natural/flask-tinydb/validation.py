import re

STATUSES = ["new", "contacted", "qualified", "converted", "lost", "follow_up"]
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d\s\-().]{6,20}")


class Invalid(Exception):
    def __init__(self, field, value, message):
        super().__init__(message)
        self.details = {"field": field, "value": value, "message": message}


def check_name(value):
    if not isinstance(value, str) or not value.strip():
        return "Name must be a non-empty string"


def check_email(value):
    if not isinstance(value, str) or not EMAIL.fullmatch(value):
        return "Must be a valid email address"


def check_phone(value):
    if value is not None and (not isinstance(value, str) or not PHONE.fullmatch(value)):
        return "Must be a valid phone number"


def check_source(value):
    if value is not None and not isinstance(value, str):
        return "Source must be a string"


def check_status(value):
    if value not in STATUSES:
        return f"Status must be one of: {', '.join(STATUSES)}"


def check_metadata(value):
    if value is not None and not isinstance(value, dict):
        return "Metadata must be an object"


CHECKS = {
    "name": check_name,
    "email": check_email,
    "phone": check_phone,
    "source": check_source,
    "status": check_status,
    "metadata": check_metadata,
}


def validate(body, required=()):
    """Return the known fields of the body, or raise for the first that is wrong."""
    if not isinstance(body, dict):
        raise Invalid("body", body, "Request body must be a JSON object")
    for field in required:
        if field not in body:
            raise Invalid(field, None, f"{field} is required")
    fields = {field: body[field] for field in CHECKS if field in body}
    for field, value in fields.items():
        message = CHECKS[field](value)
        if message:
            raise Invalid(field, value, message)
    if "email" in fields:
        fields["email"] = fields["email"].lower()
    return fields
