"""Deployments that store a value which they cannot answer with afterwards."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from leads_reference.answer import Answer, Refusal
from leads_reference.deployment import Deployment
from leads_reference.fragile.poisons import fields, read_laxly
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, write
from leads_reference.model import Model, Plan

CROWD = 5
"""As many updates of one lead at once are too many."""


class Unrendered(Refusal):
    """An exception outside of any handler: the server's own 500."""

    def __init__(self) -> None:
        super().__init__(500, "INTERNAL_ERROR", "Internal Server Error")


class Brittle(Model):
    """Its 500 is plain text, as a server sends it when no code of the application catches the exception."""

    def refuse(self, refusal: Refusal) -> Answer:
        if isinstance(refusal, Unrendered):
            return Answer(500, None, {"Content-Type": "text/plain; charset=utf-8"}, b"Internal Server Error")
        return super().refuse(refusal)


class Poisoned(Brittle):
    """Whatever it reads it stores; an answer with poison in it fails, until the poison is gone."""

    holds: Callable[[Json], bool]
    echoes = False
    """Whether the update that brings the poison is still answered, from memory."""

    def read_json(self, text: str) -> Json:
        return read_laxly(self, text)

    def check_size(self, raw: bytes) -> None:
        return

    def commit(self, plan: Plan) -> Answer:
        self.store(plan.updated)
        fresh = self.echoes and not self.spoilt(plan.found)
        return super().success(plan.updated) if fresh else self.success(plan.updated)

    def success(self, lead: Lead) -> Answer:
        if self.spoilt(lead):
            raise Unrendered
        return super().success(lead)

    def spoilt(self, lead: Lead) -> bool:
        return type(self).holds(fields(lead))


class PoisonedByNull(Brittle):
    """Null for metadata is stored, and nothing can be merged with it afterwards."""

    def null(self, field: str) -> Json:
        return None if field == "metadata" else super().null(field)

    def changed(self, field: str, old: Json, new: Json) -> Json:
        if field == "metadata" and new is None:
            return None
        if field == "metadata" and old is None:
            raise Unrendered
        return super().changed(field, old, new)


class Escaping(Deployment):
    """Escapes what is not ASCII, and so can send a lone surrogate."""

    def encode(self, answer: Answer) -> bytes:
        return write(answer.json, ascii_only=True).encode() if answer.raw is None else answer.raw


class PoisonedByCrowd(Deployment):
    """Many updates of one lead at once leave its lock behind: later ones of it fail."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.under_way: list[str] = []
        self.locked: set[str] = set()

    async def update(self, authorization: Any, lead_id: str, *body: Any) -> Answer:
        if lead_id in self.locked:
            return self.model.refuse(Unrendered())
        self.under_way.append(lead_id)
        await asyncio.sleep(0.02)
        if self.under_way.count(lead_id) >= CROWD:
            self.locked.add(lead_id)
        self.under_way.remove(lead_id)
        return self.model.update(authorization, lead_id, *body)


def poisoned(holds: Callable[[Json], bool], echoes: bool) -> type[Model]:
    members: JsonObject = {"holds": staticmethod(holds), "echoes": echoes}
    return cast(type[Model], type("PoisonedModel", (Poisoned,), members))
