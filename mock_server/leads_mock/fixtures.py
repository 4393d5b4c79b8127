"""Reads the seed leads, and checks them against the contract's own schemas."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from math import inf
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from leads_contract import Contract, ReadingError, load_yaml, read_bytes, resolved
from leads_mock.core.emails import fold_of
from leads_mock.core.formats import patterns
from leads_mock.core.json_text import decode, encode
from leads_mock.core.memory import SeedWorkspace
from leads_mock.core.store import Lead
from leads_mock.masking import masked
from leads_mock.shapes import TIMES, Shape

_PACKAGE = Path(__file__).parent


class FixtureError(ValueError):
    """A fixture file that cannot be used; the message gives file, entry and reason."""


def bundled_fixtures() -> Path:
    """The folder that comes along: in the installed package, or at the top of the checkout."""
    packaged = _PACKAGE / "fixtures"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "fixtures"


def fixtures_file(given: Path | None) -> Path:
    """The given file, or the one that comes along."""
    return given or bundled_fixtures() / "leads.yaml"


def read_fixtures(path: Path, contract: Contract, profile: Mapping[str, str]) -> list[SeedWorkspace]:
    """The workspaces in a fixture file, their leads as a deployment of this profile shows them.

    Raises FixtureError.
    """
    try:
        return seeds_of(load_fixtures(path), contract, profile)
    except OSError as error:
        raise FixtureError(f"{path}: {error.strerror}") from error
    except (FixtureError, ReadingError) as error:
        raise FixtureError(f"{path}: {error}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise FixtureError(f"{path}: not YAML: {masked(' '.join(str(error).split()))}") from error
    except RecursionError as error:
        raise FixtureError(f"{path}: nests too deeply") from error


def load_fixtures(path: Path) -> Any:
    """The content of a fixture file; one that is JSON is read as JSON, with every number as it stands there.

    Raises OSError, yaml.YAMLError, ValueError and RecursionError.
    """
    text = read_bytes(path)
    try:
        return decode(text)
    except ValueError:
        return load_yaml(path)


def seeds_of(
    content: Any, contract: Contract, profile: Mapping[str, str], *, is_state: bool = False
) -> list[SeedWorkspace]:
    """The workspaces that the content of a fixture file describes.

    A state is what a mock has shown or kept, perhaps while it had another profile: its leads may be as any
    profile has them. Raises FixtureError; its message begins with the place of the entry that is wrong.
    """
    try:
        return list(_Reader(contract, profile, is_state).workspaces(content))
    except FixtureError as error:
        raise FixtureError(_without_keys(str(error))) from None


_KEY = re.compile("[!-~]+")
_WITHIN_KEYS = re.compile(r"(workspaces\[\d+\]\.keys)(?!: a key ).*", re.DOTALL)
_LONGEST = 500
"""Characters of a message."""
_DELETED = {
    "type": ["string", "object"],
    "required": ["id", "email"],
    "additionalProperties": False,
    "properties": {"id": {"type": "string"}, "email": {"type": "string"}},
}
_WORKSPACES = {
    "type": "object",
    "required": ["workspaces"],
    "additionalProperties": False,
    "properties": {
        "workspaces": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "keys"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "keys": {"type": "array", "items": {"type": "string"}},
                    "chatbots": {"type": "array", "items": {"type": "string", "minLength": 1}},
                    "deleted": {"type": "array", "items": _DELETED},
                    "leads": {"type": "array", "items": {"type": "object"}},
                },
            },
        }
    },
}


class _Reader:
    def __init__(self, contract: Contract, profile: Mapping[str, str], is_state: bool) -> None:
        self._file = jsonschema_rs.Draft4Validator(_WORKSPACES)
        self._is_state = is_state
        self._cleared = dict.fromkeys(contract.fields) if is_state else {}
        self._lead = jsonschema_rs.Draft4Validator(
            resolved(contract, _clearing(contract, profile) if is_state else profile).json_schema("Lead"),
            formats={name: _is_any(name, contract, profile) for name in patterns(profile)},
            validate_formats=True,
        )
        self._shape, self._fold = Shape(contract, profile), fold_of(profile)
        self._seen: dict[tuple[str, str], str] = {}

    def workspaces(self, content: Any) -> Iterator[SeedWorkspace]:
        _require_json(content, "")
        _require_valid(self._file, content, "")
        for number, entry in enumerate(content["workspaces"]):
            where = f"workspaces[{number}]"
            self._once("workspace id", entry["id"], where)
            for key in entry["keys"]:
                if not _KEY.fullmatch(key):
                    raise FixtureError(f"{where}.keys: a key consists of visible ASCII characters")
                self._once("key", key, f"{where}.keys", shown="a key")
            chatbots = tuple(entry.get("chatbots", ()))
            for chatbot in chatbots:
                self._once(f"chatbot id in {entry['id']}", chatbot, f"{where}.chatbots")
            deleted = dict(
                self._read_deleted(gone, entry["id"], f"{where}.deleted[{index}]")
                for index, gone in enumerate(entry.get("deleted", ()))
            )
            leads = tuple(
                self._read_lead(lead, entry["id"], f"{where}.leads[{index}]")
                for index, lead in enumerate(entry.get("leads", ()))
            )
            yield SeedWorkspace(entry["id"], tuple(entry["keys"]), deleted, leads, chatbots)

    def _read_deleted(self, given: Any, workspace_id: str, where: str) -> tuple[str, str | None]:
        """The id, and the email that stays taken."""
        lead_id, email = (given, None) if isinstance(given, str) else (given["id"], given["email"])
        self._once(f"lead id in {workspace_id}", lead_id, where)
        email = self._shape.left(email)
        if email is not None:
            self._once(f"email in {workspace_id}", self._fold(email), f"{where}.email", shown=email)
        return lead_id, email

    def _read_lead(self, given: Lead, workspace_id: str, where: str) -> Lead:
        lead = self._shape.members(given)
        lead["workspaceId"] = given.get("workspaceId", workspace_id)
        # A field that another profile left out has been cleared.
        _require_valid(self._lead, {**self._cleared, **lead}, where)
        if lead["workspaceId"] != workspace_id:
            raise FixtureError(f"{where}.workspaceId: the entry stands in {workspace_id}")
        self._once(f"lead id in {workspace_id}", lead["id"], where)
        email = lead.get("email")
        if email is not None:
            lead["email"] = self._shape.email(email)
            if not self._is_state:  # there, emails that were different may be the same by now
                email_of = f"email in {workspace_id}"
                self._once(email_of, self._fold(lead["email"]), f"{where}.email", shown=email)
        for name in TIMES:
            try:
                lead[name] = self._shape.time(lead[name])
            except (ValueError, OverflowError) as error:
                raise FixtureError(f"{where}.{name}: {lead[name]} is no time: {error}") from error
        try:
            decode(encode(lead))
        except (ValueError, RecursionError) as error:
            raise FixtureError(f"{where}: cannot be written as JSON and read again: {error}") from error
        return lead

    def _once(self, kind: str, value: str, where: str, shown: str | None = None) -> None:
        first = self._seen.setdefault((kind, value), where)
        if first != where:
            raise FixtureError(f"{where}: {shown or value} stands already at {first} ({kind})")


def _clearing(contract: Contract, profile: Mapping[str, str]) -> Mapping[str, str]:
    """The profile, but that each field can be cleared, and is then shown as null."""
    questions = (field.null_question for field in contract.fields.values() if field.null_question)
    return {**profile, **dict.fromkeys(questions, "cleared"), "cleared-field": "shown-as-null"}


def _is_any(name: str, contract: Contract, profile: Mapping[str, str]) -> Callable[[str], bool]:
    """Whether a text is empty or has the format by any answer: a seed may be older than the present rules."""
    question = f"{name}-format"
    either = [
        patterns({**profile, question: answer})[name] for answer in contract.questions[question].answers
    ]
    return jsonschema_rs.Draft4Validator(
        {"anyOf": [{"pattern": pattern} for pattern in [*either, "^$"]]}
    ).is_valid


def _without_keys(message: str) -> str:
    """The keys themselves are secrets and stay out of the messages."""
    told = _WITHIN_KEYS.sub(r"\1: must be a list of texts of visible ASCII characters", message)
    return masked(told)[:_LONGEST]


def _errors(
    validator: jsonschema_rs.Draft4Validator, value: Any, where: str
) -> Iterator[jsonschema_rs.ValidationError]:
    try:
        yield from validator.iter_errors(value)
    except ValueError as error:  # a wrong value of so many levels that the validator cannot show it
        raise FixtureError(f"{where or 'the file'}: nests too deeply") from error


def _require_valid(validator: jsonschema_rs.Draft4Validator, value: Any, where: str) -> None:
    for error in _errors(validator, value, where):
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
        allowed, types = (getattr(error.kind, name, None) for name in ("options", "types"))
        reason = f"{error.instance!r} is none of {allowed}" if allowed else error.message
        if types:
            reason = f"must be of type {' or '.join(types)}"
        raise FixtureError(f"{(where + path).lstrip('.') or 'the file'}: {reason}")


def _require_json(value: Any, where: str) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise FixtureError(f"{where or 'the file'}: key {key!r} is no text; put it in quotes")
            _require_json(item, f"{where}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _require_json(item, f"{where}[{index}]")
    elif isinstance(value, date):
        raise FixtureError(f"{where}: YAML reads this as a date; put it in quotes")
    elif not isinstance(value, str | int | float | Decimal | None) or value in (inf, -inf) or value != value:
        raise FixtureError(f"{where}: JSON has no value such as {value!r}")
