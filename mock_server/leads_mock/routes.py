"""What a route table needs of a document, and of a request."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from starlette.types import Scope

from leads_contract.operations import METHODS

PREFIX = "/__admin"
"""What the paths of control calls begin with."""


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


def path_of(scope: Scope) -> tuple[str, Callable[[str], str]]:
    """The path to look for among the routes, and what reads a name in it.

    In a control call an escaped slash is part of a name (RFC 3986, section 2.2), since tests name snapshots
    after themselves. The contract's paths have no such names.
    """
    raw: bytes = scope.get("raw_path") or b""
    if raw.startswith(PREFIX.encode()) and b"%2f" in raw.lower():
        return raw.decode("latin-1"), unquote
    return scope["path"], str
