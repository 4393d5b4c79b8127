"""Metadata keys that are not taken as plain keys."""

import re
from collections.abc import Callable
from typing import Any

from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.metadata_merging import only
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject
from leads_reference.model import Model

ADDED = "metadata-new-keys-added"
FIELD_NAMES = ("id", "name", "email", "phone", "source", "status", "createdAt", "updatedAt", "workspaceId")


def keys(convert: Callable[[str], str]) -> type[Model]:
    """What becomes of the keys right within metadata."""
    return only(lambda old, sent: {convert(key): value for key, value in sent.items()})


def without(drop: Callable[[str], Any]) -> type[Model]:
    """Keys of which `drop` is true are dropped."""
    return only(lambda old, sent: {key: value for key, value in sent.items() if not drop(key)})


def expanded(old: JsonObject, sent: JsonObject) -> JsonObject:
    """`a.b` is taken for a path."""
    result: JsonObject = {}
    for key, value in sent.items():
        parts = [part for part in key.split(".") if part] or [key]
        inner = result
        for part in parts[:-1]:
            if not isinstance(inner.get(part), dict):
                inner[part] = {}
            inner = inner[part]
        inner[parts[-1]] = value
    return result


def lifted(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
    """Metadata keys named like a field are written to the field."""
    lead = Model.apply(m, found, sent, changes)
    named = {k: v for k, v in (changes.get("metadata") or {}).items() if k in ("name", "status", "source")}
    return {**lead, **{key: value for key, value in named.items() if isinstance(value, str)}}


FAULTS = (
    Fault("dotted-keys-expanded", ADDED, "A key with a dot is taken for a path.", only(expanded)),
    Fault(
        "dotted-keys-underscored",
        ADDED,
        "Dots in keys become underscores.",
        keys(lambda key: key.replace(".", "_")),
    ),
    Fault("dotted-keys-dropped", ADDED, "Keys with a dot are dropped.", without(lambda key: "." in key)),
    Fault(
        "dollar-keys-dropped",
        ADDED,
        "Keys that start with $ are dropped.",
        without(lambda key: key[:1] == "$"),
    ),
    Fault(
        "dollar-keys-stripped", ADDED, "A leading $ is cut off keys.", keys(lambda key: key.removeprefix("$"))
    ),
    Fault(
        "proto-key-dropped", ADDED, "The key __proto__ is dropped.", without(lambda key: key == "__proto__")
    ),
    Fault(
        "constructor-key-dropped",
        ADDED,
        "Keys that every JavaScript object has are dropped.",
        without(lambda key: key in ("constructor", "toString", "hasOwnProperty")),
    ),
    Fault("empty-key-dropped", ADDED, "The empty key is dropped.", without(lambda key: key == "")),
    Fault(
        "length-key-empties",
        ADDED,
        "An object with the key `length` is taken for an array.",
        only(lambda old, sent: {} if "length" in sent else sent),
    ),
    Fault("digit-keys-dropped", ADDED, "Keys of digits are dropped.", without(str.isdigit)),
    Fault(
        "non-ascii-keys-dropped",
        ADDED,
        "Keys beyond ASCII are dropped.",
        without(lambda key: not key.isascii()),
    ),
    Fault(
        "non-ascii-keys-mangled",
        ADDED,
        "UTF-8 of keys is read as Latin-1.",
        keys(lambda key: key.encode().decode("latin-1")),
    ),
    Fault("keys-lower-cased", ADDED, "Keys are stored in lower case.", keys(str.lower)),
    Fault("keys-trimmed", ADDED, "White space around keys is cut off.", keys(str.strip)),
    Fault("keys-cut-at-64", ADDED, "Keys are cut at 64 characters.", keys(lambda key: key[:64])),
    Fault(
        "keys-underscored",
        ADDED,
        "Spaces and hyphens in keys become underscores.",
        keys(lambda key: re.sub("[ -]", "_", key)),
    ),
    Fault("colon-keys-cut", ADDED, "Keys are cut at a colon.", keys(lambda key: key.split(":")[0] or key)),
    Fault(
        "private-keys-dropped",
        ADDED,
        "Keys that start with an underscore are dropped.",
        without(lambda key: re.match("_[a-z]", key)),
    ),
    Fault(
        "field-named-keys-dropped",
        ADDED,
        "Metadata keys named like a field of the lead are dropped.",
        without(lambda key: key in FIELD_NAMES),
    ),
    Fault(
        "field-named-keys-lifted",
        "unsent-fields-unchanged",
        "Metadata keys named like a field are written to the field too.",
        model_with(apply=lifted),
    ),
)
