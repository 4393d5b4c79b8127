"""Updates that arrive together and get into each other's way."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.deployment import Deployment
from leads_reference.faults.fault import Fault, deployment_with
from leads_reference.model import Plan

AT_ONCE = "concurrent-updates-kept"
PAUSE = 0.03
"""Seconds that a store takes between reading and writing."""


async def lost_update(d: Deployment, *request: Any) -> Answer:
    """Reads, waits for the store, writes the whole lead."""
    try:
        plan = d.model.plan(*request)
        await asyncio.sleep(PAUSE)
        return d.model.commit(plan)
    except Refusal as refusal:
        return d.model.refuse(refusal)


async def email_race(d: Deployment, *request: Any) -> Answer:
    """Looks for the conflict, waits for the store, and does not look again."""
    try:
        checked = d.model.plan(*request)
        await asyncio.sleep(PAUSE)
        found = d.model.leads[checked.found["id"]]
        lead = d.model.apply(found, checked.sent, checked.changes)
        return d.model.commit(Plan(found, checked.sent, checked.changes, lead))
    except Refusal as refusal:
        return d.model.refuse(refusal)


async def metadata_race(d: Deployment, *request: Any) -> Answer:
    """Writes fields one by one, but metadata as the one text that was read."""
    try:
        plan = d.model.plan(*request)
        await asyncio.sleep(PAUSE)
        current = d.model.leads[plan.found["id"]]
        d.model.check_conflict(current, plan.changes, plan.sent)
        lead = {**d.model.apply(current, plan.sent, plan.changes), "metadata": plan.updated["metadata"]}
        return d.model.commit(Plan(current, plan.sent, plan.changes, lead))
    except Refusal as refusal:
        return d.model.refuse(refusal)


class Locking(Deployment):
    """An update that meets another one is refused with a 500, as a failed lock does."""

    busy: frozenset[str] = frozenset()

    async def update(self, authorization: Sequence[str], lead_id: str, *body: Any) -> Answer:
        if lead_id in self.busy:
            return self.model.refuse(Refusal(500, "INTERNAL_ERROR", "Could not serialize access"))
        self.busy |= {lead_id}
        await asyncio.sleep(PAUSE)
        self.busy -= {lead_id}
        return self.model.update(authorization, lead_id, *body)


class NoneWins(Deployment):
    """An email is reserved before it is checked: leads that race for it refuse each other."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.waiting: list[str] = []
        self.raced: set[str] = set()

    async def update(self, authorization: Sequence[str], lead_id: str, *body: Any) -> Answer:
        found = re.search(rb'"email":\s*"([^"]*)"', body[1])
        if found is None:
            return self.model.update(authorization, lead_id, *body)
        email = found[1].decode(errors="replace")
        self.raced |= {email} & {*self.waiting}
        self.waiting.append(email)
        await asyncio.sleep(PAUSE)
        self.waiting.remove(email)
        if email not in self.raced:
            return self.model.update(authorization, lead_id, *body)
        if email not in self.waiting:
            self.raced.remove(email)
        rival = self.model.leads[self.model.world.other_lead_id]
        return self.model.refuse(self.model.conflict(email, rival))


FAULTS = (
    Fault(
        "lost-update",
        AT_ONCE,
        "Updates that arrive together lose each other's fields.",
        deployment=deployment_with(update=lost_update),
    ),
    Fault(
        "lost-metadata",
        AT_ONCE,
        "Updates that arrive together lose each other's metadata.",
        deployment=deployment_with(update=metadata_race),
    ),
    Fault(
        "email-race",
        AT_ONCE,
        "Two leads that race for an email both get it.",
        deployment=deployment_with(update=email_race),
        also=("duplicate-email-refused",),
    ),
    Fault(
        "email-race-none-wins",
        AT_ONCE,
        "Of two leads that race for an email none gets it.",
        deployment=NoneWins,
    ),
    Fault(
        "lock-crashes",
        AT_ONCE,
        "Of updates that arrive together some end in a 500.",
        deployment=Locking,
        also=("no-server-error",),
    ),
)
