"""The reference of the control API, read from its own OpenAPI file."""

from typing import NamedTuple

from leads_mock.control.calls import control_contract

from leads_contract import Operation

SCOPE = "workspace"
"""The parameter that every call takes."""


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
