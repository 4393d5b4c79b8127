"""Checks that make their own leads, and deployments that make it hard for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from leads_check.deeds.check import check
from leads_check.report.run import Report
from leads_check.rules import BY_ID
from leads_check.settings import Settings

from leads_reference.answer import Answer, Refusal
from leads_reference.deployment import Deployment, Wire
from leads_reference.faults.fault import model_with
from leads_reference.holding import Lead
from leads_reference.model import Model
from leads_reference.world import WORLD
from tests.check.within import BASE_URL

OWN, FOREIGN = WORLD.chatbot_of(WORLD.api_key), WORLD.chatbot_of(WORLD.foreign_api_key)
FEW = [BY_ID[rule] for rule in ("duplicate-email-refused", "deleted-lead-refused", "foreign-lead-refused")]
"""Rules that need each of the leads that are made, and few requests."""
THEIRS = {lead["id"] for lead in WORLD.leads}


def settings_for(folder: Path, base_url: str = BASE_URL, **changes: Any) -> Settings:
    """What `--provision` and a foreign chatbot give."""
    given: dict[str, Any] = {
        "api_key": WORLD.api_key,
        "provision": OWN,
        "foreign_chatbot_id": FOREIGN,
        "foreign_api_key": WORLD.foreign_api_key,
        "foreign_api_key_env": "FOREIGN_KEY",
        "journal_dir": folder / "journals",
    }
    return Settings(base_url, **{**given, **changes})


def checked(folder: Path, interrupted: Callable[[], str] = str, **more: Any) -> Report:
    """One check with few rules, that never waits."""
    told = more.pop("told", lambda journal: None)
    settings = settings_for(folder, **more)
    return check(settings, FEW, sleep=lambda seconds: None, interrupted=interrupted, told=told)


def made(deployment: Deployment) -> list[str]:
    """The emails of the leads that were not there at the start."""
    return [lead["email"] for lead_id, lead in deployment.snapshot().items() if lead_id not in THEIRS]


def theirs(deployment: Deployment) -> Mapping[str, Lead]:
    """The leads that were there at the start, as they are now."""
    return {lead_id: lead for lead_id, lead in deployment.snapshot().items() if lead_id in THEIRS}


def named(deployment: Deployment) -> set[str]:
    """Those of them that a request named."""
    return {lead_id for request in deployment.requests for lead_id in THEIRS if lead_id in request.path}


class FailsAfterCreating(Model):
    """Answers 500 to a creation, and has created the lead all the same."""

    def creation(self, lead: Lead) -> Answer:
        return Answer(500, {"success": False, "error": "Internal server error", "code": "INTERNAL_ERROR"})


class ShowsAnothersId(Model):
    """Answers a creation with the id of a lead that was there before."""

    def creation(self, lead: Lead) -> Answer:
        answer = super().creation(lead)
        return Answer(201, {"success": True, "data": {**answer.json["data"], "id": WORLD.lead_id}})


class ShowsAnothersLead(Model):
    """Answers a creation with a lead that was there before."""

    def creation(self, lead: Lead) -> Answer:
        return super().creation(self.leads[WORLD.lead_id])


class ShowsAPath(Model):
    """Answers a creation with an id that leads elsewhere."""

    def creation(self, lead: Lead) -> Answer:
        answer = super().creation(lead)
        return Answer(
            201, {"success": True, "data": {**answer.json["data"], "id": f"../leads/{WORLD.lead_id}"}}
        )


class CreatesTwice(Model):
    """Stores each new lead twice, and shows one of them."""

    def creation(self, lead: Lead) -> Answer:
        self.store({**lead, "id": self.new_id()})
        return super().creation(lead)


class DeletesNothing(Model):
    """Says that it deleted a lead, and keeps it."""

    def remove_lead(self, lead_id: str) -> None:
        pass


class DeniesDeleting(Model):
    """Answers 404 to a deletion that it carried out."""

    def delete(self, authorization: Sequence[str], lead_id: str) -> Answer:
        super().delete(authorization, lead_id)
        return super().delete(authorization, lead_id)


class FailsAfterDeleting(Model):
    """Answers 500 to a deletion that it carried out."""

    def deletion(self, lead_id: str) -> Answer:
        return Answer(500, {"success": False, "error": "Internal server error", "code": "INTERNAL_ERROR"})


class RefusesWhole(Model):
    """Takes only name and email when a lead is created."""

    def check_new(self, field: str, value: Any) -> Any:
        if field not in ("name", "email"):
            raise self.invalid(field, value, "Must not be sent")
        return super().check_new(field, value)


class ListsDeleted(Model):
    """Its list still shows what was deleted."""

    def listed(self, workspace: str) -> Sequence[Lead]:
        gone = [lead for lead in self.gone.values() if lead["workspaceId"] == workspace]
        return [*super().listed(workspace), *gone]


class ListsNothing(Model):
    """Its list is always empty."""

    def listed(self, workspace: str) -> Sequence[Lead]:
        return []


def refusing_chatbots(status: int, error: str) -> Deployment:
    """One that refuses a chatbot that is not there in its own way."""
    refuse = model_with(no_chatbot=lambda m, chatbot_id: Refusal(status, "UNPROCESSABLE", error))
    return Deployment(refuse())


def answering(**answers: str) -> Deployment:
    """A faithful deployment with these answers to open questions."""
    return Deployment(Model({name.replace("_", "-"): answer for name, answer in answers.items()}))


def without(*operations: str) -> Deployment:
    """One that does not serve these: get, list, create, delete."""
    get, listing, create, delete = (name not in operations for name in ("get", "list", "create", "delete"))
    wire = Wire(serves_get=get, serves_list=listing, serves_create=create, serves_delete=delete)
    return Deployment(wire=wire)
