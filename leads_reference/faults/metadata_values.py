"""Metadata values that are stored as others."""

import html
import re
import struct
import unicodedata
from collections.abc import Callable
from typing import Any

from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.metadata_merging import only
from leads_reference.jsontext import Json, JsonObject, NotJson, Number, parse, write
from leads_reference.model import Model

KEPT = "metadata-values-kept"


def storing(convert: Callable[[Json], Json], *kinds: type) -> type[Model]:
    """What becomes of every value of these types, at every depth; bool is not an int here."""
    return model_with(hold=lambda m, value, sent: convert(value) if type(value) in kinds else value)


def texts(convert: Callable[[str], Json]) -> type[Model]:
    return storing(convert, str)


def numbers(convert: Callable[[Any], Json]) -> type[Model]:
    return storing(convert, int, Number)


def matching(pattern: str, convert: Callable[[str], Json]) -> type[Model]:
    """What becomes of every text that matches as a whole."""
    return texts(lambda text: convert(text) if re.fullmatch(pattern, text, re.DOTALL) else text)


def beyond(levels: int, value: Json) -> Json:
    """The value without what nests deeper."""
    if isinstance(value, dict):
        return {key: beyond(levels - 1, item) for key, item in value.items()} if levels else {}
    return value


def nested(convert: Callable[[JsonObject], Json]) -> type[Model]:
    """What becomes of the objects right within metadata."""
    return only(lambda old, sent: {k: convert(v) if isinstance(v, dict) else v for k, v in sent.items()})


def listed(sent: JsonObject) -> Json:
    numbered = [*sent] == [str(place) for place in range(len(sent))]
    return [*sent.values()] if numbered and sent else sent


def float32(value: Number) -> Number:
    if abs(value) > 10**30:
        return value
    return Number(repr(struct.unpack("f", struct.pack("f", float(value)))[0]))


def mojibake(text: str) -> str:
    return text.encode().decode("latin-1")


def ascii_only(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def without_emoji(text: str) -> str:
    return re.sub("[\U00010000-\U0010ffff]", "?", text)


def before_emoji(text: str) -> str:
    return re.split("[\U00010000-\U0010ffff]", text)[0]


def parsed(text: str) -> Json:
    try:
        return parse(text)
    except NotJson:
        return text


ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z"

FAULTS = tuple(
    Fault(slug, KEPT, summary, model)
    for slug, summary, model in (
        ("numbers-as-texts", "Numbers are stored as texts.", numbers(lambda n: write(n))),
        ("decimals-as-texts", "Decimal numbers are stored as texts.", storing(lambda n: n.text, Number)),
        (
            "decimals-cut",
            "Decimal numbers lose their fraction.",
            storing(lambda n: int(n) if abs(n) < 10**15 else n, Number),
        ),
        (
            "decimals-rounded",
            "Decimal numbers are rounded to two places.",
            storing(lambda n: Number(f"{n:.2f}"), Number),
        ),
        (
            "decimals-14-digits",
            "Decimal numbers are printed with 14 digits.",
            storing(lambda n: Number(f"{n:.14g}"), Number),
        ),
        ("decimals-single-precision", "Decimal numbers go through 32-bit floats.", storing(float32, Number)),
        (
            "integers-32-bit",
            "Integers are clamped to 32 bits.",
            storing(lambda n: max(-(2**31), min(n, 2**31 - 1)), int),
        ),
        (
            "large-integers-as-texts",
            "Integers beyond 53 bits become texts.",
            storing(lambda n: str(n) if abs(n) > 2**53 else n, int),
        ),
        (
            "negatives-lose-sign",
            "Numbers are stored unsigned.",
            numbers(lambda n: abs(n) if isinstance(n, int) else Number(n.text.lstrip("-"))),
        ),
        ("booleans-as-integers", "True and false are stored as 1 and 0.", storing(int, bool)),
        ("booleans-as-texts", "True and false are stored as texts.", storing(lambda b: str(b).lower(), bool)),
        (
            "true-texts-as-booleans",
            "The texts `true` and `false` become booleans.",
            matching("true|false", lambda t: t == "true"),
        ),
        ("digit-texts-as-numbers", "Texts of digits become numbers.", matching("[0-9]{1,15}", int)),
        (
            "numeric-texts-as-numbers",
            "Texts such as `12.50` become numbers.",
            matching(r"[0-9]+\.[0-9]+", Number),
        ),
        ("null-texts-dropped", "The text `null` removes its key.", matching("null", lambda t: None)),
        (
            "json-texts-parsed",
            "Texts that look like JSON objects or arrays are parsed.",
            matching(r"[\[{].*", parsed),
        ),
        (
            "times-offset",
            "Times are written again with `+00:00`.",
            matching(ISO, lambda t: t[:-5] + "+00:00"),
        ),
        (
            "times-without-milliseconds",
            "Times lose their milliseconds.",
            matching(ISO, lambda t: t[:-5] + "Z"),
        ),
        (
            "dates-as-times",
            "Dates become times at midnight.",
            matching(r"\d{4}-\d\d-\d\d", lambda t: t + "T00:00:00.000Z"),
        ),
        ("texts-cut-at-255", "Texts are cut at 255 characters.", texts(lambda t: t[:255])),
        ("texts-cut-at-4000", "Texts are cut at 4,000 characters.", texts(lambda t: t[:4000])),
        ("texts-trimmed", "Texts lose the white space around them.", texts(str.strip)),
        ("texts-single-spaced", "Runs of spaces become one.", texts(lambda t: re.sub(" +", " ", t))),
        ("texts-single-lined", "Line breaks become spaces.", texts(lambda t: t.replace("\n", " "))),
        ("texts-crlf-folded", "CR LF becomes LF.", texts(lambda t: t.replace("\r\n", "\n"))),
        ("texts-tab-expanded", "Tabs become spaces.", texts(lambda t: t.replace("\t", "    "))),
        ("texts-lower-cased", "Texts are stored in lower case.", texts(str.lower)),
        ("texts-html-escaped", "Texts are escaped for HTML.", texts(html.escape)),
        (
            "texts-tags-stripped",
            "What looks like a tag is removed.",
            texts(lambda t: re.sub("<[^>]*>", "", t)),
        ),
        ("texts-html-unescaped", "Entities in texts are resolved.", texts(html.unescape)),
        ("texts-quotes-doubled", "Apostrophes are doubled for SQL.", texts(lambda t: t.replace("'", "''"))),
        (
            "texts-backslashes-lost",
            "Backslashes are taken for escapes.",
            texts(lambda t: t.replace("\\", "")),
        ),
        ("texts-percent-decoded", "`%20` in texts becomes a space.", texts(lambda t: t.replace("%20", " "))),
        ("texts-plus-as-space", "`+` in texts becomes a space.", texts(lambda t: t.replace("+", " "))),
        (
            "texts-dollar-expanded",
            "`$1` and the like are replaced.",
            texts(lambda t: re.sub(r"\$\w+", "", t)),
        ),
        (
            "texts-control-lost",
            "Control characters are removed.",
            texts(lambda t: re.sub("[\x01-\x08]", "", t)),
        ),
        ("texts-ascii-only", "Accents and other scripts are lost.", texts(ascii_only)),
        ("texts-mojibake", "UTF-8 is read as Latin-1.", texts(mojibake)),
        ("texts-composed", "Texts are normalised (NFC).", texts(lambda t: unicodedata.normalize("NFC", t))),
        ("emoji-as-question-mark", "Characters beyond the BMP become `?`.", texts(without_emoji)),
        ("texts-cut-at-emoji", "Texts end before the first emoji.", texts(before_emoji)),
        ("zero-width-lost", "Joiners are removed from emoji.", texts(lambda t: t.replace("\u200d", ""))),
        ("empty-objects-dropped", "Empty objects are not stored.", nested(lambda o: o or None)),
        (
            "numbered-objects-listed",
            'Objects with the keys "0", "1" and so on become arrays.',
            nested(listed),
        ),
        (
            "nested-lost-below-three",
            "Objects below the third level are emptied.",
            nested(lambda o: beyond(2, o)),
        ),
        ("nested-as-json-text", "Nested objects are stored as JSON texts.", nested(write)),
        (
            "nested-as-object-text",
            "Nested objects become `[object Object]`.",
            nested(lambda o: "[object Object]"),
        ),
        (
            "nested-flattened",
            "Nested objects become keys with dots.",
            only(
                lambda old, sent: {
                    path: item
                    for key, value in sent.items()
                    for path, item in (
                        ((f"{key}.{inner}", item) for inner, item in value.items())
                        if isinstance(value, dict)
                        else ((key, value),)
                    )
                }
            ),
        ),
    )
)
