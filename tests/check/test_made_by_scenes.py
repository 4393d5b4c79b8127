"""Leads that scenes create: named in order, written down first, known again, and gone in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from leads_check.evidence.exchange import Exchange
from leads_check.scenes.scene import Play, Setting, Together, created, deleted, put, read, scene
from leads_check.session.making import SCENE as PROVISION
from leads_check.session.player import Player
from leads_check.session.provisioning import provision
from leads_check.session.session import Session
from leads_check.session.taking_away import TakingAway

from leads_reference.answer import Refusal
from leads_reference.deployment import Deployment
from leads_reference.model import Model
from leads_reference.world import AWAY
from tests.check.provisioning import FOREIGN, CreatesTwice, settings_for, theirs
from tests.check.within import within


@contextmanager
def playing(deployment: Deployment, folder: Path, **changes: Any) -> Iterator[tuple[Session, Player]]:
    """A session with the leads that `--provision` makes; in the end everything is as it was."""
    before = deployment.snapshot()
    with within(deployment):
        session = Session(settings_for(folder, **changes), sleep=lambda seconds: None)
        session.open()
        player = Player(session)
        provision(session, player.making)
        yield session, player
        session.budget.release()
        taking_away = TakingAway(session)
        taking_away.run()
        session.close(all_back=taking_away.is_complete)
    assert taking_away.is_complete, taking_away.kept
    assert deployment.snapshot() == before


def play(player: Player, steps: Callable[[Setting], Play]) -> list[Exchange]:
    """What a scene with these steps was answered."""
    before = len(player._session.exchanges)
    player._try(scene(20, "provision")(steps))
    assert not player.unfinished
    return [x for x in player._session.exchanges[before:] if x.scene != PROVISION]


def lives(setting: Setting) -> Play:
    made = yield from created("create", {"name": setting.name(), "email": setting.email()})
    target = made.request.target
    yield from put("update", {"status": "contacted"}, target=target)
    yield from read(target)
    other = yield from created("create", {"name": setting.name(), "email": setting.email()})
    assert other.request.target == "created-2"
    yield from deleted(target)
    yield from read(target)


def test_a_lead_of_a_scene_has_a_target_of_its_own(tmp_path: Path) -> None:
    deployment = Deployment()
    with playing(deployment, tmp_path) as (session, player):
        exchanges = play(player, lives)
        assert [x.status for x in exchanges] == [201, 200, 200, 201, 200, 404]
        assert [x.request.target for x in exchanges] == [f"created-{n}" for n in (1, 1, 1, 2, 1, 1)]
        assert not session.made["created-1"].is_expected
        assert session.made["created-2"].is_expected
        sent = len(deployment.requests)
    # What a scene deleted, and saw gone, is not asked for again.
    deletions = [request.path for request in deployment.requests[sent:] if request.method == "DELETE"]
    assert len(deletions) == len({*deletions}) == 4


def at_once(setting: Setting) -> Play:
    body = {"name": setting.name(), "email": setting.email()}
    made = yield from created("create", body)
    request = replace(made.request, target="")
    yield Together([request, request])


class ConflictsAndCreates(Model):
    """Answers 409 to an email that is taken, and creates the lead all the same."""

    def check_taken(self, workspace: str, email: Any, sent: Any) -> None:
        try:
            super().check_taken(workspace, email, sent)
        except Refusal:
            self.store(self.new_lead(workspace, sent))
            raise


class TakesAnyChatbot(Model):
    """Creates a lead in the workspace of the chatbot, whoever asks for it."""

    is_foreign = False

    def check_chatbot(self, workspace: str, chatbot_id: str) -> None:
        self.is_foreign = chatbot_id == FOREIGN

    def new_lead(self, workspace: str, values: Any) -> Any:
        return super().new_lead(AWAY if self.is_foreign else workspace, values)


def test_a_lead_in_another_workspace_is_found_there(tmp_path: Path) -> None:
    def steps(setting: Setting) -> Play:
        body = {"name": setting.name(), "email": setting.email()}
        yield from created("create", body, chatbot="foreign")

    with playing(Deployment(TakesAnyChatbot()), tmp_path) as (_, player):
        assert [x.status for x in play(player, steps)] == [201]


MODELS = {"faithful": Model, "409": ConflictsAndCreates, "twice": CreatesTwice}


@pytest.mark.parametrize("steps", [lives, at_once], ids=["one by one", "together"])
@pytest.mark.parametrize("name", MODELS)
def test_whatever_becomes_of_a_creation_nothing_is_left(
    name: str, steps: Callable[[Setting], Play], tmp_path: Path
) -> None:
    with playing(Deployment(MODELS[name]()), tmp_path) as (_, player):
        player._try(scene(20, "provision")(steps))


UNTOLD: dict[str, Any] = {
    "nothing": {},
    "text": b"[]",
    "nobody's email": {"name": "John Doe", "email": "john.doe@example.com"},
    "an email alone, not ours": {"email": "contract-test@example.com"},
}


@pytest.mark.parametrize("body", UNTOLD.values(), ids=UNTOLD)
def test_what_could_not_be_found_again_is_not_created(body: Any, tmp_path: Path) -> None:
    def steps(setting: Setting) -> Play:
        yield from created("create", body)

    deployment = Deployment()
    with playing(deployment, tmp_path) as (_, player):
        sent = len(deployment.requests)
        assert play(player, steps) == []
        assert "could not be found again" in player.skipped["steps"]
        assert len(deployment.requests) == sent


def cut_off(setting: Setting) -> Play:
    email = setting.email()
    yield from created("cut off", f'{{"name": "x", "email": "{email}"'.encode())
    yield from created("without a name", {"email": setting.email()})
    yield from created("without an email", {"name": setting.name()})


class TakesAnything(Model):
    """Creates a lead of whatever it is sent."""

    def read_members(self, content_type: str | None, raw: bytes) -> Any:
        return super().read_members(content_type, raw if raw.endswith(b"}") else raw + b"}")

    def validate_new(self, sent: Any) -> Any:
        return dict(sent)


def test_what_a_careless_deployment_makes_of_invalid_bodies_is_found(tmp_path: Path) -> None:
    with playing(Deployment(TakesAnything()), tmp_path) as (_, player):
        exchanges = play(player, cut_off)
        assert [x.status for x in exchanges] == [201, 201, 201]


def test_without_provision_nothing_is_created_or_deleted(tmp_path: Path) -> None:
    deployment = Deployment()
    world = deployment.model.world
    with within(deployment):
        changes: dict[str, Any] = {"provision": None, "foreign_chatbot_id": None, "lead_id": world.lead_id}
        player = Player(Session(settings_for(tmp_path, **changes), sleep=lambda seconds: None))

        def steps(setting: Setting) -> Play:
            yield from deleted("lead")
            yield from created("create", {"name": setting.name(), "email": setting.email()})

        for needs in (("provision",), ()):
            player._try(scene(2, *needs)(steps))
            assert (
                "--provision" in player.skipped["steps"]
                or "only leads that the check made" in player.skipped["steps"]
            )
    assert not deployment.requests
    assert theirs(deployment) == Deployment().snapshot()
