"""The fields of a lead: which an update changes, and which it does not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leads_contract.references import members


@dataclass(frozen=True, slots=True)
class Field:
    """A field that an update can change, a property of `LeadUpdate`.

    `type` is a JSON type, `values` are those that are allowed (empty: any), `format` names a form of
    text. `null_question` is the open question on what null does; None: null clears the field.
    `empty_question` is the one on what an empty text does; None: it is a text like any other.
    `message` is the text that the documentation has for an invalid value; None: it has none.
    """

    name: str
    type: str
    values: tuple[str, ...]
    format: str | None
    null_question: str | None
    empty_question: str | None
    message: str | None
    description: str
    schema: Mapping[str, Any]
    """All that the contract says of the value, references resolved, in OpenAPI 3.0's words."""


@dataclass(frozen=True, slots=True)
class ReadOnlyField:
    """A field that no update changes, a property of `Lead` with `readOnly`.

    `question` is the open question on what happens when it is sent.
    """

    name: str
    question: str
    description: str


def fields(
    update: Mapping[str, Any], questions: Mapping[str, Any], messages: Mapping[str, str]
) -> dict[str, Field]:
    """The changeable fields by name, in the order in which invalid ones are reported.

    `update` is the resolved schema `LeadUpdate`; `messages` are the documented texts for invalid values.
    """

    def asked(question: str) -> str | None:
        return question if question in questions else None

    return {
        name: Field(
            name=name,
            type=schema["type"],
            values=tuple(value for value in schema.get("enum", ()) if value is not None),
            format=schema.get("format"),
            null_question=asked(f"null-{_kebab(name)}"),
            empty_question=asked(f"empty-{_kebab(name)}"),
            message=messages.get(name),
            description=schema.get("description", ""),
            schema=schema,
        )
        for name, schema in members(update).items()
    }


def read_only_fields(lead: Mapping[str, Any]) -> dict[str, ReadOnlyField]:
    """The others by name; `lead` is the resolved schema `Lead`."""
    return {
        name: ReadOnlyField(name, f"sent-{_kebab(name)}", schema.get("description", ""))
        for name, schema in members(lead).items()
        if schema.get("readOnly")
    }


def _kebab(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "-", name).lower()
