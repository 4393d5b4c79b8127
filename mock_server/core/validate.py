"""Turns the body of an update into changes, or refuses it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from mock_server.core.errors import Violation
from mock_server.core.formats import formats

Profile = Mapping[str, str]

UNCHANGEABLE = {
    "id": "sent-id",
    "createdAt": "sent-created-at",
    "updatedAt": "sent-updated-at",
    "workspaceId": "sent-workspace-id",
}
"""The fields that no update changes, and the open question on what happens when they are sent."""


@dataclass(slots=True)
class Changes:
    """What an accepted update does: `fields` take new values (None clears), `metadata` is merged in."""

    fields: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] | None = None


Rule = Callable[[Any, Changes], None]
"""Notes the sent value in the changes, or raises Violation."""


class UpdateValidator:
    """The schema of an update and the profile's answers, compiled once.

    `schema` is `LeadUpdate`, references resolved; the order of its properties is the order in which
    violations are reported, unless the profile answers otherwise.
    """

    def __init__(self, schema: Mapping[str, Any], profile: Profile) -> None:
        self._rules: dict[str, Rule] = {
            name: field_rule(name, property_schema, profile)
            for name, property_schema in schema["properties"].items()
        }
        for name, question in UNCHANGEABLE.items():
            self._rules[name] = _ignore if profile[question] == "ignored" else _refuse(name)
        self._unknown = profile["unknown-fields"]
        self._accepts_empty = profile["empty-update"] == "accepted"
        self._reads_anything = profile["non-object-body"] == "treated-as-empty"
        self._in_order_sent = profile["reported-field"] == "order-sent"

    def __call__(self, body: Any) -> Changes:
        """The changes that `body` asks for. Raises Violation for the first offending field."""
        if not isinstance(body, dict):
            if not self._reads_anything:
                raise Violation("body", body, "Body must be an object")
            body = {}
        if not body and not self._accepts_empty:
            raise Violation("body", body, "Body must name at least one field")
        changes = Changes()
        for name in self._names(body):
            if name in self._rules:
                self._rules[name](body[name], changes)
            else:
                self._unknown_field(name, body[name], changes)
        return changes

    def _names(self, body: dict[str, Any]) -> Iterable[str]:
        if self._in_order_sent:
            return body
        known = [name for name in self._rules if name in body]
        return known if len(known) == len(body) else [*known, *(n for n in body if n not in self._rules)]

    def _unknown_field(self, name: str, value: Any, changes: Changes) -> None:
        if self._unknown == "refused":
            raise Violation(name, value, "Unknown field")
        if self._unknown == "stored":
            changes.fields[name] = value


def _ignore(value: Any, changes: Changes) -> None:
    pass


def _refuse(name: str) -> Rule:
    def rule(value: Any, changes: Changes) -> None:
        raise Violation(name, value, f"{name} cannot be changed")

    return rule


def field_rule(name: str, schema: Mapping[str, Any], profile: Profile) -> Rule:
    """The rule for one property: null, empty text and white space as the profile says, then the schema."""
    is_valid = jsonschema_rs.Draft4Validator(
        dict(schema), formats=formats(profile), validate_formats=True
    ).is_valid
    message = schema_message(name, schema)
    # Where no question asks about a field's null, the contract itself says that null clears it.
    on_null = profile.get(f"null-{name}", "cleared")
    on_empty = profile.get(f"empty-{name}") if name != "name" else None
    trims = schema.get("type") == "string" and "enum" not in schema and profile["surrounding-space"] == "trimmed"
    checks = [check for check in (_EXTRA_CHECKS.get(name) or ()) if check.applies(profile)]
    lowers = name == "email" and profile["stored-email-case"] == "lower-cased"

    def rule(sent: Any, changes: Changes) -> None:
        if sent is None:
            _NULL[on_null](name, message, changes)
            return
        value = sent.strip() if trims and isinstance(sent, str) else sent
        if value == "" and on_empty is not None:
            if on_empty == "refused":
                raise Violation(name, sent, message)
            changes.fields[name] = value if on_empty == "stored" else None
            return
        if not is_valid(value):
            raise Violation(name, sent, message)
        for check in checks:
            if check.fails(value, profile):
                raise Violation(name, sent, check.message)
        if isinstance(value, dict):
            changes.metadata = value
        else:
            changes.fields[name] = value.lower() if lowers else value

    return rule


def schema_message(name: str, schema: Mapping[str, Any]) -> str:
    """What a value of this schema must be, for people."""
    label = name.capitalize()
    if "enum" in schema:
        return f"{label} must be one of: {', '.join(schema['enum'])}"
    if "format" in schema:
        noun = {"email": "email address", "phone": "phone number"}.get(schema["format"], schema["format"])
        return f"Must be a valid {noun}"
    article = "an" if schema["type"][0] in "aeiou" else "a"
    return f"{label} must be {article} {schema['type']}"


def _null_refused(name: str, message: str, changes: Changes) -> None:
    raise Violation(name, None, message)


def _null_cleared(name: str, message: str, changes: Changes) -> None:
    changes.fields[name] = None


def _null_ignored(name: str, message: str, changes: Changes) -> None:
    pass


def _null_reset(name: str, message: str, changes: Changes) -> None:
    changes.fields[name] = "new"


def _null_emptied(name: str, message: str, changes: Changes) -> None:
    changes.fields[name] = {}


_NULL = {
    "refused": _null_refused,
    "cleared": _null_cleared,
    "ignored": _null_ignored,
    "reset": _null_reset,
    "emptied": _null_emptied,
}


@dataclass(frozen=True)
class _Check:
    """A condition that no schema keyword of the contract states, since a question leaves it open."""

    question: str
    unless: str
    fails: Callable[[Any, Profile], bool]
    message: str

    def applies(self, profile: Profile) -> bool:
        return profile[self.question] != self.unless


def _is_blank(name: str, profile: Profile) -> bool:
    return name == "" or (profile["empty-name"] == "blank-refused" and not name.strip())


def _has_odd_key(metadata: dict[str, Any], profile: Profile) -> bool:
    return any(key in ("", "__proto__") or "." in key or key.startswith("$") for key in metadata)


_EXTRA_CHECKS = {
    "name": (
        _Check("empty-name", "allowed", _is_blank, "Name must not be empty"),
        _Check(
            "long-name",
            "unlimited",
            lambda name, profile: len(name) > 255,
            "Name must have 255 characters at the most",
        ),
    ),
    "metadata": (
        _Check(
            "odd-metadata-keys",
            "kept",
            _has_odd_key,
            "Metadata keys must not be empty, contain a dot, start with $ or be __proto__",
        ),
    ),
}
