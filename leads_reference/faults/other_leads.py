"""Updates that reach leads which the path does not name."""

from collections.abc import Callable
from typing import Any

from leads_reference.answer import Answer
from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject
from leads_reference.model import Model, Plan

OTHERS = "other-leads-unchanged"


def spreading(
    choose: Callable[[Model, Plan, Lead], Any], spread: Callable[[Plan, Lead], JsonObject]
) -> type[Model]:
    """Other leads that `choose` names take what `spread` gives."""

    def commit(m: Model, plan: Plan) -> Answer:
        answer = Model.commit(m, plan)
        for lead in [lead for lead in m.leads.values() if lead["id"] != plan.found["id"]]:
            if choose(m, plan, lead):
                m.store({**lead, **spread(plan, lead)})
        return answer

    return model_with(commit=commit)


def same_source(m: Model, plan: Plan, lead: Lead) -> bool:
    return bool(lead["source"] == plan.found["source"])


def next_one(m: Model, plan: Plan, lead: Lead) -> bool:
    home = sorted(x["id"] for x in m.leads.values() if x["workspaceId"] == plan.found["workspaceId"])
    return bool(lead["id"] == home[(home.index(plan.found["id"]) + 1) % len(home)])


def changes_but(*fields: str) -> Callable[[Plan, Lead], JsonObject]:
    return lambda plan, lead: {
        k: plan.updated[k] for k in plan.changes if k in plan.updated and k not in fields
    }


def metadata_spread(plan: Plan, lead: Lead) -> JsonObject:
    return {"metadata": {**lead["metadata"], **{k: plan.updated["metadata"][k] for k in added(plan)}}}


def added(plan: Plan) -> list[str]:
    return [key for key in plan.changes.get("metadata") or {} if key in (plan.updated["metadata"] or {})]


class FieldsRemembered(Model):
    """Fields of one request stay in a shared object, and reach the next lead that is updated."""

    last: tuple[str, JsonObject] = ("", {})

    def apply(self, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead_id, fields = self.last
        self.last = (found["id"], {k: v for k, v in changes.items() if k in ("phone", "source")})
        return super().apply(found, sent, changes if lead_id == found["id"] else fields | changes)


FAULTS = (
    Fault(
        "other-leads-metadata",
        OTHERS,
        "Metadata reaches every lead of the same source.",
        spreading(same_source, metadata_spread),
    ),
    Fault(
        "other-leads-fields",
        OTHERS,
        "Fields reach every lead of the workspace.",
        spreading(
            lambda m, plan, lead: lead["workspaceId"] == plan.found["workspaceId"],
            changes_but("email", "metadata"),
        ),
    ),
    Fault(
        "other-leads-status",
        OTHERS,
        "The status reaches the next lead.",
        spreading(
            next_one,
            lambda plan, lead: {"status": plan.updated["status"]} if "status" in plan.changes else {},
        ),
    ),
    Fault(
        "other-leads-updated-at",
        OTHERS,
        "`updatedAt` moves for the leads of the same source.",
        spreading(same_source, lambda plan, lead: {"updatedAt": plan.updated["updatedAt"]}),
        needs_get=True,
    ),
    Fault(
        "other-workspace-metadata",
        OTHERS,
        "Metadata reaches leads of other workspaces.",
        spreading(lambda m, plan, lead: lead["workspaceId"] != plan.found["workspaceId"], metadata_spread),
    ),
    Fault(
        "fields-reach-next-lead",
        OTHERS,
        "Phone and source reach the lead that is updated next.",
        FieldsRemembered,
    ),
)
