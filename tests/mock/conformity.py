"""Holds answers against openapi.yaml, with a validator that the mock does not use."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx
from leads_mock.control.calls import control_contract
from openapi_schema_validator import OAS30ReadValidator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from leads_contract import load_contract

_CONTRACT = load_contract().document
_CONTROL = control_contract().operations
_OPERATIONS = load_contract().operations.values()
_OWN = ("NOT_FOUND", "BAD_REQUEST", "URI_TOO_LONG", "HEADERS_TOO_LARGE", "UNKNOWN_HOST")
_REGISTRY: Registry[Any] = Registry().with_resource("contract:", DRAFT4.create_resource(_CONTRACT))


def check_answer(response: httpx.Response) -> None:
    """An httpx hook: the answer is one that the contract describes for its operation and status."""
    request = response.request
    response.read()
    # Where there is no control API, its paths are unknown ones like any other.
    if request.url.path.startswith("/__admin") and b'"success"' not in response.content:
        return check_control_answer(response)
    named = _operation(request.method, request.url.raw_path.partition(b"?")[0].decode())
    if request.method in ("HEAD", "OPTIONS") or (not response.is_error and named is None):
        return
    check(response.status_code, response.headers, response.content, named or "updateLead")


def _operation(method: str, path: str) -> str | None:
    for operation in _OPERATIONS:
        if operation.method == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", operation.path), path):
            return operation.id
    return None


def check(status: int, headers: Mapping[str, str], body: bytes, name: str = "updateLead") -> None:
    """Raises where media type, headers or body are not those of the named operation's answers."""
    content = json.loads(body)
    operation = next(operation for operation in _OPERATIONS if operation.id == name)
    answers = _CONTRACT["paths"][operation.path][operation.method.lower()]["responses"]
    # What the contract does not speak of, such as an unknown path, is answered in the same envelope.
    is_other = content.get("code") in _OWN
    answer = _followed(answers["500" if is_other else str(status)])
    assert headers["Content-Type"] == "application/json"
    for name, reference in answer["headers"].items():
        header = _followed(reference)
        assert name in headers or not header.get("required"), f"{status} without {name}"
        if name in headers:
            kind = header["schema"]["type"]
            _conforms(int(headers[name]) if kind == "integer" else headers[name], kind)
    schema = answer["content"]["application/json"]["schema"]["$ref"]
    _conforms(content, "#/components/schemas/Error" if is_other else schema)


def check_control_answer(response: httpx.Response) -> None:
    """Raises where an answer is not what the control API's own OpenAPI file says."""
    assert "Date" in response.headers
    if response.is_error:
        assert response.json().keys() == {"error", "field"}
        assert (response.status_code == 405) is ("Allow" in response.headers)
        return
    path, method = response.request.url.path, response.request.method
    method = "GET" if method == "HEAD" else method
    operation = next(
        it
        for it in _CONTROL.values()
        if it.method == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", it.path), path)
    )
    assert response.status_code == operation.success
    if operation.success == 204 or response.request.method == "HEAD":
        assert response.content == b""
    elif "/client." not in path:
        assert response.headers["Content-Type"] == "application/json"
        OAS30ReadValidator(operation.responses[operation.success].schema).validate(response.json())


def _conforms(value: Any, schema: str) -> None:
    assert [error.message for error in _validator(schema).iter_errors(value)] == []


def _followed(node: Any) -> Any:
    reference = node.get("$ref")
    if reference is None:
        return node
    target = _CONTRACT
    for part in reference.removeprefix("#/").split("/"):
        target = target[part]
    return target


@cache
def _validator(schema: str) -> OAS30ReadValidator:
    named = {"$ref": f"contract:{schema}"} if schema.startswith("#") else {"type": schema}
    return OAS30ReadValidator(named, registry=_REGISTRY)
