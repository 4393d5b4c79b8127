"""The operations, and what each answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leads_contract.references import resolve

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


@dataclass(frozen=True, slots=True)
class Header:
    """A header of an answer; `schema` is that of its value."""

    is_required: bool
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Response:
    """What an operation answers with one status.

    `name` is that of the component, `headers` are those that come along, by name, `schema` is the body's,
    references resolved, and `examples` are bodies by name.
    """

    name: str
    status: int
    description: str
    headers: Mapping[str, Header]
    schema: Mapping[str, Any]
    examples: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the path or of the query string. `place` is `path` or `query`; `schema` that of its value."""

    name: str
    place: str
    is_required: bool
    description: str
    schema: Mapping[str, Any]
    example: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, found by its `operationId`.

    `method` is in upper case; `path` a template such as `/api/v1/leads/{leadId}`; `success` the status
    of an accepted request; `request` the schema of its body, references resolved, None where it has none.
    `security` are the ways to be let in, each the schemes that it needs with their scopes; none: it is open.
    """

    id: str
    method: str
    path: str
    success: int
    request: Mapping[str, Any] | None
    responses: Mapping[int, Response]
    summary: str
    description: str
    examples: Mapping[str, Any]
    """Bodies of requests, by name."""
    parameters: Mapping[str, Parameter]
    """By name; first those that all operations of the path have."""
    is_body_required: bool
    is_deprecated: bool
    security: Sequence[Mapping[str, Sequence[str]]]


def operations(document: Mapping[str, Any]) -> dict[str, Operation]:
    """Each operation of a parsed OpenAPI 3.0 document, by `operationId`, in the order of the file.

    Raises ValueError where one has no successful answer, or several.
    """
    return {
        node["operationId"]: _operation(document, path, method, node)
        for path, item in document["paths"].items()
        for method, node in item.items()
        if method in METHODS
    }


def _operation(document: Mapping[str, Any], path: str, method: str, node: Mapping[str, Any]) -> Operation:
    sent = resolve(document, node.get("requestBody", {}))
    body = _json(sent)
    name = node["operationId"]
    # A `default` says what all other statuses look like, which is no answer of its own.
    given = {int(status): answer for status, answer in node["responses"].items() if status != "default"}
    answers = {status: _response(document, status, answer) for status, answer in given.items()}
    successes = [status for status in answers if status < 300]
    if len(successes) != 1:
        raise ValueError(f"{name} must have one successful answer, not {len(successes)}")
    return Operation(
        id=name,
        method=method.upper(),
        path=path,
        success=successes[0],
        request=body.get("schema"),
        responses=answers,
        summary=node["summary"],
        description=node["description"],
        examples=_values(body),
        parameters={p.name: p for p in _parameters(document, document["paths"][path], node)},
        is_body_required=sent.get("required", False),
        is_deprecated=node.get("deprecated", False),
        security=tuple(node.get("security", document.get("security", ()))),
    )


def _parameters(document: Mapping[str, Any], *nodes: Mapping[str, Any]) -> Iterator[Parameter]:
    for said in (resolve(document, entry) for node in nodes for entry in node.get("parameters", ())):
        schema = said.get("schema", {})
        example = said.get("example", schema.get("example"))
        yield Parameter(
            name=said["name"],
            place=said["in"],
            is_required=said.get("required", False),
            description=said.get("description", ""),
            schema=schema,
            example=None if example is None else str(example),
        )


def _response(document: Mapping[str, Any], status: int, node: Mapping[str, Any]) -> Response:
    response = resolve(document, node)
    content = _json(response)
    return Response(
        name=node.get("$ref", "").rpartition("/")[2],
        status=status,
        description=response["description"],
        headers={name: _header(said) for name, said in response.get("headers", {}).items()},
        schema=content.get("schema", {}),
        examples=_values(content),
    )


def _header(said: Mapping[str, Any]) -> Header:
    return Header(said.get("required", False), said.get("description", ""), said.get("schema", {}))


def _json(node: Mapping[str, Any]) -> Mapping[str, Any]:
    content: Mapping[str, Any] = node.get("content", {}).get("application/json", {})
    return content


def _values(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: example["value"] for name, example in content.get("examples", {}).items()}
