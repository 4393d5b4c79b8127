"""Deployments that keep leads faithfully, and show them otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from leads_reference.answer import Answer
from leads_reference.deployment import Deployment, Received

Lead = dict[str, Any]
Lie = Callable[["Liar", str, str, Lead], Lead]
"""What is shown for an id and a method in place of a lead."""


class Liar(Deployment):
    """Stores what the documentation says, and shows leads as its lie has them."""

    def __init__(self, lie: Lie) -> None:
        super().__init__()
        self._lie = lie
        self.shown: dict[str, list[Lead]] = {}
        self.reads: dict[str, Lead] = {}

    async def route(self, received: Received) -> Answer:
        answer = await super().route(received)
        if answer.status != 200 or not isinstance(answer.json, dict):
            return answer
        lead_id = received.path.rpartition("/")[2]
        lead = json.loads(self.encode(answer))["data"]
        self.shown.setdefault(lead_id, []).append(lead)
        return replace(
            answer, json={"success": True, "data": self._lie(self, lead_id, received.method, lead)}
        )


def _without(lead: Lead, *names: str) -> Lead:
    return {name: value for name, value in lead.items() if name not in names}


def _first_read(liar: Liar, lead_id: str, method: str, lead: Lead) -> Lead:
    return liar.reads.setdefault(lead_id, lead) if method == "GET" else lead


def _other(liar: Liar) -> Lead:
    other = liar.model.render_lead(liar.model.leads[liar.model.world.other_lead_id])
    return dict(json.loads(json.dumps(other, default=str)))


def _masked(name: str, value: str) -> Lie:
    return lambda liar, lead_id, method, lead: {**lead, name: value}


LIES: dict[str, Lie] = {
    "a wrong id": lambda liar, lead_id, method, lead: {**lead, "id": "lead_00000000deadbeef"},
    "a wrong id from the tenth answer on": lambda liar, lead_id, method, lead: (
        {**lead, "id": liar.model.world.documented_lead_id} if len(liar.requests) > 10 else lead
    ),
    "always another lead": lambda liar, lead_id, method, lead: _other(liar),
    "another lead with the id that was asked": lambda liar, lead_id, method, lead: {
        **_other(liar),
        "id": lead_id,
    },
    "metadata as a text": lambda liar, lead_id, method, lead: {
        **lead,
        "metadata": json.dumps(lead["metadata"]),
    },
    "metadata as a list": lambda liar, lead_id, method, lead: {
        **lead,
        "metadata": [{"key": key, "value": value} for key, value in lead["metadata"].items()],
    },
    "metadata not at all": lambda liar, lead_id, method, lead: _without(lead, "metadata"),
    "metadata always empty": lambda liar, lead_id, method, lead: {**lead, "metadata": {}},
    "metadata of the start": lambda liar, lead_id, method, lead: {
        **lead,
        "metadata": liar.shown[lead_id][0]["metadata"],
    },
    "always the first state": lambda liar, lead_id, method, lead: liar.shown[lead_id][0],
    "one state behind": lambda liar, lead_id, method, lead: liar.shown[lead_id][-2:][0],
    "five states behind": lambda liar, lead_id, method, lead: liar.shown[lead_id][-6:][0],
    "reads of the first state": _first_read,
    "a masked email": _masked("email", "j***@example.com"),
    "another kind of masked email": _masked("email", "ma…@example.com"),
    "no email but a note": _masked("email", "hidden"),
    "a masked phone": _masked("phone", "+1-555-XXX-XXXX"),
    "a masked name": _masked("name", "J*** D***"),
    "no phone": lambda liar, lead_id, method, lead: _without(lead, "phone"),
    "no phone in the first answer": lambda liar, lead_id, method, lead: (
        _without(lead, "phone") if len(liar.shown[lead_id]) == 1 else lead
    ),
    "no metadata in the first answer": lambda liar, lead_id, method, lead: (
        {**lead, "metadata": {}} if len(liar.shown[lead_id]) == 1 else lead
    ),
    "no email": lambda liar, lead_id, method, lead: _without(lead, "email"),
    "no fields but the id": lambda liar, lead_id, method, lead: {"id": lead["id"]},
    "no lead": lambda liar, lead_id, method, lead: {},
}
