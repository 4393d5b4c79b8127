"""`leads-contract spec`: the contract for a profile, and what can be asked of a contract file."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from leads_check.deeds.coverage import uncovered
from leads_check.entrance.cli import main
from leads_mock.fixtures import bundled_fixtures

from leads_contract import Contract, load_contract, read_profile, resolved
from leads_contract.difference import Change, difference
from leads_contract.document import contract_of, contract_path
from leads_contract.validation import problems
from tests.awaited import is_judged

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


# validate


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to each value in a document."""
    yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in children:
        yield from places(value, (*path, key))


BROKEN: dict[str, tuple[Edit, str]] = {
    "a level": (lambda d: clause(d, "success-envelope").update(level="may"), "success-envelope: level"),
    "a source": (lambda d: clause(d, "success-envelope").pop("source"), "success-envelope: source"),
    "a member": (
        lambda d: clause(d, "success-envelope").update(why="x"),
        "success-envelope: unknown member 'why'",
    ),
    "an id": (lambda d: clause(d, "no-server-error").update(id="No_Error"), "No_Error: an id"),
    "no id": (lambda d: d["x-clauses"].append({"level": "must"}), "x-clauses["),
    "an id twice": (
        lambda d: question(d, "sent-id").update(id="null-name"),
        "null-name: the id stands 2 times",
    ),
    "a pointer": (
        lambda d: clause(d, "success-envelope").update(about=["#/components/schemas/Nobody"]),
        "success-envelope: about: #/components/schemas/Nobody points at nothing",
    ),
    "no pointer": (lambda d: question(d, "null-name").update(about=[]), "null-name: about"),
    "a default": (lambda d: question(d, "null-name").update(default="maybe"), "null-name: default 'maybe'"),
    "one answer": (
        lambda d: question(d, "null-name").update(answers={"refused": "It is."}),
        "null-name: answers must be two or more",
    ),
    "no question mark": (lambda d: question(d, "null-name").update(question="Null."), "null-name: question"),
    "no clauses": (lambda d: d.pop("x-clauses"), "x-clauses: must be a list"),
    "a read-only field that nobody asks about": (
        lambda d: d["x-open-questions"].remove(question(d, "sent-id")),
        "id: is readOnly, so a question sent-id",
    ),
    "a field of an update alone": (
        lambda d: schemas(d)["LeadUpdate"]["properties"].update(company={"type": "string"}),
        "company: is in LeadUpdate and not in Lead",
    ),
    "a field of a lead alone": (
        lambda d: schemas(d)["Lead"]["properties"].update(company={"type": "string"}),
        "company: must be in LeadUpdate, or readOnly",
    ),
    "a code without an example": (
        lambda d: schemas(d)["ServerError"]["allOf"][1]["properties"]["code"]["enum"].append("DOWN"),
        "DOWN: has no example",
    ),
    "an example of a request": (
        lambda d: put(d)["requestBody"]["content"]["application/json"]["examples"]["completeUpdate"][
            "value"
        ].update(status="dormant"),
        "updateLead, request: example completeUpdate does not fit the schema: status",
    ),
    "an example of an answer": (
        lambda d: answer(d, "LeadShown")["examples"]["shown"]["value"]["data"].pop("id"),
        "getLead, 200: example shown does not fit the schema: data",
    ),
    "an example without a value": (
        lambda d: answer(d, "LeadShown")["examples"]["shown"].pop("value"),
        "#/components/responses/LeadShown/content/application~1json/examples/shown: ",
    ),
    "a refusal without a code": (
        lambda d: answer(d, "PayloadTooLarge").update(schema={"type": "object"}),
        "updateLead, 413: a refusal must have `error` and `code`",
    ),
    "a default that is a list": (lambda d: question(d, "null-name").update(default=[]), "null-name: default"),
    "a default that is a mapping": (
        lambda d: question(d, "null-name").update(default={}),
        "null-name: default",
    ),
    "no schema of an update": (
        lambda d: schemas(d).pop("LeadUpdate"),
        "#/components/schemas/LeadCreate/allOf/0: $ref #/components/schemas/LeadUpdate points at nothing",
    ),
    "a reference to nothing": (
        lambda d: schemas(d)["LeadEnvelope"]["properties"].update(data=reference("No")),
        "#/components/schemas/LeadEnvelope/properties/data: $ref #/components/schemas/No points at nothing",
    ),
    "a reference to another file": (
        lambda d: schemas(d)["LeadEnvelope"]["properties"].update(data={"$ref": "leads.yaml#/Lead"}),
        "#/components/schemas/LeadEnvelope/properties/data: $ref leads.yaml#/Lead must begin with '#/'",
    ),
    "a reference to another kind of component": (
        lambda d: put(d)["responses"].update({"200": reference("Lead")}),
        "#/paths/~1api~1v1~1leads~1{leadId}/put/responses/200/$ref: ",
    ),
    "a reference to itself": (
        lambda d: schemas(d).update(Name=reference("Name")),
        "#/components/schemas/Name: refers to itself (Name -> Name); the tools take no recursive schemas",
    ),
    "a recursive schema": (
        lambda d: schemas(d)["Metadata"].update(properties={"parent": reference("Metadata")}),
        "#/components/schemas/Metadata: refers to itself",
    ),
    "schemas that refer to each other": (
        lambda d: schemas(d).update(
            Name={"allOf": [reference("Source")]}, Source={"allOf": [reference("Name")]}
        ),
        "#/components/schemas/",
    ),
    "references that multiply": (
        lambda d: schemas(d).update(
            Name={"type": "string"},
            **{f"N{n}": {"anyOf": [reference(f"N{n - 1}")] * 9} for n in range(1, 20)},
            N0={"type": "string"},
            Source=reference("N19"),
        ),
        "the file: too large with its references replaced",
    ),
    "a key that is a number": (
        lambda d: put(d)["responses"].update({200: {"description": "x"}}),
        "#/paths/~1api~1v1~1leads~1{leadId}/put/responses: the key 200 must be a text",
    ),
    "a date": (
        lambda d: schemas(d)["Name"].update(example=date(2030, 1, 1)),
        "#/components/schemas/Name/example: a date; write it in quotes",
    ),
    "bytes": (
        lambda d: schemas(d)["Name"].update(example=b"x"),
        "#/components/schemas/Name/example: bytes is no type of JSON",
    ),
    "an infinite number": (
        lambda d: schemas(d)["Name"].update(example=float("inf")),
        "#/components/schemas/Name/example: inf is no number of JSON",
    ),
    "too many levels": (
        lambda d: schemas(d)["Name"].update(example=nested(500)),
        "#/components/schemas/Name: nests too deeply",
    ),
    "a number for a schema": (lambda d: schemas(d).update(Name=5), "#/components/schemas/Name: 5 is not"),
    "a list for a text": (
        lambda d: put(d).update(summary=[]),
        "#/paths/~1api~1v1~1leads~1{leadId}/put/summary:",
    ),
    "no paths": (lambda d: d.update(paths=None), "#/paths: null is not of type"),
    "a type that is none": (
        lambda d: schemas(d)["Name"].update(type="words"),
        "updateLead, request: its schema is none",
    ),
    "an operation without an answer": (lambda d: put(d).update(responses={}), "the file: cannot be read"),
}


def test_the_contract_is_sound() -> None:
    assert list(problems(CONTRACT.document)) == []


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_is_told_with_its_id(case: str) -> None:
    edit, told = BROKEN[case]
    found = list(problems(edited(edit)))
    assert [line for line in found if line.startswith(told)], found


@pytest.mark.parametrize("document", [None, [], "x", {}, {"x-clauses": [1], "x-open-questions": {}}])
def test_what_is_no_contract_is_told_and_does_not_fail(document: Any) -> None:
    assert list(problems(document))


PLACES = [path for path in places(CONTRACT.document) if path]
OTHERS = [None, 5, True, "x", [], [None], {}, {"x": None}, {"$ref": 5}, {"$ref": "#/components/schemas/Lead"}]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(OTHERS))
def test_any_value_anywhere_is_told_or_can_be_worked_with(path: tuple[Any, ...], value: Any) -> None:
    def put_in(document: dict[str, Any]) -> None:
        node: Any = document
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value

    document = edited(put_in)
    if not list(problems(document)):
        difference(CONTRACT, contract_of(document))


# diff

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


# coverage

UNCOVERED = list(uncovered(CONTRACT))
"""What the check does not judge yet."""


def test_every_promise_has_a_rule_and_a_new_one_is_missed() -> None:
    judged = {clause.id for clause in CONTRACT.clauses.values() if is_judged(clause)}
    judged |= {question.id for question in CONTRACT.questions.values() if is_judged(question)}
    assert not {line.partition(":")[0] for line in UNCOVERED} & judged
    more = contract_of(
        edited(lambda d: d["x-clauses"].append({**clause(d, "no-server-error"), "id": "new-one"}))
    )
    assert set(uncovered(more)) - set(UNCOVERED) == {"new-one: promise without a rule"}


def test_an_example_without_a_test_is_told() -> None:
    def teapot(document: dict[str, Any]) -> None:
        operation = document["paths"]["/api/v1/leads/{leadId}"]["put"]
        content: dict[str, Any] = {"application/json": {"examples": {"short": {"value": {}}}}}
        operation["responses"]["418"] = {"description": "No coffee", "content": content}
        operation["requestBody"]["content"]["application/json"]["examples"]["another"] = {"value": {}}

    assert set(uncovered(contract_of(edited(teapot)))) - set(UNCOVERED) == {
        "#/paths/~1api~1v1~1leads~1{leadId}/put/responses/418/content/application~1json/examples/short:"
        " example without a test"
    }


def test_a_report_shows_what_its_run_did_not_see() -> None:
    verdicts = [{"rule": name, "outcome": "pass"} for name in CONTRACT.clauses]
    verdicts += [{"rule": name, "outcome": "observed"} for name in CONTRACT.questions]
    verdicts[0]["outcome"] = "not-exercised"
    verdicts = [verdict for verdict in verdicts if verdict["rule"] != "null-name"]
    first = next(iter(CONTRACT.clauses))
    assert set(uncovered(CONTRACT, {"verdicts": verdicts})) - set(UNCOVERED) == {
        f"{first}: promise that the run did not judge",
        "null-name: question that the run could not answer",
    }


# the command


def contract_file(folder: Path, name: str, edit: Edit) -> str:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(edited(edit)), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("profile", ["default", "lenient", "strict"])
def test_the_contract_is_printed_for_a_profile(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = bundled_fixtures() / "profiles" / f"{profile}.yaml"
    assert main(["spec", "--profile", str(path)]) == 0
    printed = capsys.readouterr().out
    expected: Contract = resolved(CONTRACT, read_profile(path, CONTRACT.questions))
    assert yaml.safe_load(printed) == expected.document
    assert not re.search(r"[:-] [&*]id\d", printed)


def test_the_command_ends_as_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = str(contract_path())
    lower = contract_file(tmp_path, "lower", lambda d: clause(d, "id-unchanged").update(level="should"))
    words = contract_file(tmp_path, "words", lambda d: schemas(d)["Name"].update(description="A name."))
    broken = contract_file(tmp_path, "broken", lambda d: clause(d, "id-unchanged").update(level="may"))
    invalid = contract_file(tmp_path, "invalid", lambda d: d["info"].pop("title"))
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"verdicts": []}), encoding="utf-8")
    recursive = contract_file(tmp_path, "recursive", lambda d: schemas(d).update(Name=reference("Name")))
    twice = tmp_path / "twice.yaml"
    twice.write_text(contract_path().read_text(encoding="utf-8") + "x-clauses: []\n", encoding="utf-8")
    no_report = tmp_path / "other.json"
    no_report.write_text("[]", encoding="utf-8")
    table = [
        (["validate"], 0, "sound"),
        (["validate", words], 0, "sound"),
        (["validate", broken], 1, "id-unchanged: level must be must or should, not 'may'"),
        (["validate", invalid], 1, 'OpenAPI, info: "title" is a required property'),
        (["validate", recursive], 1, "#/components/schemas/Name: refers to itself"),
        (["validate", str(twice)], 1, "'x-clauses' stands in this mapping already"),
        (["diff", now, recursive], 2, "#/components/schemas/Name: refers to itself"),
        (["diff", now, str(twice)], 2, "'x-clauses' stands in this mapping already"),
        (["validate", str(tmp_path / "none")], 2, "No such file"),
        (["validate", str(no_report)], 1, "the file: must be a mapping"),
        (["diff", now, now], 0, "no difference"),
        (["diff", now, lower], 1, "breaking   id-unchanged: level must became should"),
        (["diff", lower, now], 0, "compatible id-unchanged"),
        (["diff", now, words], 0, "wording"),
        (["diff", now, broken], 2, "id-unchanged: level"),
        (["coverage"], 1, "head: question that no rule asks"),
        (["coverage", "--report", str(report)], 1, "null-name: question that the run could not answer"),
        (["coverage", "--report", str(no_report)], 2, "no report.json"),
        (["--profile", str(tmp_path / "none")], 2, "No such file"),
    ]
    for arguments, code, told in table:
        assert main(["spec", *arguments]) == code, arguments
        said = capsys.readouterr()
        assert told in said.out + said.err, arguments
