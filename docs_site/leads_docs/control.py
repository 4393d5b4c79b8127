"""The reference of the control API, read from its own OpenAPI file."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from leads_mock.control.calls import control_contract

from leads_contract import Operation

Schema = Mapping[str, Any]
SCOPE = "workspace"
"""The parameter that every call takes."""


class Member(NamedTuple):
    """A member of a body, by its path such as `match.method`."""

    path: str
    type: str
    is_required: bool
    description: str


class Group(NamedTuple):
    """Calls on one subject, a tag of the file."""

    name: str
    description: str
    calls: tuple[Operation, ...]


def control_groups() -> list[Group]:
    """All calls, in the order of the file."""
    contract = control_contract()
    nodes = [node for item in contract.document["paths"].values() for node in item.values()]
    tags = {node["operationId"]: node["tags"][0] for node in nodes if "operationId" in node}
    return [
        Group(
            tag["name"],
            tag["description"],
            tuple(call for call in contract.operations.values() if tags[call.id] == tag["name"]),
        )
        for tag in contract.document["tags"]
    ]


def members(schema: Schema | None, within: str = "") -> Iterator[Member]:
    """All that a body of this schema may hold, nested ones after what they are in."""
    given = schema or {}
    for name, value in given.get("properties", {}).items():
        path = f"{within}{name}"
        yield Member(path, _type(value), name in given.get("required", ()), value.get("description", ""))
        for choice in (value, *value.get("anyOf", ()), *value.get("oneOf", ())):
            yield from members(choice, f"{path}.")
            yield from members(choice.get("items"), f"{path}[].")


def _type(schema: Schema) -> str:
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(_type(choice) for choice in choices)
    if values := schema.get("enum"):
        return " or ".join(f"`{value}`" for value in values)
    return str(schema.get("type", "any value"))
