"""The words of the contract: names and texts that tell of nobody, wherever an answer has them. Pure."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from leads_contract import Contract, load_contract
from leads_contract.references import follow

_MEDIA_TYPES = (
    "application/json application/problem+json application/vnd.api+json application/xml text/xml text/json"
    " text/html text/plain application/octet-stream application/x-www-form-urlencoded"
)
"""Registered names; a deployment that answers with one of these tells of nobody."""
_TEXTS = ("error", "code", "message")
"""Members of an error example whose texts are documented; its other members are examples of values."""


@cache
def vocabulary() -> frozenset[str]:
    """The words of the contract that this installation carries, each in lower case."""
    return words_of(load_contract())


def words_of(contract: Contract) -> frozenset[str]:
    """Names of members and headers, allowed values, codes and documented texts, each in lower case."""
    document = contract.document
    names = {*_MEDIA_TYPES.split(), *contract.fields, *contract.read_only, *_names(document)}
    for refusal in contract.refusals.values():
        names |= {refusal.error, refusal.code, *refusal.details, *refusal.headers}
        names |= set(_documented(refusal.example))
    return frozenset(name.casefold() for name in names)


@cache
def members_of_type(*types: str) -> frozenset[str]:
    """The names of members and headers whose values have one of these types or formats, in lower case."""
    document = load_contract().document
    found = {
        key for key, value in _members(document) if isinstance(value, Mapping) and _type(value) & {*types}
    }
    return frozenset(name.casefold() for name in found)


def _type(node: Mapping[str, Any]) -> set[str]:
    """Type and format of a schema, or of a header's schema, references followed."""
    node = follow(load_contract().document, node)
    parts = [follow(load_contract().document, part) for part in node.get("allOf", ())]
    schemas = [node, *parts, node["schema"]] if isinstance(node.get("schema"), Mapping) else [node, *parts]
    return {
        one
        for schema in schemas
        for one in (schema.get("type"), schema.get("format"))
        if isinstance(one, str)
    }


def _names(node: Any) -> Iterator[str]:
    for key, value in _members(node):
        if key in ("properties", "headers") and isinstance(value, Mapping):
            yield from value
        elif key == "enum":
            yield from (item for item in value if isinstance(item, str))
        elif key in ("example", "examples"):
            yield from (name for name, _ in _members(value))


def _documented(example: Any) -> Iterator[str]:
    return (value for key, value in _members(example) if key in _TEXTS and isinstance(value, str))


def _members(node: Any) -> Iterator[tuple[str, Any]]:
    """Each member of each object in the node."""
    rest = [node]
    while rest:
        here = rest.pop()
        if isinstance(here, Mapping):
            yield from ((str(key), value) for key, value in here.items())
            rest += here.values()
        elif isinstance(here, list):
            rest += here
