"""What openapi.yaml must hold beyond valid OpenAPI: true examples, well formed clauses and questions."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from leads_contract import Clause, OpenQuestion, load_contract
from leads_contract.document import contract_path
from leads_contract.references import at

DOCUMENT = load_contract().document
PAGE = Path(__file__).parents[2] / "shared" / "reference" / "update-lead-page.txt"
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def follow(node: Any) -> Any:
    """What a reference refers to; any other node as it is."""
    while "$ref" in node:
        target: Any = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def contents() -> Iterator[tuple[str, Any, Any]]:
    """Each (name, validator class, content) of the operations' requests and responses."""
    for path, item in DOCUMENT["paths"].items():
        for method in sorted(METHODS & item.keys()):
            operation, name = item[method], f"{method.upper()} {path}"
            for content in follow(operation.get("requestBody", {})).get("content", {}).values():
                yield f"{name}, request", OAS30WriteValidator, content
            for status, response in operation["responses"].items():
                for content in follow(response)["content"].values():
                    yield f"{name}, {status}", OAS30ReadValidator, content


def examples() -> Iterator[Any]:
    """One parameter set for each named example: validator class, schema, value."""
    for where, validator, content in contents():
        for name, example in content["examples"].items():
            yield pytest.param(validator, content["schema"], example["value"], id=f"{where}: {name}")


@pytest.mark.parametrize(("validator", "schema", "value"), list(examples()))
def test_each_example_is_valid(validator: type[OAS30ReadValidator], schema: Any, value: Any) -> None:
    registry: Registry[Any] = Registry().with_resource("contract:", DRAFT4.create_resource(DOCUMENT))
    reference = {"$ref": "contract:" + schema["$ref"]}
    validator(reference, registry=registry, format_checker=validator.FORMAT_CHECKER).validate(value)


def test_each_answer_has_an_example_and_each_refusal_a_schema_of_its_own() -> None:
    answers = DOCUMENT["components"]["responses"]
    contents = {name: answer["content"]["application/json"] for name, answer in answers.items()}
    refusals = Counter(content["schema"]["$ref"] for content in contents.values())
    shared = {schema for schema, count in refusals.items() if count > 1}
    assert shared <= {"#/components/schemas/LeadEnvelope"}
    assert all(content["examples"] for content in contents.values())


def keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (key for key in node if isinstance(key, str))
        for value in node.values():
            yield from keys(value)
    elif isinstance(node, list):
        for item in node:
            yield from keys(item)


def test_it_is_neutral() -> None:
    extensions = {key for key in keys(DOCUMENT) if key.startswith("x-")}
    assert extensions == {"x-clauses", "x-open-questions"}


def said(entry: dict[str, Any], *members: str) -> bool:
    return all(isinstance(entry[member], str) and entry[member].strip() for member in members)


@pytest.mark.parametrize("clause", DOCUMENT["x-clauses"], ids=lambda clause: clause["id"])
def test_each_clause_is_well_formed(clause: dict[str, Any]) -> None:
    assert set(clause) == {"id", "level", "statement", "source", "about"}
    assert SLUG.fullmatch(clause["id"])
    assert clause["level"] in ("must", "should")
    assert said(clause, "statement", "source")


@pytest.mark.parametrize("question", DOCUMENT["x-open-questions"], ids=lambda question: question["id"])
def test_each_open_question_is_well_formed(question: dict[str, Any]) -> None:
    assert set(question) == {"id", "question", "default", "why", "answers", "about"}
    assert SLUG.fullmatch(question["id"])
    assert said(question, "question", "why")
    assert question["question"].endswith("?")
    answers = question["answers"]
    assert len(answers) >= 2
    assert said(answers, *answers)
    assert all(SLUG.fullmatch(answer) for answer in answers)
    assert question["default"] in answers


def test_ids_are_unique() -> None:
    entries = [*DOCUMENT["x-clauses"], *DOCUMENT["x-open-questions"]]
    assert [name for name, count in Counter(entry["id"] for entry in entries).items() if count > 1] == []


def page_blocks() -> list[Any]:
    """The page's JSON blocks, in its order: three requests, a response, a 400 and a 409."""
    if not PAGE.exists():
        pytest.skip("the documentation's page does not lie beside this clone")
    blocks = re.findall(r"^\{\n.*?^\}$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [json.loads(block) for block in blocks]


def test_the_pages_examples_are_in_it() -> None:
    operation = DOCUMENT["paths"]["/api/v1/leads/{leadId}"]["put"]

    def named(described: Any, *names: str) -> list[Any]:
        return [follow(described)["content"]["application/json"]["examples"][name]["value"] for name in names]

    assert page_blocks() == [
        *named(operation["requestBody"], "statusAndPhone", "metadataAndNotes", "completeUpdate"),
        *named(operation["responses"]["200"], "updated"),
        *named(operation["responses"]["400"], "invalidStatus"),
        *named(operation["responses"]["409"], "taken"),
    ]


@pytest.mark.parametrize(
    "entry", [*DOCUMENT["x-clauses"], *DOCUMENT["x-open-questions"]], ids=lambda entry: entry["id"]
)
def test_each_clause_and_question_points_at_what_it_is_about(entry: dict[str, Any]) -> None:
    assert entry["about"]
    assert len(set(entry["about"])) == len(entry["about"])
    for pointer in entry["about"]:
        assert pointer.startswith("#/")
        assert at(DOCUMENT, pointer)


def test_every_field_and_answer_is_what_some_clause_or_question_is_about() -> None:
    contract = load_contract()
    entries: list[Clause | OpenQuestion] = [*contract.clauses.values(), *contract.questions.values()]
    pointers = {pointer for entry in entries for pointer in entry.about}
    schemas = "#/components/schemas"
    subjects = [f"{schemas}/LeadUpdate/properties/{name}" for name in contract.fields]
    subjects += [f"{schemas}/Lead/properties/{name}" for name in contract.read_only]
    subjects += [f"#/components/responses/{name}" for name in DOCUMENT["components"]["responses"]]
    assert [subject for subject in subjects if subject not in pointers] == []


def test_no_entry_depends_on_anchors() -> None:
    # A tool that reads the file and writes it again, or turns it into JSON, loses nothing.
    assert re.findall(r"(?<=[:\-] )[&*]\w+", contract_path().read_text(encoding="utf-8")) == []
