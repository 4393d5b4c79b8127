"""What a route table needs of a document, and of a request."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from starlette.types import Scope

from leads_contract.operations import METHODS

PREFIX = "/__admin"
"""What the paths of control calls begin with."""
_CONTROL, _ESCAPED = PREFIX.encode(), b"%2f"


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


def path_of(scope: Scope) -> str:
    """The path to look for among the routes; of a control call with escaped slashes, as it was sent.

    There an escaped slash is part of a name (RFC 3986, section 2.2), since tests name snapshots after
    themselves: `names` reads it. The contract's paths have no such names.
    """
    raw: bytes = scope.get("raw_path") or b""
    return raw.decode("latin-1") if raw.startswith(_CONTROL) and _ESCAPED in raw.lower() else scope["path"]


def names(scope: Scope, parameters: Mapping[str, str]) -> Mapping[str, str]:
    """The parameters in the path of a control call."""
    is_raw = path_of(scope) is not scope["path"]
    return {name: unquote(text) for name, text in parameters.items()} if is_raw else parameters
