"""Values that should be refused, and how the refusal reads."""

from typing import Any

from leads_reference.answer import Refusal
from leads_reference.checking import KEEP
from leads_reference.faults.fault import Fault, crash, model_with
from leads_reference.faults.refusals import code, details, distorted, error, no_details, status
from leads_reference.jsontext import Json, JsonObject, write
from leads_reference.model import Model

TYPES, EMAIL, PHONE, ENVELOPE = (
    "wrong-types-refused",
    "invalid-email-refused",
    "invalid-phone-refused",
    "validation-envelope",
)


def lax(field: str, convert: Any, *kinds: type) -> type[Model]:
    """What becomes of values of these types when they are sent for a field."""

    def check(m: Model, name: str, value: Json) -> Json:
        if name == field and type(value) in kinds:
            return convert(value)
        return Model.check(m, name, value)

    return model_with(check=check)


def text(value: Json) -> str:
    """How a careless language prints a value."""
    return write(value) if not isinstance(value, list | dict) else "[object Object]"


def crashing(*fields: str) -> type[Model]:
    """A check that calls text methods on whatever is sent."""

    def check(m: Model, name: str, value: Json) -> Json:
        wanted = dict if name == "metadata" else str
        if name in fields and value is not None and not isinstance(value, wanted):
            crash()
        return Model.check(m, name, value)

    return model_with(check=check)


def ignoring(*fields: str) -> type[Model]:
    """Invalid values of these fields are skipped instead of refused."""

    def check(m: Model, name: str, value: Json) -> Json:
        try:
            return Model.check(m, name, value)
        except Refusal:
            if name not in fields or value is None:
                raise
            return KEEP

    return model_with(check=check)


def as_array(refusal: Refusal) -> None:
    refusal.details = [refusal.details]  # type: ignore[assignment]


def metadata_from_array(value: list[Any]) -> JsonObject:
    return {str(i): item for i, item in enumerate(value)}


FAULTS = (
    *(
        Fault(
            f"{field}-number-as-text", TYPES, f"A number for `{field}` becomes a text.", lax(field, text, int)
        )
        for field in ("name", "source", "phone")
    ),
    Fault("name-boolean-as-text", TYPES, "A boolean for `name` becomes a text.", lax("name", text, bool)),
    Fault(
        "source-boolean-ignored",
        TYPES,
        "A boolean for `source` is ignored.",
        lax("source", lambda v: KEEP, bool),
    ),
    Fault("name-object-as-text", TYPES, "An object for `name` becomes a text.", lax("name", text, dict)),
    Fault(
        "name-array-joined",
        TYPES,
        "An array for `name` is joined.",
        lax("name", lambda v: " ".join(map(str, v)), list),
    ),
    Fault("source-array-stored", TYPES, "An array for `source` is stored.", lax("source", lambda v: v, list)),
    Fault(
        "source-object-stored", TYPES, "An object for `source` is stored.", lax("source", lambda v: v, dict)
    ),
    Fault("phone-false-clears", TYPES, "False for `phone` clears it.", lax("phone", lambda v: None, bool)),
    Fault("email-false-ignored", TYPES, "False for `email` is ignored.", lax("email", lambda v: KEEP, bool)),
    Fault("name-zero-ignored", TYPES, "A number for `name` is ignored.", lax("name", lambda v: KEEP, int)),
    Fault(
        "metadata-array-as-object",
        TYPES,
        "An array is taken for metadata.",
        lax("metadata", metadata_from_array, list),
    ),
    Fault(
        "metadata-text-ignored",
        TYPES,
        "A text for `metadata` is ignored.",
        lax("metadata", lambda v: KEEP, str),
    ),
    Fault(
        "metadata-text-stored",
        TYPES,
        "A text for `metadata` becomes a key.",
        lax("metadata", lambda v: {"value": v}, str),
    ),
    Fault(
        "metadata-number-ignored",
        TYPES,
        "A number for `metadata` is ignored.",
        lax("metadata", lambda v: KEEP, int),
    ),
    Fault(
        "metadata-false-empties",
        TYPES,
        "False for `metadata` empties it.",
        lax("metadata", lambda v: None, bool),
    ),
    Fault(
        "wrong-types-ignored",
        TYPES,
        "Values of a wrong type are ignored.",
        ignoring("name", "source", "metadata"),
    ),
    Fault(
        "wrong-types-422", TYPES, "Values of a wrong type get 422.", distorted("invalid_type", status(422))
    ),
    Fault(
        "name-wrong-type-crashes",
        "no-server-error",
        "A name that is no text ends in a 500.",
        crashing("name"),
        also=(TYPES,),
    ),
    Fault(
        "email-wrong-type-crashes",
        "no-server-error",
        "An email that is no text ends in a 500.",
        crashing("email"),
        also=(TYPES,),
    ),
    Fault(
        "metadata-wrong-type-crashes",
        "no-server-error",
        "Metadata that is no object ends in a 500.",
        crashing("metadata"),
        also=(TYPES,),
    ),
    Fault("email-any-accepted", EMAIL, "Any text is an email.", model_with(is_email=lambda m, t: True)),
    Fault(
        "email-at-is-enough",
        EMAIL,
        "A text with an @ is an email.",
        model_with(is_email=lambda m, t: "@" in t),
    ),
    Fault(
        "email-with-spaces",
        EMAIL,
        "An email may hold spaces.",
        model_with(is_email=lambda m, t: Model.is_email(m, t.replace(" ", ""))),
    ),
    Fault(
        "email-found-within",
        EMAIL,
        "A text that holds an email somewhere is one.",
        model_with(is_email=lambda m, t: any(Model.is_email(m, part) for part in t.split())),
    ),
    Fault(
        "email-two-ats",
        EMAIL,
        "An email may hold two @.",
        model_with(is_email=lambda m, t: Model.is_email(m, t.replace("@@", "@"))),
    ),
    Fault("email-invalid-ignored", EMAIL, "An invalid email is ignored.", ignoring("email")),
    Fault("email-invalid-422", EMAIL, "An invalid email gets 422.", distorted("invalid_email", status(422))),
    Fault(
        "email-invalid-message",
        EMAIL,
        "The message for an email is another.",
        distorted("invalid_email", details(message="Invalid email")),
    ),
    Fault("phone-any-accepted", PHONE, "Any text is a phone number.", model_with(is_phone=lambda m, t: True)),
    Fault("phone-invalid-ignored", PHONE, "An invalid phone is ignored.", ignoring("phone")),
    Fault("phone-invalid-422", PHONE, "An invalid phone gets 422.", distorted("invalid_phone", status(422))),
    Fault(
        "phone-invalid-cleared",
        PHONE,
        "An invalid phone clears the field.",
        model_with(
            check_phone=lambda m, v: (
                None if isinstance(v, str) and not m.is_phone(v) else Model.check_phone(m, v)
            )
        ),
    ),
    *(
        Fault(f"validation-{slug}", ENVELOPE, summary, distorted("invalid", distort))
        for slug, summary, distort in (
            ("code", "The code of a 400 is another.", code("BAD_REQUEST")),
            ("error", "The error of a 400 is another.", error("Validation Error")),
            ("details-array", "The details are an array.", as_array),
        )
    ),
    *(
        Fault(
            f"{kind}-envelope-{slug}", ENVELOPE, f"{summary} ({kind}).", distorted(f"invalid_{kind}", distort)
        )
        for kind in ("email", "phone", "type")
        for slug, summary, distort in (
            ("code", "The code is another", code("INVALID_FIELD")),
            ("no-details", "The details are missing", no_details),
            ("no-value", "`details.value` is missing", details(value=None)),
            ("wrong-field", "`details.field` names another field", details(field="status")),
        )
    ),
)
