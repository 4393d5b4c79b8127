"""`leads-contract spec validate`: what is wrong with a contract file."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leads_contract.difference import difference
from leads_contract.document import contract_of
from leads_contract.validation import problems
from tests.contract_edits import (
    CONTRACT,
    Edit,
    answer,
    clause,
    edited,
    nested,
    put,
    question,
    reference,
    schemas,
)


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
