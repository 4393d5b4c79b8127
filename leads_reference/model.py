"""The API by its documentation: leads, and the operations on them. No HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leads_reference.answer import Answer, Refusal
from leads_reference.checking import KEEP
from leads_reference.creating import Creating
from leads_reference.deleting import Deleting
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, copied, same
from leads_reference.listing import Listing


@dataclass
class Plan:
    """An update between reading and writing."""

    found: Lead
    sent: JsonObject
    changes: JsonObject
    updated: Lead


class Model(Creating, Deleting, Listing):
    """The leads of all workspaces, and what each operation makes of them."""

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

    def touch(self, old: Lead, new: Lead) -> datetime:
        """When the lead was updated last: later than before, as far as the precision shows it."""
        before: datetime = old["updatedAt"]
        if self.answer("unchanged-update") == "keeps-updated-at" and same(old, new):
            return before
        moment, step = self.instant(), self.step()
        return max(moment, before if step.seconds else before + step)
