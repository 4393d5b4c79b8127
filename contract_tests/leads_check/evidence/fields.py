"""The members of a lead, as the contract names them."""

from typing import Any

from leads_contract import load_contract

_UPDATE: dict[str, Any] = dict(load_contract().schema("LeadUpdate")["properties"])
_LEAD: dict[str, Any] = dict(load_contract().schema("Lead")["properties"])

FIELDS = tuple(_UPDATE)
"""The fields that an update can change, in the contract's order."""
READ_ONLY = tuple(name for name in _LEAD if name not in _UPDATE)
"""The members that no update changes directly."""
TEXTS = tuple(name for name, schema in _UPDATE.items() if schema["type"] == "string")
"""The changeable fields that hold a text."""
STATUSES = tuple(_UPDATE["status"]["enum"])
CLEARABLE = tuple(name for name in TEXTS if _UPDATE[name].get("nullable"))
"""The fields that null clears, without an open question."""

REQUIRED = tuple(
    name for part in load_contract().schema("LeadCreate")["allOf"] for name in part.get("required", ())
)
"""The fields that a new lead needs."""


def schema_of(field: str) -> dict[str, Any]:
    """The contract's schema of a changeable field."""
    schema: dict[str, Any] = _UPDATE[field]
    return schema
