"""Bodies that are no JSON, and bodies that a deployment falls over."""

import json
from collections.abc import Callable
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.checking import FIELDS, READ_ONLY
from leads_reference.faults.fault import Fault, crash, model_with
from leads_reference.faults.refusals import distorted, status
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, depth
from leads_reference.model import Model

REFUSED, NO_CRASH = "malformed-body-refused", "no-server-error"
KNOWN = {*FIELDS, *READ_ONLY}


def crashing_on_text(holds: Callable[[str], bool]) -> type[Model]:
    """Some valid texts end in a 500, wherever they stand in the body."""

    def read_json(m: Model, text: str) -> Json:
        return crash() if holds(text) else Model.read_json(m, text)

    return model_with(read_json=read_json)


def crashing_on(holds: Callable[[JsonObject], bool]) -> type[Model]:
    """Some valid objects end in a 500."""

    def read_object(m: Model, value: Json) -> JsonObject:
        sent = Model.read_object(m, value)
        if holds(sent):
            crash()
        return sent

    return model_with(read_object=read_object)


def crashing_on_id(holds: Callable[[str], bool]) -> type[Model]:
    def find(m: Model, workspace: str, lead_id: str) -> Lead:
        if holds(lead_id):
            crash()
        return Model.find(m, workspace, lead_id)

    return model_with(find=find)


def lenient(repair: Callable[[str], str]) -> type[Model]:
    """The text is repaired before it is parsed."""
    return model_with(read_json=lambda m, text: Model.read_json(m, repair(text)))


def as_empty(m: Model, text: str) -> Json:
    try:
        return Model.read_json(m, text)
    except Refusal:
        return {}


def first_value(text: str) -> str:
    """The text up to the end of its first JSON value."""
    try:
        return text[: json.JSONDecoder().raw_decode(text)[1]]
    except ValueError:
        return text


def without_trailing_commas(text: str) -> str:
    return text.replace(",}", "}").replace(",]", "]")


def traced(m: Model, message: str) -> Refusal:
    return Refusal(500, "INTERNAL_ERROR", f"SyntaxError: {message}\n    at JSON.parse (<anonymous>)")


def page(m: Model, text: str) -> Json:
    try:
        return Model.read_json(m, text)
    except Refusal:
        raise PageShown from None


class PageShown(Refusal):
    """Becomes an HTML page instead of an envelope."""

    def __init__(self) -> None:
        super().__init__(400, "BAD_REQUEST", "Bad Request")


def paged(m: Model, refusal: Refusal) -> Answer:
    if isinstance(refusal, PageShown):
        body = b"<!DOCTYPE html><pre>SyntaxError: Unexpected end of JSON input</pre>"
        return Answer(400, None, {"Content-Type": "text/html; charset=utf-8"}, body)
    return Model.refuse(m, refusal)


def in_metadata(holds: Callable[[str, Any], bool]) -> type[Model]:
    """Some key and value right within metadata end in a 500."""

    def found(sent: JsonObject) -> bool:
        metadata = sent.get("metadata")
        return isinstance(metadata, dict) and any(holds(key, value) for key, value in metadata.items())

    return crashing_on(found)


def body_crashing(holds: Callable[[Json], bool]) -> type[Model]:
    """Some values that are no object end in a 500."""
    return model_with(read_object=lambda m, value: crash() if holds(value) else Model.read_object(m, value))


def closed(text: str) -> str:
    """The text with the braces that it lacks."""
    return text + "}" * max(0, text.count("{") - text.count("}"))


def decoded(m: Model, raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        crash()


FAULTS = (
    *(
        Fault(slug, REFUSED, summary, model)
        for slug, summary, model in (
            (
                "malformed-as-empty",
                "A body that is no JSON is taken for an empty update.",
                model_with(read_json=as_empty),
            ),
            (
                "malformed-trailing-ignored",
                "What follows the first JSON value is ignored.",
                lenient(first_value),
            ),
            ("malformed-commas-ignored", "A surplus comma is ignored.", lenient(without_trailing_commas)),
            (
                "malformed-quotes-accepted",
                "Apostrophes are taken for quotes.",
                lenient(lambda text: text.replace("'", '"')),
            ),
            (
                "malformed-nan-as-null",
                "NaN is taken for null.",
                lenient(lambda text: text.replace("NaN", "null")),
            ),
            ("malformed-truncated-closed", "A missing brace is added.", lenient(closed)),
        )
    ),
    Fault(
        "malformed-crashes",
        REFUSED,
        "A body that is no JSON ends in a 500.",
        distorted("malformed_body", status(500)),
        also=(NO_CRASH,),
    ),
    Fault(
        "malformed-traced",
        NO_CRASH,
        "A body that is no JSON gets a stack trace.",
        model_with(malformed_body=traced),
        also=(REFUSED,),
    ),
    Fault(
        "malformed-page",
        "response-json",
        "A body that is no JSON gets an HTML page.",
        model_with(read_json=page, refuse=paged),
        also=("error-envelope", "validation-envelope"),
    ),
    *(
        Fault(f"{slug}-crashes", NO_CRASH, summary, model)
        for slug, summary, model in (
            (
                "array-body",
                "An array as the body ends in a 500.",
                body_crashing(lambda value: isinstance(value, list)),
            ),
            ("null-body", "Null as the body ends in a 500.", body_crashing(lambda value: value is None)),
            ("empty-update", "An update without members ends in a 500.", crashing_on(lambda sent: not sent)),
            (
                "unknown-field",
                "A member that a lead lacks ends in a 500.",
                crashing_on(lambda s: not s.keys() <= KNOWN),
            ),
            (
                "nul-character",
                "An escaped NUL ends in a 500.",
                crashing_on_text(lambda text: "\\u0000" in text),
            ),
            (
                "emoji",
                "Characters beyond the BMP end in a 500.",
                crashing_on_text(lambda text: max(text, default="") > "\uffff"),
            ),
            (
                "non-ascii",
                "Characters beyond ASCII end in a 500.",
                crashing_on_text(lambda text: not text.isascii()),
            ),
            (
                "large-body",
                "A body of 64 KiB ends in a 500.",
                crashing_on_text(lambda text: len(text) > 65536),
            ),
            ("deep-body", "Fifty levels end in a 500.", crashing_on_text(lambda text: depth(text) > 50)),
            ("apostrophe", "An apostrophe ends in a 500.", crashing_on_text(lambda text: "'" in text)),
            ("percent", "A percent sign ends in a 500.", crashing_on_text(lambda text: "%s" in text)),
            (
                "long-name",
                "A name of 255 characters ends in a 500.",
                crashing_on(lambda s: len(str(s.get("name"))) > 254),
            ),
            (
                "long-value",
                "A metadata text of 8,000 characters ends in a 500.",
                in_metadata(lambda k, v: isinstance(v, str) and len(v) > 8000),
            ),
            (
                "large-integer",
                "An integer beyond 32 bits ends in a 500.",
                in_metadata(lambda k, v: type(v) is int and abs(v) >= 2**31),
            ),
            (
                "dollar-key",
                "A metadata key that starts with $ ends in a 500.",
                in_metadata(lambda k, v: k.startswith("$")),
            ),
            ("empty-key", "The empty metadata key ends in a 500.", in_metadata(lambda k, v: k == "")),
            (
                "metadata-null",
                "Null for metadata ends in a 500.",
                crashing_on(lambda s: "metadata" in s and s["metadata"] is None),
            ),
            (
                "name-null",
                "Null for the name ends in a 500.",
                crashing_on(lambda s: "name" in s and s["name"] is None),
            ),
            (
                "email-null",
                "Null for the email ends in a 500.",
                crashing_on(lambda s: "email" in s and s["email"] is None),
            ),
            (
                "status-null",
                "Null for the status ends in a 500.",
                crashing_on(lambda s: "status" in s and s["status"] is None),
            ),
            ("sent-id", "An id in the body ends in a 500.", crashing_on(lambda s: "id" in s)),
            (
                "whole-lead",
                "A lead sent back as it was shown ends in a 500.",
                crashing_on(lambda s: "createdAt" in s),
            ),
            (
                "odd-id",
                "An id of another form ends in a 500.",
                crashing_on_id(lambda i: not i.startswith("lead_")),
            ),
            ("long-id", "A long id ends in a 500.", crashing_on_id(lambda i: len(i) > 255)),
            ("nul-id", "An id with a NUL ends in a 500.", crashing_on_id(lambda i: "\0" in i)),
        )
    ),
    Fault(
        "content-type-crashes",
        NO_CRASH,
        "Another content type ends in a 500.",
        model_with(
            check_content_type=lambda m, kind: (
                crash() if kind and "json" not in kind else Model.check_content_type(m, kind)
            )
        ),
    ),
    Fault(
        "no-content-type-crashes",
        NO_CRASH,
        "A body without a content type ends in a 500.",
        model_with(
            check_content_type=lambda m, kind: crash() if kind is None else Model.check_content_type(m, kind)
        ),
    ),
    Fault(
        "invalid-utf8-crashes",
        NO_CRASH,
        "A body that is not UTF-8 ends in a 500.",
        model_with(read_text=decoded),
    ),
    Fault(
        "surrogate-crashes",
        NO_CRASH,
        "A lone surrogate ends in a 500.",
        crashing_on_text(lambda t: "\\ud" in t.lower()),
    ),
)
