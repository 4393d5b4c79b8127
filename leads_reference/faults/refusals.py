"""Ways to distort a refusal, shared by the themes below."""

from collections.abc import Callable, Sequence
from typing import Any

from leads_reference.answer import Refusal
from leads_reference.faults.fault import model_with
from leads_reference.model import Model, Plan

Distort = Callable[[Refusal], object]


def distorted(method: str, distort: Distort) -> type[Model]:
    """A model that changes the refusal which its method `method` makes."""

    def make(m: Model, *args: Any) -> Refusal:
        refusal: Refusal = getattr(Model, method)(m, *args)
        distort(refusal)
        return refusal

    return model_with(**{method: make})


def status(code: int) -> Distort:
    return lambda refusal: setattr(refusal, "status", code)


def code(text: str) -> Distort:
    return lambda refusal: setattr(refusal, "code", text)


def error(text: str) -> Distort:
    return lambda refusal: setattr(refusal, "error", text)


def details(**changes: Any) -> Distort:
    """Sets members of `details`; a callable gets the refusal, and None takes the member away."""

    def distort(refusal: Refusal) -> None:
        members = dict(refusal.details or {})
        for name, value in changes.items():
            members[name] = value(members) if callable(value) else value
            if value is None:
                del members[name]
        refusal.details = members

    return distort


def no_details(refusal: Refusal) -> None:
    refusal.details = None


def written_first(status: int) -> type[Model]:
    """Refusals of this status come after the lead that the path names was written."""

    def plan(m: Model, authorization: Sequence[str], lead_id: str, *body: Any) -> Plan:
        try:
            return Model.plan(m, authorization, lead_id, *body)
        except Refusal as refusal:
            if refusal.status == status and lead_id in m.leads:
                keys = {workspace: key for key, workspace in m.world.keys.items()}
                owner = keys[m.leads[lead_id]["workspaceId"]]
                m.commit(Model.plan(m, [f"Bearer {owner}"], lead_id, *body))
            raise

    return model_with(plan=plan)
