"""From a request to a control call, by the schemas of the API's own OpenAPI file."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from jsonschema_rs import Draft4Validator, ValidationError

from leads_contract.references import without_nullable
from leads_mock.control.calls import Call, control_contract
from leads_mock.control.wrong import Wrong
from leads_mock.core.json_text import Json, decode
from leads_mock.pipeline import Asked
from leads_mock.routes import names

_SCOPE = "workspace"
_SCOPE_HEADER = b"x-mock-workspace"
_INTEGER = re.compile("-?[0-9]{1,18}")
_LONGEST = 300
"""Characters of a reason, which may show what was sent."""


@cache
def reader(operation_id: str) -> "CallReader":
    """What reads the calls of an operation: made with the first one, so that a start costs nothing."""
    return CallReader(operation_id)


class CallReader:
    """Reads the calls of one operation."""

    def __init__(self, operation_id: str) -> None:
        operation = control_contract().operations[operation_id]
        self.status = operation.success
        self._query = {n: _Value(p.schema) for n, p in operation.parameters.items() if p.place == "query"}
        self._body = None if operation.request is None else _Value(operation.request)

    def read(self, asked: Asked, body: bytes) -> Call:
        """The call that a request makes. Raises Wrong."""
        query = self._read_query(asked.query)
        header = asked.fields.get(_SCOPE_HEADER)
        workspace = query.pop(_SCOPE, None if header is None else _text(header))
        return Call(workspace, names(asked.scope, asked.parameters), query, self._read_body(body))

    def _read_query(self, text: bytes) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in parse_qsl(text.decode("latin-1"), keep_blank_values=True):
            if name not in self._query:
                raise Wrong(400, f"is no parameter of this call; there are: {', '.join(self._query)}", name)
            found[name] = self._query[name].of_text(value, name)
        return found

    def _read_body(self, text: bytes) -> Json:
        if self._body is None:
            return None
        try:
            value = decode(text or b"{}")
        except (ValueError, RecursionError) as error:
            raise Wrong(400, f"must be valid JSON: {error}", "body") from error
        return self._body.checked(value)


class _Value:
    """What a schema asks of a value."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._is_integer = schema.get("type") == "integer"
        self._validator = Draft4Validator(without_nullable(schema))

    def of_text(self, text: str, where: str) -> Any:
        is_number = self._is_integer and _INTEGER.fullmatch(text)
        return self.checked(int(text) if is_number else text, where)

    def checked(self, value: Any, where: str = "") -> Any:
        try:
            for error in self._validator.iter_errors(value):
                raise Wrong(400, _reason(error), _place(error, where))
        except ValueError as error:  # a wrong value of so many levels that the validator cannot show it
            raise Wrong(400, "nests too deeply", where or "body") from error
        return value


def _text(header: bytes) -> str:
    """Of a header field: most clients send UTF-8, browsers ISO 8859-1."""
    try:
        return header.decode()
    except UnicodeDecodeError:
        return header.decode("latin-1")


def _reason(error: ValidationError) -> str:
    say = _REASONS.get(error.kind.name)
    return say(error.kind) if say else error.message[:_LONGEST]


_REASONS: Mapping[str, Callable[[Any], str]] = {
    "additionalProperties": lambda kind: "is not known here",
    "anyOf": lambda kind: "must have one of the forms that GET /__admin/openapi.json lists",
    "enum": lambda kind: f"must be one of {', '.join(map(str, kind.options))}",
    "maximum": lambda kind: f"must be at most {kind.limit}",
    "minimum": lambda kind: f"must be at least {kind.limit}",
    "required": lambda kind: "is required",
    "type": lambda kind: f"must be of type {' or '.join(kind.types)}",
}


def _place(error: ValidationError, where: str) -> str:
    missing = getattr(error.kind, "property", None)
    last = [missing] if missing else getattr(error.kind, "unexpected", [])[:1]
    return pointed([*error.instance_path, *last], where) or "body"


def pointed(path: Iterable[str | int], where: str = "") -> str:
    """A place within a value for people, such as `leads[0].email`."""
    text = where + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
