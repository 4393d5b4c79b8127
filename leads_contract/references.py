"""References and schemas, as plain functions of a parsed OpenAPI 3.0 document."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def follow(document: Mapping[str, Any], node: Any) -> Any:
    """What a reference refers to, through any number of references; another node as it is."""
    while isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
        node = at(document, node["$ref"])
    return node


def at(document: Mapping[str, Any], pointer: str) -> Any:
    """What a local pointer, `#/components/...`, points at. KeyError or IndexError where nothing is."""
    node: Any = document
    for part in pointer.removeprefix("#/").split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        node = node[int(name) if isinstance(node, list) else name]
    return node


def pointer_to(path: Iterable[Any]) -> str:
    """The local pointer (RFC 6901) that the path of keys and indexes is."""
    return "/".join(("#", *(str(part).replace("~", "~0").replace("/", "~1") for part in path)))


def nodes(value: Any) -> Iterator[tuple[list[Any], Any]]:
    """Everything within a value, itself as well, each with the path to it."""
    waiting: list[tuple[list[Any], Any]] = [([], value)]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        items = (
            node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else ()
        )
        waiting += (([*path, key], item) for key, item in items)


def resolve(document: Mapping[str, Any], node: Any) -> Any:
    """The node with each reference in it replaced by what it refers to, at every depth.

    A choice between a value and null becomes one schema with `nullable`: validators then say what is wrong
    with a value, instead of that it is none of the two.
    """
    node = follow(document, node)
    if isinstance(node, Mapping):
        whole = {key: resolve(document, value) for key, value in node.items()}
        choices = whole.get("anyOf", ())
        values = [choice for choice in choices if not is_null(choice)]
        return {**values[0], "nullable": True} if len(values) == 1 and len(choices) == 2 else whole
    return [resolve(document, item) for item in node] if isinstance(node, list) else node


def without_nullable(node: Any) -> Any:
    """A schema in JSON Schema's words: OpenAPI 3.0 says `nullable` where that says `type: [.., null]`."""
    if isinstance(node, Mapping):
        converted = {key: without_nullable(value) for key, value in node.items() if key != "nullable"}
        if node.get("nullable") is True and "type" in node:
            converted["type"] = [node["type"], "null"]
            if "enum" in node:
                converted["enum"] = list(dict.fromkeys([*node["enum"], None]))
        return converted
    return [without_nullable(item) for item in node] if isinstance(node, list) else node


def is_null(schema: Mapping[str, Any]) -> bool:
    """Whether null is the only value of a schema in OpenAPI 3.0's words."""
    return schema.get("nullable") is True and schema.get("enum") == [None]


def parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A resolved schema and, where it is put together with `allOf`, what it is put together of."""
    for part in schema.get("allOf", ()):
        yield from parts(part)
    yield schema


def members(schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The properties of a resolved object schema, in order, each with all that is said of it."""
    found: dict[str, dict[str, Any]] = {}
    for part in parts(schema):
        for name, property_schema in part.get("properties", {}).items():
            found.setdefault(name, {}).update(merged(property_schema))
    return dict(found)


def required(schema: Mapping[str, Any]) -> set[str]:
    """The properties that a resolved object schema requires."""
    return {name for part in parts(schema) for name in part.get("required", ())}


def merged(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A resolved schema with its `allOf` written into it."""
    flat: dict[str, Any] = {}
    for part in parts(schema):
        flat |= {key: value for key, value in part.items() if key != "allOf"}
    return flat
