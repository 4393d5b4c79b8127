"""Random lives of leads: the mock answers and stores what the independent model does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from leads_mock.app import create_app
from leads_mock.settings import Settings

from leads_contract import load_contract
from leads_reference.answer import Answer
from leads_reference.checking import FIELDS
from leads_reference.jsontext import parse, same
from leads_reference.model import Model
from leads_reference.world import World
from tests.mock.leads import DELETED, FOREIGN, JANE, JOHN, KEY, OTHER_KEY, LeadsClient, in_process
from tests.mock.operations import OPERATIONS, Operation
from tests.mock.running import ROOT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BUNDLED: dict[str, dict[str, str]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for path in sorted((ROOT / "fixtures" / "profiles").glob("*.yaml"))
}
SINGLE = {
    f"{question.id}-{answer}": {question.id: answer}
    for question in load_contract().questions.values()
    for answer in question.answers
    if answer != question.default and not question.about[0].endswith(("~1leads/get", "/post"))
}


@dataclass
class Deployment:
    """A mock in this process, the answers of its profile, and the clock that both sides read."""

    answers: dict[str, str]
    time: datetime = NOON
    leads: LeadsClient = field(init=False)

    def now(self) -> datetime:
        return self.time

    def send(self, operation: Operation) -> tuple[int, Any]:
        request = self.leads.http.build_request(
            operation.method,
            f"/api/v1/leads/{operation.lead_id}",
            content=operation.body if operation.method == "PUT" else None,
        )
        for name, value in (
            ("Authorization", operation.authorization),
            ("Content-Type", operation.content_type),
        ):
            if value is not None:
                request.headers[name] = value
        answer = self.leads.http.send(request)
        return answer.status_code, parse(answer.text)

    def stored(self) -> dict[str, Any]:
        leads = parse(self.leads.http.get("/__admin/leads").text)["leads"]
        return {lead["id"]: lead for lead in leads}

    def world(self) -> World:
        """What the mock holds, as the model wants it."""
        times = ("createdAt", "updatedAt")
        leads = tuple(
            dict.fromkeys(FIELDS) | lead | {name: datetime.fromisoformat(lead[name]) for name in times}
            for lead in self.stored().values()
        )
        keys = {KEY: "ws_your_workspace_id", OTHER_KEY: "ws_another_workspace"}
        return World(leads, keys, KEY, OTHER_KEY, JOHN, JANE, FOREIGN, DELETED)


@pytest.fixture(scope="module")
def deployment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    answers = {**BUNDLED, **SINGLE}[request.param]
    profile: Path = tmp_path_factory.mktemp("profile") / "profile.yaml"
    profile.write_text(yaml.safe_dump(answers), encoding="utf-8")
    deployed = Deployment(answers)
    with in_process(create_app(Settings(profile=profile), deployed.now)) as deployed.leads:
        yield deployed


def agree(shown: Any, expected: Any) -> None:
    """The same envelope; what a message says of a field is each side's own affair."""
    assert shown["success"] == expected["success"]
    if shown["success"]:
        assert same(shown["data"], expected["data"]), (shown["data"], expected["data"])
        return
    assert shown["code"] == expected["code"]
    own_words = ("message",) if shown["code"] == "VALIDATION_ERROR" else ()
    sides = [{**side.get("details", {}), **dict.fromkeys(own_words)} for side in (shown, expected)]
    assert same(*sides), sides


def expected_of(model: Model, operation: Operation) -> Answer:
    """What the model answers."""
    authorization = [] if operation.authorization is None else [operation.authorization]
    if operation.method == "PUT":
        return model.update(authorization, operation.lead_id, operation.content_type, operation.body)
    of = {"GET": model.get, "DELETE": model.delete}[operation.method]
    return of(authorization, operation.lead_id)


def run(deployment: Deployment, operations: list[Operation]) -> None:
    """Sends the operations to both sides and compares each answer, and in the end what is stored."""
    deployment.leads.reset()
    deployment.time = NOON
    model = Model(deployment.answers, deployment.world(), deployment.now)

    for operation in operations:
        deployment.time += operation.pause
        expected = expected_of(model, operation)
        status, answer = deployment.send(operation)
        assert (status, answer.get("code")) == (expected.status, expected.json.get("code")), (
            answer,
            expected,
        )
        agree(answer, expected.json)

    stored = {lead_id: model.render_lead(lead) for lead_id, lead in model.leads.items()}
    assert same(deployment.stored(), stored)


QUICKLY = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
SEQUENCES = st.lists(OPERATIONS, min_size=1, max_size=12)


@pytest.mark.parametrize("deployment", BUNDLED, indirect=True)
@settings(QUICKLY, max_examples=40)
@given(operations=SEQUENCES)
def test_the_mock_agrees_with_the_model(deployment: Deployment, operations: list[Operation]) -> None:
    run(deployment, operations)


@pytest.mark.parametrize("deployment", SINGLE, indirect=True)
@settings(QUICKLY, max_examples=8)
@given(operations=SEQUENCES)
def test_the_mock_agrees_on_every_answer(deployment: Deployment, operations: list[Operation]) -> None:
    run(deployment, operations)
