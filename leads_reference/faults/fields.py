"""Fields that do not take what was sent, or that change unasked."""

import html
import re
from collections.abc import Callable

from leads_reference.checking import FIELDS
from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.metadata_values import mojibake
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject
from leads_reference.model import Model

SENT, UNSENT = "sent-fields-updated", "unsent-fields-unchanged"


def changing(choose: Callable[[JsonObject, JsonObject], JsonObject]) -> type[Model]:
    """Only some of the changes are made: what `choose` leaves of the changes, given what was sent."""
    return model_with(
        apply=lambda m, found, sent, changes: Model.apply(m, found, sent, choose(changes, sent))
    )


def resetting(reset: Callable[[JsonObject], JsonObject]) -> type[Model]:
    """Fields that were not sent take the values that `reset` gives for what was sent."""

    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = Model.apply(m, found, sent, changes)
        return {**lead, **{field: value for field, value in reset(sent).items() if field not in sent}}

    return model_with(apply=apply)


def storing(field: str, convert: Callable[[str], Json]) -> type[Model]:
    """What becomes of a text that is sent for a field."""

    def check(m: Model, name: str, value: Json) -> Json:
        checked = Model.check(m, name, value)
        return convert(checked) if name == field and isinstance(checked, str) else checked

    return model_with(check=check)


def without(*fields: str) -> Callable[[JsonObject], JsonObject]:
    return lambda changes: {field: value for field, value in changes.items() if field not in fields}


def ignored(field: str) -> type[Model]:
    return changing(lambda changes, sent: without(field)(changes))


def ignored_with(field: str, other: str) -> type[Model]:
    return changing(lambda changes, sent: without(field)(changes) if other in sent else changes)


def of_any_case(sent: JsonObject) -> JsonObject:
    return {key.lower() if key.lower() in FIELDS else key: value for key, value in sent.items()}


def first_and_last(name: str) -> str:
    parts = name.split(" ")
    return " ".join((parts[0], parts[-1])) if len(parts) > 1 else name


def unlisted_as_other(source: str) -> str:
    return source if source in ("website", "webinar", "referral", "social", "import") else "other"


def title_cased(name: str) -> str:
    return name.title()


FAULTS = (
    *(
        Fault(f"{field}-ignored", SENT, f"`{field}` is never updated.", ignored(field))
        for field in FIELDS[:5]
    ),
    Fault(
        "metadata-ignored-with-others",
        SENT,
        "Metadata is dropped when other fields are sent along.",
        changing(lambda changes, sent: without("metadata")(changes) if len(sent) > 1 else changes),
        also=("metadata-new-keys-added",),
    ),
    Fault(
        "status-ignored-with-metadata",
        SENT,
        "The status is dropped when metadata is sent along.",
        ignored_with("status", "metadata"),
    ),
    Fault(
        "phone-ignored-with-status",
        SENT,
        "The phone is dropped when a status is sent along.",
        ignored_with("phone", "status"),
    ),
    Fault(
        "source-ignored-with-name",
        SENT,
        "The source is dropped along with a name.",
        ignored_with("source", "name"),
    ),
    Fault(
        "name-ignored-with-email",
        SENT,
        "The name is dropped when an email is sent along.",
        ignored_with("name", "email"),
    ),
    Fault(
        "first-field-only",
        SENT,
        "Only the first field of a request is updated.",
        changing(lambda changes, sent: dict(list(changes.items())[:1])),
    ),
    Fault(
        "three-fields-at-most",
        SENT,
        "Only the first three fields of a request are updated.",
        changing(lambda changes, sent: dict(list(changes.items())[:3])),
    ),
    Fault(
        "field-names-any-case",
        UNSENT,
        "`Status` is taken for `status`, as Go's JSON does.",
        model_with(validate=lambda m, sent: Model.validate(m, of_any_case(sent))),
    ),
    *(
        Fault(f"unsent-{field}-reset", UNSENT, f"`{field}` is reset when it is not sent.", resetting(reset))
        for field, reset in (
            ("name", lambda sent: {"name": ""}),
            ("phone", lambda sent: {"phone": None}),
            ("source", lambda sent: {"source": "api"}),
            ("status", lambda sent: {"status": "new"}),
            ("metadata", lambda sent: {"metadata": {}}),
        )
    ),
    Fault(
        "unsent-source-cleared",
        UNSENT,
        "An unsent source is cleared.",
        resetting(lambda sent: {"source": None}),
    ),
    Fault(
        "phone-lost-with-status-and-metadata",
        UNSENT,
        "Status and metadata together clear the phone.",
        resetting(lambda sent: {"phone": None} if {"status", "metadata"} <= sent.keys() else {}),
    ),
    Fault(
        "source-reset-by-status",
        UNSENT,
        "A new status resets the source.",
        resetting(lambda sent: {"source": "website"} if "status" in sent else {}),
    ),
    Fault(
        "status-advanced-by-metadata",
        UNSENT,
        "Metadata makes the status `contacted`.",
        resetting(lambda sent: {"status": "contacted"} if "metadata" in sent else {}),
    ),
    Fault(
        "status-advanced-by-phone",
        UNSENT,
        "A new phone makes the status `new` again.",
        resetting(lambda sent: {"status": "new"} if "phone" in sent else {}),
    ),
    Fault(
        "lost-clears-phone",
        UNSENT,
        "The status `lost` clears the phone.",
        resetting(lambda sent: {"phone": None} if sent.get("status") == "lost" else {}),
    ),
    Fault(
        "converted-empties-metadata",
        UNSENT,
        "The status `converted` empties the metadata.",
        resetting(lambda sent: {"metadata": {}} if sent.get("status") == "converted" else {}),
    ),
    Fault(
        "name-follows-email",
        UNSENT,
        "A new email makes its local part the name.",
        resetting(lambda sent: {"name": str(sent["email"]).partition("@")[0]} if "email" in sent else {}),
    ),
    Fault(
        "email-change-resets-status",
        UNSENT,
        "A new email makes the status `new` again, as for an unverified lead.",
        resetting(lambda sent: {"status": "new"} if "email" in sent else {}),
    ),
    Fault(
        "source-change-empties-metadata",
        UNSENT,
        "A new source empties the metadata.",
        resetting(lambda sent: {"metadata": {}} if "source" in sent else {}),
    ),
    *(
        Fault(slug, SENT, summary, storing(field, convert))
        for slug, field, summary, convert in (
            (
                "phone-digits-only",
                "phone",
                "A phone loses its separators.",
                lambda t: re.sub("[^0-9+]", "", t),
            ),
            ("phone-plus-lost", "phone", "A phone loses its plus.", lambda t: t.removeprefix("+")),
            ("phone-spaced", "phone", "The hyphens of a phone become spaces.", lambda t: t.replace("-", " ")),
            ("name-title-cased", "name", "A name is stored in title case.", title_cased),
            (
                "name-single-spaced",
                "name",
                "Runs of spaces in a name become one.",
                lambda t: re.sub(" +", " ", t),
            ),
            ("name-cut-at-50", "name", "A name is cut at 50 characters.", lambda t: t[:50]),
            ("name-html-escaped", "name", "A name is escaped for HTML.", html.escape),
            ("name-mojibake", "name", "The UTF-8 of a name is read as Latin-1.", mojibake),
            ("name-middle-lost", "name", "A name keeps its first and its last word only.", first_and_last),
            (
                "name-emoji-lost",
                "name",
                "A name loses characters beyond the BMP.",
                lambda t: re.sub("[\U00010000-\U0010ffff]", "", t),
            ),
            (
                "email-tag-dropped",
                "email",
                "An email loses what follows a plus.",
                lambda t: re.sub(r"\+[^@]*", "", t),
            ),
            ("email-dots-dropped", "email", "An email loses the dots before the @.", lambda t: undotted(t)),
            ("source-lower-cased", "source", "A source is stored in lower case.", str.lower),
            (
                "source-underscored",
                "source",
                "The spaces of a source become underscores.",
                lambda t: t.replace(" ", "_"),
            ),
            ("source-other", "source", "A source that is not listed becomes `other`.", unlisted_as_other),
            ("source-cut-at-20", "source", "A source is cut at 20 characters.", lambda t: t[:20]),
        )
    ),
)


def undotted(email: str) -> str:
    local, at, domain = email.partition("@")
    return local.replace(".", "") + at + domain
