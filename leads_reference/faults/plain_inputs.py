"""Single plain inputs that end in a 500."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from leads_reference.answer import Answer
from leads_reference.deployment import Deployment, Received
from leads_reference.faults.bodies import (
    body_crashing,
    crashing_on,
    crashing_on_id,
    crashing_on_text,
    in_metadata,
)
from leads_reference.faults.fault import Fault, deployment_with
from leads_reference.faults.reads import failed
from leads_reference.jsontext import Json, JsonObject, Number
from leads_reference.model import Model

NO_CRASH = "no-server-error"
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def field(name: str, holds: Callable[[str], Any]) -> type[Model]:
    """Some texts for a field end in a 500."""
    return crashing_on(lambda sent: isinstance(sent.get(name), str) and bool(holds(sent[name])))


def value(holds: Callable[[Any], Any]) -> type[Model]:
    """Some value right within metadata ends in a 500."""
    return in_metadata(lambda key, item: bool(holds(item)))


def key(holds: Callable[[str], Any]) -> type[Model]:
    return in_metadata(lambda name, item: bool(holds(name)))


def request(holds: Callable[[Received], Any]) -> type[Deployment]:
    """Some requests end in a 500, whatever their body."""

    async def route(d: Deployment, received: Received) -> Answer:
        return d.model.refuse(failed()) if holds(received) else await Deployment.route(d, received)

    return deployment_with(route=route)


def no_date(text: Json) -> bool:
    """A text that looks like a date, and is none."""
    if not isinstance(text, str) or not DATE.match(text):
        return False
    try:
        return not datetime.fromisoformat(text)
    except ValueError:
        return True


def unsortable(items: Json) -> bool:
    return isinstance(items, list) and len({type(item) for item in items}) > 1


def equal_keys(text: str) -> bool:
    names = re.findall(r'"(name|email|phone|source|status)"\s*:', text)
    return len(names) > len(set(names))


def is_empty(kind: type) -> Callable[[Any], bool]:
    return lambda item: isinstance(item, kind) and not item


def changes_nothing(sent: JsonObject) -> bool:
    return sent == {"metadata": {}}


def accepts(kind: str) -> Callable[[Received], bool]:
    return lambda received: kind in "".join(received.header("accept"))


def parameters(received: Received) -> str:
    return "".join(received.header("content-type")).partition(";")[2]


FAULTS = (
    *(
        Fault(f"{slug}-crashes", NO_CRASH, f"{summary} ends in a 500.", model)
        for slug, summary, model in (
            ("text-body", "A text as the body", body_crashing(lambda v: isinstance(v, str))),
            (
                "number-body",
                "A number as the body",
                body_crashing(lambda v: isinstance(v, int) and not isinstance(v, bool)),
            ),
            ("boolean-body", "A boolean as the body", body_crashing(lambda v: isinstance(v, bool))),
            ("empty-array-body", "An empty array as the body", body_crashing(lambda v: v == [])),
            ("one-word-name", "A name of one word", field("name", lambda t: t and " " not in t.strip())),
            ("empty-name", "An empty name", field("name", lambda t: t == "")),
            ("empty-phone", "An empty phone", field("phone", lambda t: t == "")),
            ("empty-source", "An empty source", field("source", lambda t: t == "")),
            ("empty-email", "An empty email", field("email", lambda t: t == "")),
            ("empty-status", "An empty status", field("status", lambda t: t == "")),
            ("two-ats", "An email with two @", field("email", lambda t: t.count("@") > 1)),
            ("no-at", "An email without an @", field("email", lambda t: "@" not in t)),
            ("no-domain", "An email with nothing after the @", field("email", lambda t: t.endswith("@"))),
            ("wordy-phone", "A phone without a digit", field("phone", lambda t: not re.search("[0-9]", t))),
            ("long-phone", "A phone of more than 30 characters", field("phone", lambda t: len(t) > 30)),
            ("long-status", "A status of more than 20 characters", field("status", lambda t: len(t) > 20)),
            ("empty-metadata", "An empty metadata object", crashing_on(changes_nothing)),
            ("empty-array", "An empty array", value(is_empty(list))),
            ("empty-object", "An empty object", value(is_empty(dict))),
            ("empty-text", "An empty text", value(is_empty(str))),
            ("array-null", "A null in an array", value(lambda v: isinstance(v, list) and None in v)),
            ("array-mixed", "An array of several types", value(unsortable)),
            (
                "array-of-arrays",
                "An array of arrays",
                value(lambda v: isinstance(v, list) and any(isinstance(x, list) for x in v)),
            ),
            (
                "nested-null",
                "A null in a nested object",
                value(lambda v: isinstance(v, dict) and None in v.values()),
            ),
            ("decimal", "A decimal number", value(lambda v: isinstance(v, Number))),
            (
                "exponent",
                "A number with an exponent",
                value(lambda v: isinstance(v, Number) and "e" in v.text.lower()),
            ),
            (
                "minus-zero",
                "A zero with a sign",
                value(lambda v: isinstance(v, Number) and v == 0 and v.text[0] == "-"),
            ),
            ("negative", "A negative number", value(lambda v: isinstance(v, int | Number) and v < 0)),
            ("boolean", "A boolean", value(lambda v: isinstance(v, bool))),
            ("no-such-date", "A date that does not exist", value(no_date)),
            (
                "braces",
                "A text with braces",
                value(lambda v: isinstance(v, str) and re.search(r"\{\w*\}", v)),
            ),
            ("backslash", "A text with a backslash", value(lambda v: isinstance(v, str) and "\\" in v)),
            ("null-key", "A key `null`", key(lambda k: k == "null")),
            ("spaced-key", "A key with a space", key(lambda k: " " in k)),
            ("dotted-key", "A key with a dot", key(lambda k: "." in k)),
            ("proto-key", "A key `__proto__`", key(lambda k: k == "__proto__")),
            ("emoji-key", "A key with an emoji", key(lambda k: any(c > "\uffff" for c in k))),
            ("quoted-key", "A key with an apostrophe", key(lambda k: "'" in k)),
            (
                "reserved-key",
                "A key named like a word of SQL",
                key(lambda k: k.lower() in ("select", "order", "group")),
            ),
            ("equal-keys", "A member that stands twice", crashing_on_text(equal_keys)),
            ("escaped-slash", "An escaped slash", crashing_on_text(lambda t: "\\/" in t)),
            ("line-separator", "A line separator", crashing_on_text(lambda t: "\u2028" in t)),
            (
                "right-to-left",
                "A text from right to left",
                crashing_on_text(lambda t: any("\u0590" <= c <= "\u06ff" for c in t)),
            ),
            ("percent-id", "An id with a percent sign", crashing_on_id(lambda i: "%" in i)),
            ("quoted-id", "An id with an apostrophe", crashing_on_id(lambda i: "'" in i)),
            ("emoji-id", "An id beyond ASCII", crashing_on_id(lambda i: not i.isascii())),
            ("digits-id", "An id of digits", crashing_on_id(str.isdigit)),
        )
    ),
    *(
        Fault(f"{slug}-crashes", NO_CRASH, f"{summary} ends in a 500.", deployment=request(holds))
        for slug, summary, holds in (
            ("query", "A query string on the path", lambda r: r.query),
            ("accept-html", "A request that would rather have HTML", accepts("text/html")),
            ("accept-nothing-known", "A request that takes only XML", accepts("application/xml")),
            ("charset", "A charset in the content type", lambda r: r.method == "PUT" and parameters(r)),
            ("empty-body", "A body of no bytes", lambda r: r.method == "PUT" and not r.body),
            ("blank-body", "A body of white space", lambda r: r.body and not r.body.strip()),
            ("byte-order-mark", "A byte-order mark", lambda r: r.body.startswith(b"\xef\xbb\xbf")),
            ("utf-16", "A body in UTF-16", lambda r: b"\x00" in r.body),
            ("language", "An Accept-Language", lambda r: r.header("accept-language")),
            ("if-match", "An If-Match", lambda r: r.header("if-match")),
            (
                "content-encoding",
                "A body that says to be compressed, and is not",
                lambda r: r.header("content-encoding"),
            ),
        )
    ),
)
