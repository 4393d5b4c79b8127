"""`leads-contract spec`: the contract for a profile, and what can be asked of a contract file."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
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


# validate

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
    no_report = tmp_path / "other.json"
    no_report.write_text("[]", encoding="utf-8")
    table = [
        (["validate"], 0, "sound"),
        (["validate", words], 0, "sound"),
        (["validate", broken], 1, "id-unchanged: level must be must or should, not 'may'"),
        (["validate", invalid], 1, 'OpenAPI, info: "title" is a required property'),
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
