"""For each open question on more than one request what its answers make of a lead's life."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from leads_reference.jsontext import Json, same
from leads_reference.model import Model
from leads_reference.outcomes import KEY, NOW
from leads_reference.world import WORLD

LEAD, OTHER = WORLD.lead_id, WORLD.other_lead_id
EMAIL = next(lead["email"] for lead in WORLD.leads if lead["id"] == OTHER)


class Life(NamedTuple):
    """Requests one after the other, and what they show in the end by answer."""

    question: str
    play: Callable[[Model], Json]
    expected: Mapping[str, Any]

    def holds(self, answer: str) -> bool:
        return same(self.play(Model({self.question: answer}, now=lambda: NOW)), self.expected[answer])


def delete(model: Model, lead_id: str = LEAD) -> int:
    return model.delete([KEY], lead_id).status


def update(model: Model, sent: Any, lead_id: str = LEAD) -> int:
    return model.update([KEY], lead_id, "application/json", json.dumps(sent).encode()).status


LIVES: tuple[Life, ...] = (
    Life(
        "second-delete",
        lambda model: [delete(model), delete(model), model.get([KEY], LEAD).status],
        {"not-found": [200, 404, 404], "accepted": [200, 200, 404]},
    ),
    Life(
        "deleted-email",
        lambda model: [
            update(model, {"email": EMAIL}),
            delete(model, OTHER),
            update(model, {"email": EMAIL}),
        ],
        {"free": [409, 200, 200], "taken": [409, 200, 409]},
    ),
)
