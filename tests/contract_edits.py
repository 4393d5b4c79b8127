"""The contract after an edit, for tests of what judges contracts."""

import copy
from collections.abc import Callable
from typing import Any

from leads_contract import load_contract

CONTRACT = load_contract()
Edit = Callable[[dict[str, Any]], None]


def edited(edit: Edit) -> dict[str, Any]:
    """The contract's document after an edit."""
    document = copy.deepcopy(dict(CONTRACT.document))
    edit(document)
    return document


def clause(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(entry for entry in document["x-clauses"] if entry["id"] == name)
    return found


def question(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(entry for entry in document["x-open-questions"] if entry["id"] == name)
    return found


def schemas(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"]
    return found


def put(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"]["/api/v1/leads/{leadId}"]["put"]
    return found


def answer(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["responses"][name]["content"]["application/json"]
    return found


def reference(schema: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{schema}"}


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value
