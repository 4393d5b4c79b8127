"""What a deployment holds: the leads of all workspaces, whose they are, and how they are shown."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from leads_reference.answer import Answer
from leads_reference.checking import FIELDS, Checking
from leads_reference.jsontext import Json, JsonObject, copied
from leads_reference.refusing import utc_now
from leads_reference.world import WORLD, World

SHOWN = ("id", *FIELDS, "createdAt", "updatedAt", "workspaceId")
Lead = dict[str, Any]


class Holding(Checking):
    """The leads, those that are there and those that were deleted."""

    def __init__(
        self,
        answers: Mapping[str, str] | None = None,
        world: World = WORLD,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(answers, now)
        self.world = world
        self.leads: dict[str, Lead] = {lead["id"]: copied(lead) for lead in world.leads}
        self.gone: dict[str, Lead] = {}
        """The deleted ones, as they were."""

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
        if lead_id == self.world.deleted_lead_id or lead_id in self.gone:
            raise self.deleted(lead_id)
        if lead_id not in self.leads:
            raise self.not_found(lead_id)
        if self.leads[lead_id]["workspaceId"] != workspace:
            raise self.foreign(lead_id)
        return self.leads[lead_id]

    def check_chatbot(self, workspace: str, chatbot_id: str) -> None:
        """Whether a lead may be created for the chatbot."""
        answer = self.answer("unknown-chatbot")
        if answer == "accepted" or self.world.chatbots.get(chatbot_id) == workspace:
            return
        if answer == "refused":
            raise self.invalid("chatbotId", chatbot_id, "Must be a chatbot of your workspace")
        raise self.no_chatbot(chatbot_id)

    # emails
    def rivals(self, found: Lead) -> list[Lead]:
        """The leads whose emails this one may not take."""
        gone = self.gone.values() if self.answer("deleted-email") == "taken" else ()
        every = [*self.leads.values(), *gone]
        home = [lead for lead in every if lead["workspaceId"] == found["workspaceId"]]
        return [lead for lead in home if lead["id"] != found["id"] and isinstance(lead["email"], str)]

    def same_email(self, one: str, other: str) -> bool:
        return one == other or (self.answer("email-case") == "same" and one.lower() == other.lower())

    # metadata
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
