"""The form of a contract file: which kind of value stands where, as far as the tools read it."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from jsonschema_rs import Draft7Validator

from leads_contract.operations import METHODS
from leads_contract.references import at, nodes, pointer_to

Schema = Mapping[str, Any]
LOWER_BOUNDS = ("minimum", "minLength", "minItems", "minProperties")
UPPER_BOUNDS = ("maximum", "maxLength", "maxItems", "maxProperties")
FLAGS = ("exclusiveMinimum", "exclusiveMaximum", "uniqueItems")
"""Keywords of schemas that only forbid, and nothing where they are false."""
MOST_VALUES, MOST_LEVELS = 1_000_000, 100
"""Values and levels of a file once every reference is replaced by what it refers to."""


def _object(*needed: str, **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": [*needed]}


def _each(form: Schema) -> Schema:
    return {"type": "object", "additionalProperties": form}


def _list(form: Schema) -> Schema:
    return {"type": "array", "items": form}


def _of(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _component(kind: str, form: Schema) -> Schema:
    """Either what `form` says, or a reference to a component of that kind."""
    reference = {"properties": {"$ref": {"type": "string", "pattern": f"^#/components/{kind}/"}}}
    is_reference = {"type": "object", "required": ["$ref"]}
    return {"if": is_reference, "then": reference, "else": form}


_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_FLAG: Schema = {"type": "boolean"}
_CONTENT = _object(
    **{"application/json": _object(schema=_of("schemas"), examples=_each(_of("examples")))},
)
_OPERATION = _object(
    *("operationId", "summary", "description", "responses"),
    operationId=_TEXT,
    summary=_TEXT,
    description=_TEXT,
    deprecated=_FLAG,
    parameters=_list(_of("parameters")),
    requestBody=_of("requestBodies"),
    responses={**_each(_of("responses")), "propertyNames": {"pattern": "^([1-5][0-9][0-9]|default)$"}},
    security=_list(_each(_list(_TEXT))),
    servers=_list(_of("servers")),
)
_SCHEMA = _object(
    **dict.fromkeys(("type", "format", "pattern", "description", "title"), _TEXT),
    **dict.fromkeys(("nullable", "readOnly", "deprecated", *FLAGS), _FLAG),
    **dict.fromkeys((*LOWER_BOUNDS, *UPPER_BOUNDS), _NUMBER),
    **dict.fromkeys(("allOf", "anyOf", "oneOf"), _list(_of("schemas"))),
    properties=_each(_of("schemas")),
    required=_list(_TEXT),
    enum={"type": "array", "minItems": 1},
    items=_of("schemas"),
    additionalProperties={"if": {"type": "boolean"}, "else": _of("schemas")},
)
_COMPONENTS: Mapping[str, Schema] = {
    "schemas": _SCHEMA,
    "examples": _object("value"),
    "headers": _object(required=_FLAG, description=_TEXT, schema=_of("schemas")),
    "parameters": _object(
        *("name", "in"), name=_TEXT, required=_FLAG, description=_TEXT, schema=_of("schemas"), **{"in": _TEXT}
    ),
    "requestBodies": _object(required=_FLAG, description=_TEXT, content=_CONTENT),
    "responses": _object("description", description=_TEXT, headers=_each(_of("headers")), content=_CONTENT),
    "securitySchemes": _object("type", type=_TEXT, description=_TEXT),
}
_DEFINITIONS = {
    **{kind: _component(kind, form) for kind, form in _COMPONENTS.items()},
    "servers": _object("url", url=_TEXT, description=_TEXT),
}
_FORM = Draft7Validator(
    {
        **_object(
            *("info", "paths", "components"),
            info=_object(version=_TEXT, description=_TEXT),
            paths=_each(
                _object(parameters=_list(_of("parameters")), **dict.fromkeys(METHODS, _OPERATION)),
            ),
            components=_object(
                "schemas",
                **{kind: _each(_of(kind)) for kind in _COMPONENTS if kind != "schemas"},
                schemas={**_each(_of("schemas")), "required": ["Lead", "LeadUpdate"]},
            ),
            security=_list(_each(_list(_TEXT))),
            servers=_list(_of("servers")),
        ),
        "definitions": _DEFINITIONS,
    }
)


def malformed(document: Mapping[str, Any]) -> Iterator[str]:
    """What keeps the tools from reading a parsed contract, one line each, beginning with its place.

    Nothing is yielded for one that can be resolved.
    """
    found = [*_no_json(document)] or [*_dead_ends(document)] or [*_endless(document)]
    yield from found or sorted(
        f"{pointer_to(error.instance_path)}: {error.message[:200]}" for error in _FORM.iter_errors(document)
    )


def _no_json(document: Any) -> Iterator[str]:
    """YAML has values and keys that JSON has not."""
    for path, node in nodes(document):
        if len(path) > MOST_LEVELS:
            yield f"{pointer_to(path[:3])}: nests too deeply: more than {MOST_LEVELS} levels"
            return
        if isinstance(node, Mapping):
            for key in node:
                if not isinstance(key, str):
                    yield f"{pointer_to(path)}: the key {key!r} must be a text; write it in quotes"
        elif isinstance(node, date):
            yield f"{pointer_to(path)}: a date; write it in quotes"
        elif not isinstance(node, str | int | float | list | None):
            yield f"{pointer_to(path)}: {type(node).__name__} is no type of JSON"
        elif isinstance(node, float) and not math.isfinite(node):
            yield f"{pointer_to(path)}: {node} is no number of JSON"


def _references(node: Any) -> Iterator[tuple[list[Any], str]]:
    for path, value in nodes(node):
        if isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            yield path, value["$ref"]


def _dead_ends(document: Mapping[str, Any]) -> Iterator[str]:
    for path, target in _references(document):
        if not target.startswith("#/"):
            yield f"{pointer_to(path)}: $ref {target[:200]} must begin with '#/', and so stay in this file"
        elif not leads_somewhere(document, target):
            yield f"{pointer_to(path)}: $ref {target[:200]} points at nothing"


def leads_somewhere(document: Mapping[str, Any], pointer: str) -> bool:
    """Whether there is something at a local pointer."""
    try:
        at(document, pointer)
    except (LookupError, TypeError, ValueError):
        return False
    return True


def _endless(document: Mapping[str, Any]) -> Iterator[str]:
    """References that lead back to themselves, or that make the file too large once they are replaced."""
    used = {target: [*_references(at(document, target))] for _, target in _references(document)}
    try:
        order = TopologicalSorter({name: {to for _, to in found} for name, found in used.items()})
        extents: dict[str, tuple[int, int]] = {}
        for target in order.static_order():
            extents[target] = _extent(at(document, target), used[target], extents)
    except CycleError as error:
        way = " -> ".join(name.rpartition("/")[2] for name in error.args[1][:10])
        yield f"{error.args[1][0]}: refers to itself ({way}); the tools take no recursive schemas"
        return
    values, levels = _extent(document, [*_references(document)], extents)
    if values > MOST_VALUES or levels > MOST_LEVELS:
        yield (
            f"the file: too large with its references replaced: {values:,} values on {levels} levels;"
            f" allowed are {MOST_VALUES:,} on {MOST_LEVELS}"
        )


def _extent(
    node: Any, references: list[tuple[list[Any], str]], extents: Mapping[str, tuple[int, int]]
) -> tuple[int, int]:
    """How many values stand in a node once its references are replaced, and on how many levels."""
    paths = [path for path, _ in nodes(node)]
    values = len(paths) + sum(extents[target][0] for _, target in references)
    deepest = max(map(len, paths))
    return values, max([deepest, *(len(path) + extents[target][1] for path, target in references)])
