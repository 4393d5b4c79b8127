"""The contract as one deployment keeps it: what its profile answers is no longer left open by the schemas."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from leads_contract.document import Contract, contract_of
from leads_contract.fields import Field
from leads_contract.operations import METHODS
from leads_contract.references import at, required

_SCHEMAS = "#/components/schemas/"
_NULL = {"$ref": f"{_SCHEMAS}Null"}
_IN_LISTS = {"metadata": "list-metadata", "workspaceId": "list-workspace-id"}
"""What the entries of a list may lack, and the questions on it."""


def resolved(contract: Contract, profile: Mapping[str, str]) -> Contract:
    """The contract for a profile (question id -> answer), which its document names in `x-profile`.

    Its schemas are as strict as the answers allow: which members a lead always has, which are never null,
    what an update may send, and which statuses and headers there are.
    """
    document: dict[str, Any] = copy.deepcopy(dict(contract.document))
    schemas = document["components"]["schemas"]
    _settle_lead(schemas, contract, profile)
    _settle_entry(schemas, profile)
    _settle_create(schemas, contract, profile)
    _settle_update(schemas, contract, profile)
    _settle_list(document, profile)
    _settle_extras(document, profile)
    _settle_challenge(document["components"], profile)
    for item in document["paths"].values():
        for operation in (node for method, node in item.items() if method in METHODS):
            for status in _never_answered(profile):
                operation["responses"].pop(status, None)
            if profile["unknown-chatbot"] != "not-found" and operation["operationId"] == "createLead":
                del operation["responses"]["404"]
    _drop_unused(document)
    document["x-profile"] = dict(profile)
    return contract_of(document)


def _settle_lead(schemas: dict[str, Any], contract: Contract, profile: Mapping[str, str]) -> None:
    can_be_cleared = {
        name for name, field in contract.fields.items() if _may_be_none(field, contract, profile)
    }
    is_left_out = profile["cleared-field"] == "left-out"
    lead = schemas["Lead"]
    lead["required"] = [name for name in lead["properties"] if not is_left_out or name not in can_be_cleared]
    for name in contract.fields:
        is_nullable = name in can_be_cleared and not is_left_out
        lead["properties"][name] = _as(is_nullable, lead["properties"][name], schemas)


def _settle_entry(schemas: dict[str, Any], profile: Mapping[str, str]) -> None:
    """An entry of a list is the lead, but for what the profile leaves out."""
    lead, entry = schemas["Lead"], schemas["LeadEntry"]
    out = {name for name, question in _IN_LISTS.items() if profile[question] == "left-out"}
    entry["required"] = [name for name in lead["required"] if name not in out]
    entry["properties"] = {name: said for name, said in lead["properties"].items() if name not in out}


def _settle_update(schemas: dict[str, Any], contract: Contract, profile: Mapping[str, str]) -> None:
    update = schemas["LeadUpdate"]
    for name, field in contract.fields.items():
        takes_null = _null(field, profile) != "refused"
        update["properties"][name] = _as(takes_null, update["properties"][name], schemas)
    if profile["empty-update"] == "refused":
        update["minProperties"] = 1
    ignored = [name for name, field in contract.read_only.items() if profile[field.question] == "ignored"]
    _settle_further(update, ignored, profile)


def _settle_create(schemas: dict[str, Any], contract: Contract, profile: Mapping[str, str]) -> None:
    """What an update takes, but for null where a field is required."""
    said, update = schemas["LeadCreate"], schemas["LeadUpdate"]
    required_fields = required(contract.schema("LeadCreate"))
    needed = [name for name in contract.fields if name in required_fields]
    create = {"type": "object", "description": said["description"], "required": needed, "properties": {}}
    for name, field in contract.fields.items():
        null = profile["required-null"] if name in needed else _null(field, profile)
        create["properties"][name] = _as(null != "refused", update["properties"][name], schemas)
    are_ignored = profile["read-only-in-create"] == "ignored"
    _settle_further(create, [*contract.read_only] if are_ignored else [], profile)
    schemas["LeadCreate"] = create


def _settle_further(body: dict[str, Any], ignored: list[str], profile: Mapping[str, str]) -> None:
    if profile["unknown-fields"] == "refused":
        body["additionalProperties"] = False
        for name in ignored:
            body["properties"][name] = {"description": "Ignored, whatever it is."}


def _settle_list(document: dict[str, Any], profile: Mapping[str, str]) -> None:
    size = int(profile["default-page-size"].removeprefix("entries-"))
    document["components"]["parameters"]["Limit"]["schema"]["default"] = size


def _may_be_none(field: Field, contract: Contract, profile: Mapping[str, str]) -> bool:
    """Whether a lead can be without it, after an update or from its creation on."""
    is_required = field.name in required(contract.schema("LeadCreate"))
    at_creation = profile["required-null"] if is_required else profile.get(f"default-{field.name}")
    return _null(field, profile) == "cleared" or at_creation in ("cleared", "none")


def _null(field: Field, profile: Mapping[str, str]) -> str:
    return profile[field.null_question] if field.null_question else "cleared"


def _as(is_nullable: bool, schema: Mapping[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """A property's schema with or without null: its component, or a twin of it that says so."""
    schema = next((choice for choice in schema.get("anyOf", ()) if choice != _NULL), schema)
    name = str(schema.get("$ref", "")).removeprefix(_SCHEMAS)
    value = schemas[name] if name else dict(schema)
    if value.get("nullable", False) is is_nullable:
        return dict(schema)
    twin = {key: said for key, said in value.items() if key != "nullable"}
    if is_nullable:
        twin["nullable"] = True
    if "enum" in twin:
        twin["enum"] = [v for v in twin["enum"] if v is not None] + [None] * is_nullable
    if not name:
        return twin
    named = f"Nullable{name}" if is_nullable else f"Present{name}"
    schemas[named] = twin
    return {"$ref": f"{_SCHEMAS}{named}"}


def _settle_extras(document: dict[str, Any], profile: Mapping[str, str]) -> None:
    error = document["components"]["schemas"]["Error"]
    extras = {name: said for name, said in error["properties"].items() if name not in error["required"]}
    if profile["error-extras"] == "omitted":
        error["properties"] = {name: error["properties"][name] for name in error["required"]}
        return
    error["required"] = list(error["properties"])
    for response in document["components"]["responses"].values():
        for example in response["content"]["application/json"]["examples"].values():
            if not example["value"]["success"]:
                example["value"] |= {name: said["example"] for name, said in extras.items()}


def _settle_challenge(components: dict[str, Any], profile: Mapping[str, str]) -> None:
    if profile["www-authenticate"] == "bearer":
        components["headers"]["WWW-Authenticate"]["required"] = True
    else:
        del components["responses"]["Unauthorized"]["headers"]["WWW-Authenticate"]


def _never_answered(profile: Mapping[str, str]) -> Iterator[str]:
    if profile["unserved-method"] == "not-found":
        yield "405"
    if profile["other-content-type"] != "refused-415":
        yield "415"


def _drop_unused(document: dict[str, Any]) -> None:
    """Removes the components to which nothing leads, and the pointers to what is gone."""
    used = set(_reached(document, document["paths"]))
    for kind, components in document["components"].items():
        for name in [*components] if kind != "securitySchemes" else ():
            if f"#/components/{kind}/{name}" not in used:
                del components[name]
    for entry in (*document["x-clauses"], *document["x-open-questions"]):
        entry["about"] = [pointer for pointer in entry["about"] if _exists(document, pointer)]


def _reached(document: Mapping[str, Any], node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
            yield from _reached(document, at(document, node["$ref"]))
        for value in node.values():
            yield from _reached(document, value)
    elif isinstance(node, list):
        for item in node:
            yield from _reached(document, item)


def _exists(document: Mapping[str, Any], pointer: str) -> bool:
    try:
        at(document, pointer)
    except LookupError:
        return False
    return True
