"""Values that are nearly what a field takes, and are taken for it."""

import re
from collections.abc import Callable
from typing import Any

from leads_reference.checking import KEEP
from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.validation import lax
from leads_reference.jsontext import Json, NotJson, parse
from leads_reference.model import Model

EMAIL, PHONE, STATUS, TYPES = (
    "invalid-email-refused",
    "invalid-phone-refused",
    "invalid-status-refused",
    "wrong-types-refused",
)


def email_also(repair: Callable[[str], str]) -> type[Model]:
    """A text is an email if what `repair` makes of it is one."""
    return model_with(is_email=lambda m, text: Model.is_email(m, text) or Model.is_email(m, repair(text)))


def phone_also(holds: Callable[[str], Any]) -> type[Model]:
    return model_with(is_phone=lambda m, text: Model.is_phone(m, text) or bool(holds(text)))


def status_also(translate: Callable[[Any], Json]) -> type[Model]:
    """A status that `translate` makes one of is taken for it."""

    def check_status(m: Model, value: Json) -> Json:
        known = value is None or m.is_status(value)
        return Model.check_status(m, value if known else translate(value))

    return model_with(check_status=check_status)


def all_of(separator: str) -> Callable[[str], str]:
    """The first of several, if all of them are emails."""
    return lambda text: text.split(separator)[0].strip()


def parsed(value: str) -> Json:
    """JSON within a text is taken for metadata, as forms send it."""
    try:
        metadata = parse(value)
    except NotJson:
        return KEEP
    return metadata if isinstance(metadata, dict) else KEEP


def pairs(value: list[Any]) -> Json:
    return {str(one[0]): one[1] for one in value if isinstance(one, list) and len(one) == 2}


def key_values(value: list[Any]) -> Json:
    return {one["key"]: one.get("value") for one in value if isinstance(one, dict) and "key" in one}


STATUSES = ("new", "contacted", "qualified", "converted", "lost", "follow_up")
LABELS = {"open": "new", "won": "converted", "closed": "lost", "active": "contacted", "pending": "follow_up"}

FAULTS = (
    *(
        Fault(slug, EMAIL, summary, email_also(repair))
        for slug, summary, repair in (
            (
                "email-line-break",
                "A line break after an email is ignored, as by `$`.",
                lambda t: t.removesuffix("\n"),
            ),
            ("email-list-comma", "Several emails with commas are one.", all_of(",")),
            ("email-list-semicolon", "Several emails with semicolons are one.", all_of(";")),
            ("email-mailto", "`mailto:` before an email is accepted.", lambda t: t.removeprefix("mailto:")),
            (
                "email-display-name",
                "`Name <email>` is accepted.",
                lambda t: t.partition("<")[2].removesuffix(">"),
            ),
            (
                "email-domain-double-dot",
                "Two dots in a row in a domain are accepted.",
                lambda t: t[: t.find("@")] + t[t.find("@") :].replace("..", "."),
            ),
            (
                "email-domain-end-dot",
                "A dot at the end of a domain is accepted.",
                lambda t: t.removesuffix("."),
            ),
            (
                "email-domain-first-dot",
                "A dot at the start of a domain is accepted.",
                lambda t: t.replace("@.", "@"),
            ),
            (
                "email-domain-hyphen",
                "A hyphen at the start of a domain is accepted.",
                lambda t: t.replace("@-", "@"),
            ),
            (
                "email-domain-comma",
                "A comma for a dot in a domain is accepted.",
                lambda t: t.replace(",", "."),
            ),
            ("email-at-spelt", "`(at)` is taken for an @.", lambda t: re.sub(r"\s*[(\[]at[)\]]\s*", "@", t)),
            ("email-angle-brackets", "Angle brackets around an email are accepted.", lambda t: t.strip("<>")),
            (
                "email-local-empty",
                "An email without anything before the @ is accepted.",
                lambda t: f"x{t}" if t.startswith("@") else t,
            ),
            ("email-tab-within", "A tab within an email is accepted.", lambda t: t.replace("\t", "")),
            ("email-nul-cut", "An email ends at a NUL.", lambda t: t.split("\x00")[0]),
            ("email-empty-accepted", "An empty text is an email.", lambda t: t or "x@example.com"),
        )
    ),
    *(
        Fault(slug, PHONE, summary, phone_also(holds))
        for slug, summary, holds in (
            (
                "phone-separators-only",
                "Separators without a digit are a phone number.",
                re.compile(r"[-+() ./]+").fullmatch,
            ),
            (
                "phone-seven-characters",
                "Any seven characters are a phone number.",
                lambda t: 7 <= len(t) <= 20,
            ),
            (
                "phone-vanity-letters",
                "Letters of a telephone's keys are a phone number.",
                re.compile("[A-Z]+(-[A-Z]+)+").fullmatch,
            ),
            ("phone-plus-only", "A plus and anything else is a phone number.", lambda t: t.startswith("+")),
            ("phone-blank", "White space is a phone number.", lambda t: t and not t.strip()),
            (
                "phone-unknown-word",
                "`unknown` and `n/a` are phone numbers.",
                lambda t: t.lower() in ("unknown", "n/a", "none"),
            ),
        )
    ),
    *(
        Fault(slug, STATUS, summary, status_also(translate))
        for slug, summary, translate in (
            (
                "status-synonyms",
                "Labels such as `won` are taken for a status.",
                lambda v: LABELS.get(v, v) if isinstance(v, str) else v,
            ),
            (
                "status-digit-text",
                "A digit in a text is taken for the place in the list.",
                lambda v: STATUSES[int(v)] if v in tuple("012345") else v,
            ),
            (
                "status-label-accepted",
                "`Follow up` is taken for `follow_up`.",
                lambda v: v.lower().replace(" ", "_") if isinstance(v, str) and " " in v.strip() else v,
            ),
            (
                "status-several",
                "Of several statuses with commas the first counts.",
                lambda v: v.split(",")[0] if isinstance(v, str) else v,
            ),
            (
                "status-prefixed",
                "`Status.new`, as an enumeration prints it, is accepted.",
                lambda v: v.rpartition(".")[2] if isinstance(v, str) else v,
            ),
        )
    ),
    *(
        # A status of another type is none of the six either.
        Fault(
            slug,
            TYPES,
            summary,
            lax(field, convert, *kinds),
            also=(STATUS,) if field == "status" else (),
        )
        for slug, summary, field, convert, kinds in (
            ("status-true-ignored", "True for `status` is ignored.", "status", lambda v: KEEP, (bool,)),
            (
                "status-object-value",
                '`{"value": ...}` is taken for a status.',
                "status",
                lambda v: v.get("value", KEEP),
                (dict,),
            ),
            ("status-number-ignored", "A number for `status` is ignored.", "status", lambda v: KEEP, (int,)),
            (
                "metadata-empty-array",
                "An empty array is taken for empty metadata, as PHP does.",
                "metadata",
                lambda v: {} if not v else KEEP,
                (list,),
            ),
            (
                "metadata-array-stored",
                "An array takes the place of metadata.",
                "metadata",
                lambda v: {"items": v},
                (list,),
            ),
            (
                "metadata-pairs-accepted",
                "An array of pairs is taken for metadata.",
                "metadata",
                pairs,
                (list,),
            ),
            (
                "metadata-key-values-accepted",
                "An array of keys and values is taken for metadata.",
                "metadata",
                key_values,
                (list,),
            ),
            (
                "metadata-number-stored",
                "A number becomes a key of metadata.",
                "metadata",
                lambda v: {str(v): True},
                (int,),
            ),
            ("metadata-text-parsed", "JSON within a text is taken for metadata.", "metadata", parsed, (str,)),
            ("metadata-true-ignored", "True for `metadata` is ignored.", "metadata", lambda v: KEEP, (bool,)),
            (
                "metadata-empty-text-empties",
                "An empty text empties the metadata.",
                "metadata",
                lambda v: KEEP if v else None,
                (str,),
            ),
            (
                "email-array-first",
                "Of an array of emails the first counts.",
                "email",
                lambda v: v[0] if v else KEEP,
                (list,),
            ),
            (
                "email-object-address",
                '`{"address": ...}` is taken for an email.',
                "email",
                lambda v: v.get("address", KEEP),
                (dict,),
            ),
            (
                "phone-object-number",
                '`{"number": ...}` is taken for a phone.',
                "phone",
                lambda v: v.get("number", KEEP),
                (dict,),
            ),
            (
                "phone-zero-clears",
                "Zero clears the phone.",
                "phone",
                lambda v: None if v == 0 else KEEP,
                (int,),
            ),
            (
                "phone-array-first",
                "Of an array of phones the first counts.",
                "phone",
                lambda v: v[0] if v else None,
                (list,),
            ),
            (
                "name-empty-array-ignored",
                "An empty array for `name` is ignored.",
                "name",
                lambda v: KEEP if not v else " ".join(map(str, v)),
                (list,),
            ),
            (
                "name-object-joined",
                "First and last name in an object are joined.",
                "name",
                lambda v: " ".join(map(str, v.values())) or KEEP,
                (dict,),
            ),
            (
                "source-false-clears",
                "False clears the source.",
                "source",
                lambda v: KEEP if v else None,
                (bool,),
            ),
        )
    ),
)
