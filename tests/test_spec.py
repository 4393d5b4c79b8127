"""`leads-contract spec`: the contract for a profile, and what can be asked of a contract file."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from leads_check.deeds.coverage import uncovered
from leads_check.entrance.cli import main
from leads_mock.fixtures import bundled_fixtures

from leads_contract import Contract, read_profile, resolved
from leads_contract.document import contract_of, contract_path
from tests.awaited import is_judged
from tests.contract_edits import (
    CONTRACT,
    Edit,
    clause,
    edited,
    reference,
    schemas,
)

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
