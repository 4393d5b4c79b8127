"""The API by its documentation: leads, and the two operations on one of them. No HTTP."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.checking import FIELDS, KEEP, Checking
from leads_reference.jsontext import Json, JsonObject, copied, same
from leads_reference.refusing import utc_now
from leads_reference.world import WORLD, World

SHOWN = ("id", *FIELDS, "createdAt", "updatedAt", "workspaceId")
Lead = dict[str, Any]


@dataclass
class Plan:
    """An update between reading and writing."""

    found: Lead
    sent: JsonObject
    changes: JsonObject
    updated: Lead


class Model(Checking):
    """The leads of all workspaces, and what an update makes of them."""

    def __init__(
        self,
        answers: Mapping[str, str] | None = None,
        world: World = WORLD,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(answers, now)
        self.world = world
        self.leads: dict[str, Lead] = {lead["id"]: copied(lead) for lead in world.leads}

    # the operations
    def update(
        self, authorization: Sequence[str], lead_id: str, content_type: str | None, raw: bytes
    ) -> Answer:
        try:
            return self.commit(self.plan(authorization, lead_id, content_type, raw))
        except Refusal as refusal:
            return self.refuse(refusal)

    def get(self, authorization: Sequence[str], lead_id: str) -> Answer:
        try:
            return self.success(self.find(self.authenticate(authorization), lead_id))
        except Refusal as refusal:
            return self.refuse(refusal)

    # the steps of an update
    def plan(self, authorization: Sequence[str], lead_id: str, content_type: str | None, raw: bytes) -> Plan:
        """Everything before the write, in the order that `check-order` gives."""
        for stage in self.answer("check-order").split("-"):
            if stage == "authentication":
                workspace = self.authenticate(authorization)
            elif stage == "existence":
                found = self.find(workspace, lead_id)
            else:
                sent = self.read_body(content_type, raw)
                self.check_conflict_first(authorization, lead_id, sent)
                changes = self.validate(sent)
        self.check_conflict(found, changes, sent)
        return Plan(found, sent, changes, self.apply(found, sent, changes))

    def commit(self, plan: Plan) -> Answer:
        self.store(plan.updated)
        return self.success(plan.updated)

    def store(self, lead: Lead) -> None:
        self.leads[lead["id"]] = lead

    # who asks, and for which lead
    def authenticate(self, authorization: Sequence[str]) -> str:
        """The workspace of the key."""
        if not authorization:
            raise self.missing_key()
        return self.workspace_of(self.token(authorization))

    def token(self, authorization: Sequence[str]) -> str:
        scheme, _, token = authorization[0].partition(" ")
        token = token.lstrip(" ")
        named = scheme if self.answer("scheme-case") == "exact-case" else scheme.capitalize()
        if len(authorization) > 1 or named != "Bearer" or not token or len(token.split()) > 1:
            raise self.malformed_key()
        return token

    def workspace_of(self, token: str) -> str:
        if token not in self.world.keys:
            raise self.unknown_key()
        return self.world.keys[token]

    def find(self, workspace: str, lead_id: str) -> Lead:
        if self.answer("malformed-lead-id") == "refused" and not is_lead_id(lead_id):
            raise self.invalid("leadId", lead_id, "Must be lead_ and 16 hexadecimal digits")
        if lead_id == self.world.deleted_lead_id:
            raise self.deleted(lead_id)
        if lead_id not in self.leads:
            raise self.not_found(lead_id)
        if self.leads[lead_id]["workspaceId"] != workspace:
            raise self.foreign(lead_id)
        return self.leads[lead_id]

    # email conflicts
    def check_conflict_first(self, authorization: Sequence[str], lead_id: str, sent: JsonObject) -> None:
        """A conflict ahead of any other invalid field, where key, lead and email allow to tell one."""
        if self.answer("conflict-order") == "validation-first" or "email" not in sent:
            return
        try:
            found = self.find(self.authenticate(authorization), lead_id)
            changes = {"email": self.check_email(sent["email"])}
        except Refusal:
            return
        self.check_conflict(found, changes, sent)

    def check_conflict(self, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
        email = changes.get("email", KEEP)
        if isinstance(email, str):
            for other in self.rivals(found):
                if self.same_email(email, other["email"]):
                    raise self.conflict(sent["email"], other)

    def rivals(self, found: Lead) -> list[Lead]:
        """The leads whose emails this one may not take."""
        home = [lead for lead in self.leads.values() if lead["workspaceId"] == found["workspaceId"]]
        return [lead for lead in home if lead["id"] != found["id"] and lead["email"] is not None]

    def same_email(self, one: str, other: str) -> bool:
        return one == other or (self.answer("email-case") == "same" and one.lower() == other.lower())

    # changing
    def apply(self, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        """The lead after the update; `found` stays as it is."""
        lead: Lead = copied(found)
        for field, value in changes.items():
            lead[field] = self.changed(field, lead.get(field), value)
        lead["updatedAt"] = self.touch(found, lead)
        return lead

    def changed(self, field: str, old: Json, new: Json) -> Json:
        if field != "metadata":
            return copied(new)
        if new is None:
            return {} if self.answer("null-metadata") == "emptied" else None
        return self.merge_metadata(old or {}, copied(new))

    def merge_metadata(self, old: JsonObject, sent: JsonObject) -> JsonObject:
        """The metadata as a whole after a request that holds `sent`."""
        return self.merge(old, sent)

    def merge(self, old: JsonObject, sent: JsonObject) -> JsonObject:
        """RFC 7396, section 2; below the first level as `nested-metadata` answers."""
        merged = dict(old)
        nested = self.answer("nested-metadata") == "merged"
        for key, value in sent.items():
            before = merged.get(key)
            if value is None:
                self.remove(merged, key)
            elif nested and isinstance(value, dict):
                merged[key] = self.merge(before if isinstance(before, dict) else {}, value)
            else:
                merged[key] = self.replace(before, value)
        return merged

    def remove(self, merged: JsonObject, key: str) -> None:
        merged.pop(key, None)

    def replace(self, before: Json, value: Json) -> Json:
        """What becomes of a value that is merged no further; `before` is None for a new key."""
        return value

    def touch(self, old: Lead, new: Lead) -> datetime:
        """When the lead was updated last: later than before, as far as the precision shows it."""
        before: datetime = old["updatedAt"]
        if self.answer("unchanged-update") == "keeps-updated-at" and same(old, new):
            return before
        moment, step = self.now(), self.step()
        moment -= timedelta(microseconds=moment.microsecond % (step / timedelta(microseconds=1)))
        return max(moment, before if step.seconds else before + step)

    # showing
    def success(self, lead: Lead) -> Answer:
        return Answer(200, {"success": True, "data": self.render_lead(lead)})

    def render_lead(self, lead: Lead) -> JsonObject:
        shown = {member: lead[member] for member in (*SHOWN, *(key for key in lead if key not in SHOWN))}
        shown |= {member: self.render_time(lead[member]) for member in ("createdAt", "updatedAt")}
        if self.answer("cleared-field") == "left-out":
            cleared = {field for field in FIELDS if lead[field] is None}
            return {member: value for member, value in shown.items() if member not in cleared}
        return shown

    def snapshot(self) -> dict[str, Lead]:
        """A copy of every lead that is stored."""
        leads: dict[str, Lead] = copied(self.leads)
        return leads


def is_lead_id(text: str) -> bool:
    """Whether a text has the documented form of an id."""
    return re.fullmatch("lead_[0-9a-f]{16}", text) is not None
