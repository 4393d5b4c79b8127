"""Texts that come out of a normaliser, a sanitiser or a validator as others."""

import html
import re
import unicodedata
from collections.abc import Callable
from email.utils import parseaddr

from leads_reference.answer import Refusal
from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.fields import storing, undotted
from leads_reference.faults.metadata_keys import keys
from leads_reference.faults.metadata_values import texts
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject
from leads_reference.model import Model

SENT, ADDED, KEPT, DUPLICATE, EMAIL, BODY = (
    "sent-fields-updated",
    "metadata-new-keys-added",
    "metadata-values-kept",
    "duplicate-email-refused",
    "invalid-email-refused",
    "malformed-body-refused",
)
Change = Callable[[str], str]
CONTROL = re.compile("[\x00-\x1f\x7f]")
TAG = re.compile("<[^>]*>")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


def form(name: str) -> Change:
    return lambda text: unicodedata.normalize(name, text)  # type: ignore[arg-type]


def taken_first(taken: Change) -> type[Model]:
    """Conflicts are looked for with the email as it was sent; `taken` of it is checked and stored."""

    def check_email(m: Model, value: Json) -> Json:
        return Model.check_email(m, taken(value) if isinstance(value, str) else value)

    def check_conflict(m: Model, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
        email = sent.get("email")
        if isinstance(email, str) and taken(email) == email:
            Model.check_conflict(m, found, changes, sent)

    return model_with(check_email=check_email, check_conflict=check_conflict)


def normalised(change: Change) -> type[Model]:
    return storing("email", change)


def gmail(email: str) -> str:
    return undotted(email) if email.endswith("@gmail.com") else email


def untagged(email: str) -> str:
    local, at, domain = email.partition("@")
    return local.split("+")[0] + at + domain if domain in ("gmail.com", "outlook.com") else email


def address(text: str) -> str:
    return parseaddr(text)[1] or text


def decoding(errors: str, encoding: str = "utf-8") -> type[Model]:
    """Bytes that are not UTF-8 are read all the same."""

    def read_text(m: Model, raw: bytes) -> str:
        try:
            return Model.read_text(m, raw)
        except Refusal:
            return raw.decode(encoding, errors)

    return model_with(read_text=read_text)


def turned(name: str) -> str:
    """`Last, First` becomes `First Last`."""
    last, comma, given = name.partition(", ")
    return f"{given} {last}" if comma else name


FAULTS = (
    *(
        Fault(f"{field}-{slug}", SENT, summary.format(field), storing(field, change))
        for field, slug, summary, change in (
            ("name", "composed", "A {} is normalised (NFC).", form("NFC")),
            ("name", "decomposed", "A {} is normalised (NFD), as a file name.", form("NFD")),
            (
                "name",
                "compatible",
                "A {} is normalised (NFKC): ligatures and wide letters are lost.",
                form("NFKC"),
            ),
            ("source", "composed", "A {} is normalised (NFC).", form("NFC")),
            ("source", "html-escaped", "A {} is escaped for HTML.", html.escape),
            (
                "name",
                "tags-stripped",
                "What looks like a tag is removed from a {}.",
                lambda t: TAG.sub("", t),
            ),
            (
                "name",
                "control-lost",
                "Control characters are removed from a {}.",
                lambda t: CONTROL.sub("", t),
            ),
            (
                "source",
                "single-lined",
                "A line break in a {} becomes a space.",
                lambda t: re.sub(r"\s*\n\s*", " ", t),
            ),
            (
                "name",
                "invisible-lost",
                "Joiners and marks of direction are removed from a {}.",
                lambda t: INVISIBLE.sub("", t),
            ),
            (
                "name",
                "quotes-straightened",
                "Curved quotes in a {} become straight.",
                lambda t: t.translate(QUOTES),
            ),
            (
                "name",
                "hard-space-softened",
                "A no-break space in a {} becomes a space.",
                lambda t: t.replace("\u00a0", " "),
            ),
            ("name", "comma-turned", "`Last, First` in a {} is turned.", turned),
            ("name", "entities-resolved", "Entities in a {} are resolved.", html.unescape),
            ("name", "dots-lost", "Dots in a {} are removed.", lambda t: t.replace(".", "")),
            ("name", "digits-lost", "Digits in a {} are removed.", lambda t: re.sub("[0-9]", "", t)),
            (
                "source",
                "slug",
                "A {} becomes a slug.",
                lambda t: re.sub("[^a-z0-9]+", "-", t.lower()).strip("-"),
            ),
        )
    ),
    *(
        Fault(slug, ADDED, summary, keys(change))
        for slug, summary, change in (
            ("keys-composed", "Keys are normalised (NFC).", form("NFC")),
            ("keys-compatible", "Keys are normalised (NFKC).", form("NFKC")),
            ("keys-html-escaped", "Keys are escaped for HTML.", html.escape),
            ("keys-tags-stripped", "What looks like a tag is removed from keys.", lambda k: TAG.sub("", k)),
            ("keys-control-lost", "Control characters are removed from keys.", lambda k: CONTROL.sub("", k)),
            (
                "keys-brackets-lost",
                "Keys are cut at a bracket, as in a query.",
                lambda k: k.split("[")[0] or k,
            ),
            (
                "keys-slash-decoded",
                "`~1` in a key becomes a slash, as in a JSON Pointer.",
                lambda k: k.replace("~1", "/"),
            ),
            (
                "keys-emoji-lost",
                "Keys lose characters beyond the BMP.",
                lambda k: "".join(c for c in k if c < "\U00010000"),
            ),
            ("keys-upper-cased-first", "Keys begin with a capital letter.", lambda k: k[:1].upper() + k[1:]),
        )
    ),
    *(
        Fault(slug, KEPT, summary, texts(change))
        for slug, summary, change in (
            ("texts-decomposed", "Texts are normalised (NFD).", form("NFD")),
            ("texts-compatible", "Texts are normalised (NFKC).", form("NFKC")),
            ("texts-cut-at-nul", "Texts end before the first NUL.", lambda t: t.split("\x00")[0]),
            (
                "texts-hard-space-softened",
                "No-break spaces become spaces.",
                lambda t: t.replace("\u00a0", " "),
            ),
            (
                "texts-separators-lost",
                "Line and paragraph separators become line breaks.",
                lambda t: re.sub("[\u2028\u2029]", "\n", t),
            ),
            ("texts-quotes-straightened", "Curved quotes become straight.", lambda t: t.translate(QUOTES)),
            (
                "texts-scripts-removed",
                "Scripts are removed from texts.",
                lambda t: re.sub("<script.*?</script>", "", t),
            ),
            (
                "texts-templates-filled",
                "`{{name}}` is filled as a template.",
                lambda t: re.sub(r"\{\{\w+\}\}", "", t),
            ),
            (
                "texts-links-escaped",
                "Spaces in links are escaped.",
                lambda t: t.replace(" ", "%20") if t.startswith("http") else t,
            ),
            (
                "texts-byte-order-mark-lost",
                "A byte-order mark at the start is removed.",
                lambda t: t.removeprefix("\ufeff"),
            ),
            (
                "texts-formula-defused",
                "A text that begins with `=` gets an apostrophe, as for a spreadsheet.",
                lambda t: "'" + t if t[:1] in ("=", "@") else t,
            ),
        )
    ),
    Fault("email-gmail-dots-dropped", SENT, "Dots of a Gmail address are dropped.", normalised(gmail)),
    Fault(
        "email-gmail-tag-dropped",
        SENT,
        "The tag of a Gmail or Outlook address is dropped.",
        normalised(untagged),
    ),
    Fault(
        "email-googlemail-renamed",
        SENT,
        "`googlemail.com` becomes `gmail.com`.",
        normalised(lambda t: t.replace("@googlemail.com", "@gmail.com")),
    ),
    Fault(
        "email-spaces-past-conflict",
        DUPLICATE,
        "A taken email with spaces around is trimmed after the search for conflicts.",
        taken_first(str.strip),
        also=(EMAIL,),
    ),
    Fault(
        "email-display-name-past-conflict",
        DUPLICATE,
        "`Jane <taken@example.com>` is read after the search for conflicts.",
        taken_first(address),
        also=(EMAIL,),
    ),
    Fault(
        "email-mailto-past-conflict",
        DUPLICATE,
        "`mailto:` before a taken email is removed after the search for conflicts.",
        taken_first(lambda t: t.removeprefix("mailto:")),
        also=(EMAIL,),
    ),
    Fault(
        "email-dotless-conflicts",
        SENT,
        "Emails that differ in dots only conflict.",
        model_with(same_email=lambda m, a, b: undotted(a).lower() == undotted(b).lower()),
    ),
    Fault(
        "invalid-utf8-replaced", BODY, "Bytes that are not UTF-8 are stored as U+FFFD.", decoding("replace")
    ),
    Fault("invalid-utf8-dropped", BODY, "Bytes that are not UTF-8 are dropped.", decoding("ignore")),
    Fault(
        "invalid-utf8-as-latin-1",
        BODY,
        "What is not UTF-8 is read as Latin-1.",
        decoding("strict", "latin-1"),
    ),
)
