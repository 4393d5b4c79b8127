"""Random lives of leads: the mock answers and stores what the independent model does."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
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
from leads_reference.jsontext import Number, parse, same
from leads_reference.model import Model
from leads_reference.reading import nearest
from leads_reference.world import World
from tests.mock.leads import (
    CHATBOT,
    DELETED,
    FOREIGN,
    FOREIGN_CHATBOT,
    JANE,
    JOHN,
    KEY,
    OTHER_KEY,
    UNKNOWN,
    LeadsClient,
    in_process,
)
from tests.mock.operations import CREATED, OPERATIONS, Operation
from tests.mock.running import ROOT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BUNDLED: dict[str, dict[str, str]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    for path in sorted((ROOT / "fixtures" / "profiles").glob("*.yaml"))
}
CHATBOTS = {KEY: (CHATBOT, "cb_7f3a90c2d15be864"), OTHER_KEY: (FOREIGN_CHATBOT,)}


def _mixed(chance: random.Random) -> dict[str, str]:
    questions = load_contract().questions.values()
    return {question.id: chance.choice(list(question.answers)) for question in questions}


SINGLE = {
    f"{question.id}-{answer}": {question.id: answer}
    for question in load_contract().questions.values()
    for answer in question.answers
    if answer != question.default
}
MIXED = {f"mix-{number}": _mixed(random.Random(number)) for number in range(12)}
"""Answers that meet nowhere else."""


class Twin(Model):
    """The model, whose new leads have the ids that the mock gave; `none` where it gave none."""

    next_id = ""

    def new_id(self) -> str:
        return self.next_id


@dataclass
class Deployment:
    """A mock in this process, the answers of its profile, and the clock that both sides read."""

    answers: dict[str, str]
    time: datetime = NOON
    leads: LeadsClient = field(init=False)

    def now(self) -> datetime:
        return self.time

    def send(self, operation: Operation) -> tuple[int, Any]:
        content = operation.body if operation.has_body else None
        request = self.leads.http.build_request(operation.method, operation.url, content=content)
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
        chatbots = {chatbot: keys[key] for key, own in CHATBOTS.items() for chatbot in own}
        return World(leads, keys, KEY, OTHER_KEY, JOHN, JANE, FOREIGN, DELETED, chatbots=chatbots)


@pytest.fixture(scope="module")
def deployment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    answers = {**BUNDLED, **SINGLE, **MIXED}[request.param]
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
    for side in sides:
        # A value that is reported as text is so in each side's own spelling.
        side["value"] = _meant(side.get("value"))
    assert same(*sides), sides


def _meant(value: Any) -> Any:
    with suppress(ValueError):
        return _as_doubles(parse(value) if isinstance(value, str) else value)
    return value


def _as_doubles(value: Any) -> Any:
    """Where large numbers are rounded, it may be before or after a refusal shows them."""
    if isinstance(value, dict):
        return {key: _as_doubles(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_doubles(item) for item in value]
    return nearest(value) if isinstance(value, int | Number) and not isinstance(value, bool) else value


def expected_of(model: Model, operation: Operation) -> Answer:
    """What the model answers."""
    authorization = [] if operation.authorization is None else [operation.authorization]
    if operation.name == "listLeads":
        return model.list(authorization, operation.query)
    if operation.name in ("updateLead", "createLead"):
        change = model.update if operation.name == "updateLead" else model.create
        return change(authorization, operation.target, operation.content_type, operation.body)
    of = {"getLead": model.get, "deleteLead": model.delete}[operation.name]
    return of(authorization, operation.target)


def aimed(operation: Operation, created: list[str]) -> Operation:
    """The operation on one of the leads that were created, where it is for one and there is one."""
    if not operation.target.startswith(CREATED):
        return operation
    number = int(operation.target.removeprefix(CREATED))
    return replace(operation, target=created[-1 - number % len(created)] if created else UNKNOWN)


def run(deployment: Deployment, operations: list[Operation]) -> None:
    """Sends the operations to both sides and compares each answer, and in the end what is stored."""
    deployment.leads.reset()
    deployment.time = NOON
    model, created = Twin(deployment.answers, deployment.world(), deployment.now), list[str]()

    for planned in operations:
        operation = aimed(planned, created)
        deployment.time += operation.pause
        status, answer = deployment.send(operation)
        model.next_id = answer["data"]["id"] if status == 201 else "none"
        assert model.next_id not in {*model.leads, *model.gone, *created}
        created += [model.next_id] * (status == 201)
        expected = expected_of(model, operation)
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
@settings(QUICKLY, max_examples=30)
@given(operations=SEQUENCES)
def test_the_mock_agrees_with_the_model(deployment: Deployment, operations: list[Operation]) -> None:
    run(deployment, operations)


@pytest.mark.parametrize("deployment", SINGLE, indirect=True)
@settings(QUICKLY, max_examples=4)
@given(operations=SEQUENCES)
def test_the_mock_agrees_on_every_answer(deployment: Deployment, operations: list[Operation]) -> None:
    run(deployment, operations)


@pytest.mark.parametrize("deployment", MIXED, indirect=True)
@settings(QUICKLY, max_examples=8)
@given(operations=SEQUENCES)
def test_the_mock_agrees_where_answers_meet(deployment: Deployment, operations: list[Operation]) -> None:
    run(deployment, operations)
