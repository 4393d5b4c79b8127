"""Turns the body of an update into changes, or refuses it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import jsonschema_rs

from leads_mock.core.errors import Violation
from leads_mock.core.formats import patterns

Profile = Mapping[str, str]

KEEP: Final = object()
"""What a rule gives for a field that stays as it is."""
_REFUSE: Final = object()
_OUTCOMES = {
    "refused": _REFUSE,
    "cleared": None,
    "ignored": KEEP,
    "reset": "new",
    "emptied": {},
    "stored": "",
}
"""What becomes of null, or of an empty text, by the answer to the question on it."""

Rule = Callable[[Any], Any]
"""From what was sent for a field to what is stored: None clears, KEEP changes nothing. Raises Violation."""


@dataclass(slots=True)
class Changes:
    """What an accepted update does: `fields` take new values (None clears), `metadata` is merged in.

    `sent` is the body that asked for it.
    """

    sent: Mapping[str, Any]
    fields: dict[str, Any]
    metadata: dict[str, Any] | None


class UpdateValidator:
    """The schema of an update and the profile's answers, compiled once.

    `schema` is `LeadUpdate`, references resolved; the order of its properties is the order in which
    violations are reported, unless the profile answers otherwise. `read_only` maps each field that no update
    changes to the open question on what happens when it is sent.
    """

    required: tuple[str, ...] = ()
    """The fields that must be sent."""

    def __init__(self, schema: Mapping[str, Any], read_only: Mapping[str, str], profile: Profile) -> None:
        self._rules: dict[str, Rule] = {
            name: field_rule(name, property_schema, profile)
            for name, property_schema in schema["properties"].items()
        }
        for name, question in read_only.items():
            self._rules[name] = _other_rule(name, profile[question], f"{name} cannot be changed")
        self._unknown_fields = profile["unknown-fields"]
        self._accepts_empty = profile["empty-update"] == "accepted"
        self._reads_anything = profile["non-object-body"] == "treated-as-empty"
        self._in_contract_order = profile["reported-field"] != "order-sent"

    def __call__(self, body: Any) -> Changes:
        """The changes that `body` asks for. Raises Violation for the first offending field."""
        if not isinstance(body, dict):
            if not self._reads_anything:
                raise Violation("body", body, "Body must be an object")
            body = {}
        if not body and not self._accepts_empty:
            raise Violation("body", body, "Body must name at least one field")
        rules, fields = self._rules, {}
        try:
            for name, sent in body.items():
                rule = rules.get(name) or self._unknown(name)
                value = rule(sent)
                if value is not KEEP:
                    fields[name] = value
            for name in self.required:
                self._require(name, body)
        except Violation:
            # Of several offending fields, the one to report is not always the one found first.
            if self._in_contract_order:
                for name, rule in rules.items():
                    self._require(name, body)
                    if name in body:
                        rule(body[name])
            raise
        metadata = fields.pop("metadata") if isinstance(body.get("metadata"), dict) else None
        return Changes(body, fields, metadata)

    def email(self, body: Any) -> str | None:
        """The email that `body` asks for, if it is one, whatever the other fields hold."""
        with suppress(Violation, KeyError, TypeError):
            email = self._rules["email"](body["email"])
            return email if isinstance(email, str) else None
        return None

    def _require(self, name: str, body: Mapping[str, Any]) -> None:
        if name in self.required and name not in body:
            raise Violation(name, None, f"{name.capitalize()} is required")

    def _unknown(self, name: str) -> Rule:
        return _other_rule(name, self._unknown_fields, "Unknown field")


class CreateValidator(UpdateValidator):
    """The same for the body that creates a lead; `schema` is `LeadCreate`."""

    def __init__(self, schema: Mapping[str, Any], read_only: Mapping[str, str], profile: Profile) -> None:
        # What an update can set, and what of it is required; a resolved contract says both at once.
        parts = schema.get("allOf", [schema])
        self.required = tuple(parts[-1]["required"])
        nulls = {f"null-{name}": profile["required-null"] for name in self.required}
        sent = dict.fromkeys(read_only, "read-only-in-create")
        super().__init__(parts[0], sent, {**profile, **nulls, "empty-update": "accepted"})


def field_rule(name: str, schema: Mapping[str, Any], profile: Profile) -> Rule:
    """The rule for one property: null and empty text as the profile says, then the schema, then limits."""
    is_valid = _validator(schema, profile)
    message = schema_message(name, schema)
    tidy = _tidy(name, schema, profile)
    limits = [(limit.is_broken, limit.message) for limit in _LIMITS if limit.applies(name, profile)]
    # Where no question asks about a field's null, the contract itself says that null clears it.
    outcomes: dict[Any, Any] = {None: _OUTCOMES[profile.get(f"null-{name}", "cleared")]}
    # Of a name without a visible character, the limits know.
    if (answer := profile.get(f"empty-{name}")) in _OUTCOMES:
        outcomes[""] = _OUTCOMES[answer]

    def rule(sent: Any) -> Any:
        value = tidy(sent) if isinstance(sent, str) else sent
        if (value is None or value == "") and value in outcomes:
            if outcomes[value] is _REFUSE:
                raise Violation(name, sent, message)
            return outcomes[value]
        if not is_valid(value):
            raise Violation(name, sent, message)
        for is_broken, why in limits:
            if is_broken(value):
                raise Violation(name, sent, why)
        return value

    return rule


def _validator(schema: Mapping[str, Any], profile: Profile) -> Callable[[Any], bool]:
    stated = dict(schema)
    if "format" in schema:
        # For a pattern, unlike for a format of ours, the validator need not ask Python.
        stated["pattern"] = patterns(profile)[schema["format"]]
    return jsonschema_rs.Draft4Validator(stated, validate_formats=False).is_valid


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


def _other_rule(name: str, answer: str, message: str) -> Rule:
    def refuse(sent: Any) -> Any:
        raise Violation(name, sent, message)

    return {"refused": refuse, "ignored": lambda sent: KEEP, "stored": lambda sent: sent}[answer]


def _tidy(name: str, schema: Mapping[str, Any], profile: Profile) -> Callable[[str], str]:
    is_free_text = schema["type"] == "string" and "enum" not in schema
    trims = is_free_text and profile["surrounding-space"] == "trimmed"
    lowers = name == "email" and profile["stored-email-case"] == "lower-cased"
    if trims and lowers:
        return lambda text: text.strip().lower()
    return str.strip if trims else str.lower if lowers else str


def _has_odd_key(metadata: dict[str, Any]) -> bool:
    unseen: list[Any] = [metadata]
    for value in unseen:
        if isinstance(value, dict):
            if any(key in ("", "__proto__") or "." in key or key.startswith("$") for key in value):
                return True
            unseen.extend(value.values())
        elif isinstance(value, list):
            unseen.extend(value)
    return False


@dataclass(frozen=True)
class _Limit:
    """A condition that no schema keyword of the contract states, since a question leaves it open."""

    name: str
    question: str
    answer: str
    is_broken: Callable[[Any], bool]
    message: str

    def applies(self, name: str, profile: Profile) -> bool:
        return name == self.name and profile[self.question] == self.answer


_NO_NAME = "Name must not be empty"
_LONG_NAME = "Name must have 255 characters at the most"
_ODD_KEY = "Metadata keys must not be empty, contain a dot, start with $ or be __proto__"
_LIMITS = (
    _Limit("name", "empty-name", "blank-refused", lambda name: not name.strip(), _NO_NAME),
    _Limit("name", "empty-name", "empty-refused", lambda name: not name, _NO_NAME),
    _Limit("name", "long-name", "characters-255", lambda name: len(name) > 255, _LONG_NAME),
    _Limit("metadata", "odd-metadata-keys", "refused", _has_odd_key, _ODD_KEY),
)
