"""Status values, and the refusal of those that are none."""

from typing import Any

from leads_reference.checking import KEEP
from leads_reference.faults.fault import Fault, crash, model_with
from leads_reference.faults.refusals import code, details, distorted, error, no_details, status
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject
from leads_reference.model import Model
from leads_reference.refusing import STATUSES

ACCEPTED, REFUSED, ENVELOPE, MESSAGE = (
    "status-values-accepted",
    "invalid-status-refused",
    "validation-envelope",
    "status-message-lists-values",
)


def taken_as(convert: Any) -> type[Model]:
    """`convert` turns what was sent into a status; what then is none is refused as ever."""

    def check_status(m: Model, value: Json) -> Json:
        taken = convert(value)
        return taken if taken is KEEP else Model.check_status(m, taken)

    return model_with(check_status=check_status)


def refusing(*values: str) -> type[Model]:
    return model_with(is_status=lambda m, value: Model.is_status(m, value) and value not in values)


def extended(value: str) -> type[Model]:
    """One value more."""
    return model_with(is_status=lambda m, sent: sent == value or Model.is_status(m, sent))


def crashing(*kinds: type) -> type[Model]:
    return model_with(check_status=lambda m, v: crash() if type(v) in kinds else Model.check_status(m, v))


def invalid(make: Any) -> type[Model]:
    """`make` turns an invalid status into what is stored, or raises."""
    return model_with(
        check_status=lambda m, value: (
            make(value) if value is not None and not m.is_status(value) else Model.check_status(m, value)
        )
    )


def forward_only(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
    """The status may only move forward in the list."""
    if changes.get("status") in STATUSES[: STATUSES.index(found["status"])]:
        raise m.invalid_status(changes["status"])
    return Model.apply(m, found, sent, changes)


def same_refused(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
    if changes.get("status") == found["status"]:
        raise m.invalid_status(found["status"])
    return Model.apply(m, found, sent, changes)


def checked_when_alone(m: Model, sent: JsonObject) -> JsonObject:
    if len(sent) == 1 or "status" not in sent:
        return Model.validate(m, sent)
    return Model.validate(m, {k: v for k, v in sent.items() if k != "status"}) | {"status": sent["status"]}


def folded(value: Json) -> Json:
    return value.strip().lower() if isinstance(value, str) else value


def spelt(value: Json) -> Json:
    return value.replace("-", "_").replace(" ", "_") if isinstance(value, str) else value


def beginning(value: Json) -> Json:
    """Any text that begins with a status, as a pattern without an end would take it."""
    return next((name for name in STATUSES if isinstance(value, str) and value.startswith(name)), value)


FAULTS = (
    *(
        Fault(f"status-{name}-refused", ACCEPTED, f"The status `{name}` is refused.", refusing(name))
        for name in ("contacted", "lost", "follow_up")
    ),
    Fault(
        "status-converted-as-qualified",
        "sent-fields-updated",
        "The status `converted` is stored as `qualified`.",
        taken_as(lambda value: "qualified" if value == "converted" else value),
    ),
    Fault(
        "status-new-ignored",
        "sent-fields-updated",
        "The status `new` is taken for the default, and dropped.",
        taken_as(lambda value: KEEP if value == "new" else value),
    ),
    Fault("status-forward-only", ACCEPTED, "A status cannot go back.", model_with(apply=forward_only)),
    Fault(
        "status-same-refused",
        ACCEPTED,
        "The status that the lead has is refused.",
        model_with(apply=same_refused),
    ),
    Fault("status-any-accepted", REFUSED, "Any text is a status.", invalid(lambda value: value)),
    Fault("status-invalid-ignored", REFUSED, "An invalid status is ignored.", invalid(lambda value: KEEP)),
    Fault("status-invalid-as-new", REFUSED, "An invalid status becomes `new`.", invalid(lambda value: "new")),
    Fault(
        "status-unchecked-among-others",
        REFUSED,
        "A status is checked only when it is sent alone.",
        model_with(validate=checked_when_alone),
    ),
    Fault("status-any-case", REFUSED, "The case of a status does not matter.", taken_as(folded)),
    Fault("status-any-spelling", REFUSED, "`follow-up` is taken for `follow_up`.", taken_as(spelt)),
    Fault(
        "status-beginning-matched", REFUSED, "What begins with a status is taken for it.", taken_as(beginning)
    ),
    Fault("status-empty-accepted", REFUSED, "An empty status is stored.", extended("")),
    Fault(
        "status-seventh-accepted",
        REFUSED,
        "A seventh value, `archived`, is accepted.",
        extended("archived"),
    ),
    Fault(
        "status-array-accepted",
        "wrong-types-refused",
        "An array of one status is taken for it.",
        taken_as(lambda value: value[0] if isinstance(value, list) and len(value) == 1 else value),
    ),
    Fault(
        "status-number-as-place",
        "wrong-types-refused",
        "A number is taken for the place in the list.",
        taken_as(lambda v: STATUSES[v % 6] if isinstance(v, int) and not isinstance(v, bool) else v),
        also=(REFUSED,),
    ),
    Fault(
        "status-invalid-422", REFUSED, "An invalid status gets 422.", distorted("invalid_status", status(422))
    ),
    Fault(
        "status-invalid-200", REFUSED, "An invalid status gets 200.", distorted("invalid_status", status(200))
    ),
    Fault(
        "status-invalid-crashes",
        REFUSED,
        "An invalid status ends in a 500.",
        invalid(crash),
        also=("no-server-error",),
    ),
    Fault(
        "status-wrong-type-crashes",
        "no-server-error",
        "A status that is no text ends in a 500.",
        crashing(int, bool, list, dict),
        also=("wrong-types-refused", REFUSED),
    ),
    Fault(
        "status-object-crashes",
        "no-server-error",
        "A status that is an object ends in a 500.",
        crashing(dict),
        also=("wrong-types-refused", REFUSED),
    ),
    *(
        Fault(f"status-envelope-{slug}", ENVELOPE, summary, distorted("invalid_status", distort))
        for slug, summary, distort in (
            ("code", "The code of an invalid status is another.", code("INVALID_STATUS")),
            ("error", "The error of an invalid status is another.", error("Bad Request")),
            ("no-details", "The details of an invalid status are missing.", no_details),
            ("no-field", "`details.field` is missing.", details(field=None)),
            ("field-path", "`details.field` is a path.", details(field="body.status")),
            ("no-value", "`details.value` is missing.", details(value=None)),
            ("null-value", "`details.value` is always null.", details(value=lambda d: None)),
            ("lower-value", "`details.value` is in lower case.", details(value=lambda d: folded(d["value"]))),
            ("no-message", "`details.message` is missing.", details(message=None)),
        )
    ),
    Fault(
        "status-message-lacks-one",
        MESSAGE,
        "The message lists five values.",
        distorted("invalid_status", details(message="Status must be one of: " + ", ".join(STATUSES[:5]))),
    ),
    Fault(
        "status-message-without-list",
        MESSAGE,
        "The message lists no values.",
        distorted("invalid_status", details(message="Status is invalid")),
    ),
    Fault(
        "status-message-with-seventh",
        MESSAGE,
        "The message lists a value that does not exist.",
        distorted("invalid_status", details(message=lambda d: d["message"] + ", archived")),
    ),
)
