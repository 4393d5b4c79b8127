"""What a route table needs of a document."""

from collections.abc import Mapping
from typing import Any

from leads_contract.operations import METHODS


def routes(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document of OpenAPI with paths, methods and operationIds, and no more.

    The framework validates what it is given, which for a whole contract takes longer than all the rest of a
    start; whether the contract is valid, the tests tell.
    """
    paths = {
        path: {method: _named(node) for method, node in item.items() if method in METHODS}
        for path, item in document["paths"].items()
    }
    return {"openapi": document["openapi"], "info": document["info"], "paths": paths}


def _named(operation: Mapping[str, Any]) -> dict[str, Any]:
    answers = {"default": {"description": "What the contract says."}}
    return {"operationId": operation["operationId"], "responses": answers}
