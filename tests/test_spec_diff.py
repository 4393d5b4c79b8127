"""`leads-contract spec diff`: what changed between two contract files."""

from typing import Any

import pytest

from leads_contract import Contract
from leads_contract.difference import Change, difference
from leads_contract.document import contract_of
from tests.contract_edits import CONTRACT, Edit, answer, clause, edited, put, question, schemas

CHANGES: dict[str, tuple[Edit, Change]] = {
    "a clause removed": (
        lambda d: d["x-clauses"].remove(clause(d, "no-server-error")),
        Change("breaking", "no-server-error", "clause removed"),
    ),
    "a clause added": (
        lambda d: d["x-clauses"].append({**clause(d, "no-server-error"), "id": "new-one"}),
        Change("compatible", "new-one", "clause added"),
    ),
    "a level lowered": (
        lambda d: clause(d, "id-unchanged").update(level="should"),
        Change("breaking", "id-unchanged", "level must became should"),
    ),
    "a level raised": (
        lambda d: clause(d, "no-server-error").update(level="must"),
        Change("compatible", "no-server-error", "level should became must"),
    ),
    "a statement": (
        lambda d: clause(d, "id-unchanged").update(statement="It stays."),
        Change("wording", "id-unchanged", "other words, source or pointers"),
    ),
    "a default": (
        lambda d: question(d, "null-name").update(default="ignored"),
        Change("breaking", "null-name", "default refused became ignored"),
    ),
    "an answer removed": (
        lambda d: question(d, "null-name")["answers"].pop("ignored"),
        Change("breaking", "null-name", "answer ignored removed"),
    ),
    "an answer added": (
        lambda d: question(d, "null-name")["answers"].update(blank="It is blank."),
        Change("compatible", "null-name", "answer blank added"),
    ),
    "a field added": (
        lambda d: schemas(d)["LeadUpdate"]["properties"].update(company={"type": "string"}),
        Change("compatible", "updateLead, request, company", "member added"),
    ),
    "a field removed": (
        lambda d: schemas(d)["LeadUpdate"]["properties"].pop("source"),
        Change("breaking", "updateLead, request, source", "member removed"),
    ),
    "a field that must be sent": (
        lambda d: schemas(d)["LeadUpdate"].update(required=["name"]),
        Change("breaking", "updateLead, request, name", "became required"),
    ),
    "null no longer taken": (
        lambda d: schemas(d)["LeadUpdate"]["properties"].update(phone={"type": "string", "format": "phone"}),
        Change("breaking", "updateLead, request, phone", "may no longer be null"),
    ),
    "a status no longer taken": (
        lambda d: schemas(d)["Status"]["enum"].remove("lost"),
        Change("breaking", "updateLead, request, status", "value 'lost' removed"),
    ),
    "a status that clients do not know": (
        lambda d: schemas(d)["Status"]["enum"].append("dormant"),
        Change("breaking", "updateLead, 200, data, status", "value 'dormant' added"),
    ),
    "a member no longer promised": (
        lambda d: schemas(d)["Lead"]["required"].remove("id"),
        Change("breaking", "updateLead, 200, data, id", "is no longer required"),
    ),
    "another type": (
        lambda d: schemas(d)["Name"].update(type="integer"),
        Change("breaking", "updateLead, request, name", "type: 'string' became 'integer'"),
    ),
    "a status code gone": (
        lambda d: put(d)["responses"].pop("415"),
        Change("breaking", "updateLead, 415", "answer removed"),
    ),
    "a header gone": (
        lambda d: d["components"]["responses"]["RateLimitExceeded"]["headers"].pop("Retry-After"),
        Change("breaking", "updateLead, 429", "header Retry-After removed"),
    ),
    "an entry of a list without a member": (
        lambda d: schemas(d)["LeadEntry"]["required"].remove("id"),
        Change("breaking", "listLeads, 200, data, leads, each, id", "is no longer required"),
    ),
    "a description": (
        lambda d: schemas(d)["Name"].update(description="A name."),
        Change("wording", "updateLead, request, name", "another description"),
    ),
    "a parameter that must be sent": (
        lambda d: put(d)["parameters"].append(
            {"name": "dry", "in": "query", "required": True, "schema": {"type": "boolean"}}
        ),
        Change("breaking", "updateLead, dry", "parameter added"),
    ),
    "a parameter that may be sent": (
        lambda d: put(d)["parameters"].append({"name": "dry", "in": "query", "schema": {"type": "boolean"}}),
        Change("compatible", "updateLead, dry", "parameter added"),
    ),
    "a parameter of another type": (
        lambda d: d["components"]["parameters"]["LeadId"]["schema"].update(type="integer"),
        Change("breaking", "updateLead, leadId", "type: 'string' became 'integer'"),
    ),
    "security no longer asked": (
        lambda d: d.pop("security"),
        Change("compatible", "updateLead", "security: [{'apiKey': []}] became []"),
    ),
    "another scope asked": (
        lambda d: put(d).update(security=[{"apiKey": ["write"]}]),
        Change("breaking", "updateLead", "security: [{'apiKey': []}] became [{'apiKey': ['write']}]"),
    ),
    "a second way in": (
        lambda d: put(d).update(security=[{"apiKey": []}, {"cookie": []}]),
        Change(
            "compatible", "updateLead", "security: [{'apiKey': []}] became [{'apiKey': []}, {'cookie': []}]"
        ),
    ),
    "another security scheme": (
        lambda d: d["components"]["securitySchemes"]["apiKey"].update(scheme="basic"),
        Change("breaking", "apiKey", "security scheme, scheme: 'bearer' became 'basic'"),
    ),
    "what a security scheme is": (
        lambda d: d["components"]["securitySchemes"]["apiKey"].update(description="A key."),
        Change("wording", "apiKey", "another description"),
    ),
    "a security scheme added": (
        lambda d: d["components"]["securitySchemes"].update(cookie={"type": "apiKey"}),
        Change("compatible", "cookie", "security scheme added"),
    ),
    "a server gone": (
        lambda d: d["servers"][0].update(url="https://other.example"),
        Change("breaking", "https://your-domain.com", "server removed"),
    ),
    "a server added": (
        lambda d: d["servers"].append({"url": "https://other.example"}),
        Change("compatible", "https://other.example", "server added"),
    ),
    "a server's words": (
        lambda d: d["servers"][0].update(description="Ours."),
        Change("wording", "https://your-domain.com", "another description"),
    ),
    "a version": (lambda d: d["info"].update(version="2.0.0"), Change("wording", "info", "another version")),
    "what the contract is": (
        lambda d: d["info"].update(description="A contract."),
        Change("wording", "info", "another description"),
    ),
    "a deprecated operation": (
        lambda d: put(d).update(deprecated=True),
        Change("compatible", "updateLead", "is deprecated now"),
    ),
    "a deprecated field": (
        lambda d: schemas(d)["Name"].update(deprecated=True),
        Change("compatible", "updateLead, request, name", "is deprecated now"),
    ),
    "a body that may be left out": (
        lambda d: put(d)["requestBody"].pop("required"),
        Change("compatible", "updateLead, request", "is no longer required"),
    ),
    "an example of a request": (
        lambda d: put(d)["requestBody"]["content"]["application/json"]["examples"].pop("completeUpdate"),
        Change("wording", "updateLead, request", "other examples"),
    ),
    "an example of an answer": (
        lambda d: answer(d, "LeadUpdated")["examples"]["updated"]["value"]["data"].update(name="Jo"),
        Change("wording", "updateLead, 200", "other examples"),
    ),
    "what an answer is": (
        lambda d: d["components"]["responses"]["LeadUpdated"].update(description="The lead."),
        Change("wording", "updateLead, 200", "another description"),
    ),
    "what a parameter is": (
        lambda d: d["components"]["parameters"]["LeadId"].update(description="Which lead."),
        Change("wording", "updateLead, leadId", "another description"),
    ),
    "an example of a parameter": (
        lambda d: d["components"]["parameters"]["LeadId"].update(example="lead_1"),
        Change("wording", "updateLead, leadId", "another example"),
    ),
    "a header of another type": (
        lambda d: d["components"]["headers"]["Retry-After"].update(schema={"type": "string"}),
        Change("breaking", "updateLead, 429, Retry-After", "type: 'integer' became 'string'"),
    ),
    "a header that may be left out": (
        lambda d: d["components"]["headers"]["Retry-After"].pop("required"),
        Change("breaking", "updateLead, 429, Retry-After", "is no longer required"),
    ),
    "a header that always comes": (
        lambda d: d["components"]["headers"]["WWW-Authenticate"].update(required=True),
        Change("compatible", "updateLead, 401, WWW-Authenticate", "became required"),
    ),
    "what a header is": (
        lambda d: d["components"]["headers"]["Retry-After"].update(description="Seconds."),
        Change("wording", "updateLead, 429, Retry-After", "another description"),
    ),
    "a member that must be sent and is not described": (
        lambda d: schemas(d)["LeadUpdate"].update(required=["company"]),
        Change("breaking", "updateLead, request, company", "became required"),
    ),
    "another path": (
        lambda d: d["paths"].update({"/v2/leads/{leadId}": d["paths"].pop("/api/v1/leads/{leadId}")}),
        Change("breaking", "updateLead", "PUT /api/v1/leads/{leadId} became PUT /v2/leads/{leadId}"),
    ),
}


def test_nothing_differs_from_itself() -> None:
    assert difference(CONTRACT, contract_of(edited(lambda d: None))) == []


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_told_with_what_it_breaks(case: str) -> None:
    edit, change = CHANGES[case]
    found = difference(CONTRACT, contract_of(edited(edit)))
    assert change in found
    # Nothing but what follows from the same edit is worse than it.
    assert found[0].kind == change.kind


LIMITS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # a schema that allows more, and one that allows less
    "a pattern": ({"type": "string"}, {"type": "string", "pattern": "x"}),
    "a format": ({"type": "string"}, {"type": "string", "format": "email"}),
    "a longest text": ({"maxLength": 9}, {"maxLength": 8}),
    "a longest text where there was none": ({}, {"maxLength": 8}),
    "a shortest text": ({"minLength": 1}, {"minLength": 2}),
    "a least number": ({"minimum": 1}, {"minimum": 2}),
    "a number that is excluded": ({"minimum": 1}, {"minimum": 1, "exclusiveMinimum": True}),
    "a greatest number": ({"maximum": 2}, {"maximum": 1}),
    "most items": ({"maxItems": 2}, {"maxItems": 1}),
    "items that differ": ({"type": "array"}, {"type": "array", "uniqueItems": True}),
    "least members": ({}, {"minProperties": 1}),
    "whole numbers": ({"type": "number"}, {"type": "integer"}),
    "multiples": ({}, {"multipleOf": 2}),
    "a type": ({}, {"type": "string"}),
    "further members": ({}, {"additionalProperties": False}),
    "further members of a type": (
        {"additionalProperties": {"type": "string"}},
        {"additionalProperties": False},
    ),
    "further members that were of any type": (
        {"additionalProperties": True},
        {"additionalProperties": {"type": "string"}},
    ),
    "items of a type": ({"type": "array"}, {"type": "array", "items": {"type": "string"}}),
    "null": ({"nullable": True}, {}),
}
UNKNOWN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "another pattern": ({"pattern": "x"}, {"pattern": "y"}),
    "another type": ({"type": "string"}, {"type": "integer"}),
    "another choice": ({"oneOf": [{"type": "string"}]}, {}),
    "a word that nobody knows": ({}, {"x-limit": 1}),
    "another default": ({"default": 1}, {"default": 2}),
}


def kinds(old: dict[str, Any], new: dict[str, Any]) -> dict[str, set[str]]:
    """Of which kind the changes are if a field of a request, and an answer, gets another schema."""

    def sent(schema: dict[str, Any]) -> Contract:
        return contract_of(edited(lambda d: schemas(d)["LeadUpdate"]["properties"].update(name=schema)))

    def answered(schema: dict[str, Any]) -> Contract:
        return contract_of(edited(lambda d: answer(d, "LeadShown").update(schema=schema)))

    return {
        "sent": {change.kind for change in difference(sent(old), sent(new))},
        "answered": {change.kind for change in difference(answered(old), answered(new))},
    }


@pytest.mark.parametrize(("wide", "narrow"), LIMITS.values(), ids=LIMITS)
def test_requests_may_be_allowed_more_and_answers_less(wide: dict[str, Any], narrow: dict[str, Any]) -> None:
    assert kinds(narrow, wide) == {"sent": {"compatible"}, "answered": {"breaking"}}
    assert kinds(wide, narrow) == {"sent": {"breaking"}, "answered": {"compatible"}}


@pytest.mark.parametrize(("old", "new"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_be_compared_breaks_both(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert kinds(old, new) == {"sent": {"breaking"}, "answered": {"breaking"}}


def test_what_says_the_same_is_compatible() -> None:
    same = kinds({}, {"additionalProperties": True})
    assert same == {"sent": {"compatible"}, "answered": {"compatible"}}
