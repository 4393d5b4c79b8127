"""What a request reaches beside the fields of the lead that its path names."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from leads_reference.answer import Answer
from leads_reference.deployment import Deployment
from leads_reference.faults.fault import Fault, model_with
from leads_reference.faults.metadata_merging import only
from leads_reference.faults.other_leads import changes_but, metadata_spread, spreading
from leads_reference.faults.races import PAUSE
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject
from leads_reference.model import Model, Plan

OTHERS, WHOLE, AT_ONCE, FOREIGN = (
    "other-leads-unchanged",
    "response-is-whole-lead",
    "concurrent-updates-kept",
    "foreign-lead-refused",
)


def rendered(change: Callable[[JsonObject], JsonObject]) -> type[Model]:
    """What becomes of every lead that is shown."""
    return model_with(render_lead=lambda m, lead: change(Model.render_lead(m, lead)))


def shadowed(*members: str) -> Callable[[JsonObject], JsonObject]:
    """Metadata is spread over the lead that is shown."""
    return lambda lead: {
        **lead,
        **{key: value for key, value in (lead.get("metadata") or {}).items() if key in members},
    }


def cleared_by_null(member: str, value: Callable[[Model, Lead], Any]) -> type[Model]:
    """Null for a read-only member sets it anew."""

    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = Model.apply(m, found, sent, changes)
        return {**lead, member: value(m, lead)} if sent.get(member, 0) is None else lead

    def store(m: Model, lead: Lead) -> None:
        old = next((k for k, one in m.leads.items() if one["createdAt"] == lead["createdAt"]), lead["id"])
        m.leads[old if lead["id"] not in m.leads else lead["id"]] = lead

    return model_with(apply=apply, store=store)


def addressed(choose: Callable[[Model, str, str, JsonObject], tuple[str, str]]) -> type[Model]:
    """Workspace and lead of an update are what `choose` makes of them and of the body."""

    def plan(m: Model, authorization: Sequence[str], lead_id: str, *body: Any) -> Plan:
        workspace = m.authenticate(authorization)
        sent = m.read_body(*body)
        changes = m.validate(sent)
        found = m.find(*choose(m, workspace, lead_id, sent))
        m.check_conflict(found, changes, sent)
        return Plan(found, sent, changes, m.apply(found, sent, changes))

    return model_with(plan=plan)


def id_of_body(m: Model, workspace: str, lead_id: str, sent: JsonObject) -> tuple[str, str]:
    named = sent.get("id")
    return workspace, named if isinstance(named, str) and named in m.leads else lead_id


def workspace_of_body(m: Model, workspace: str, lead_id: str, sent: JsonObject) -> tuple[str, str]:
    named = sent.get("workspaceId")
    return named if isinstance(named, str) else workspace, lead_id


def email_of_body(m: Model, workspace: str, lead_id: str, sent: JsonObject) -> tuple[str, str]:
    """Leads are told apart by their emails."""
    owners = [lead["id"] for lead in m.leads.values() if lead["email"] == sent.get("email")]
    home = [owner for owner in owners if m.leads[owner]["workspaceId"] == workspace]
    return workspace, home[0] if home and lead_id in m.leads else lead_id


def id_of_metadata(m: Model, workspace: str, lead_id: str, sent: JsonObject) -> tuple[str, str]:
    named = (sent.get("metadata") or {}).get("id")
    return workspace, named if isinstance(named, str) and named in m.leads else lead_id


class SharedAnswer(Deployment):
    """The answer stands in a variable that parallel requests share."""

    answer: Answer

    async def update(self, *request: Any) -> Answer:
        self.answer = self.model.update(*request)
        await asyncio.sleep(PAUSE)
        return self.answer


class SharedRead(SharedAnswer):
    """The lead that Get Lead reads stands in a variable that parallel requests share."""

    update = Deployment.update

    async def get(self, authorization: Sequence[str], lead_id: str) -> Answer:
        self.answer = self.model.get(authorization, lead_id)
        await asyncio.sleep(PAUSE)
        return self.answer


class SharedKey(Deployment):
    """The key of the last request counts for all that are under way."""

    key: Sequence[str] = ()

    async def update(self, authorization: Sequence[str], *request: Any) -> Answer:
        self.key = authorization
        await asyncio.sleep(PAUSE)
        return self.model.update(self.key, *request)


class SharedBody(Deployment):
    """The body of the last request counts for all that are under way."""

    body: tuple[Any, ...] = ()

    async def update(self, authorization: Sequence[str], lead_id: str, *body: Any) -> Answer:
        self.body = body
        await asyncio.sleep(PAUSE)
        return self.model.update(authorization, lead_id, *self.body)


def alike(member: str) -> Callable[[Model, Plan, Lead], Any]:
    """The leads of the workspace that have the same value as this one had, or has."""

    def choose(m: Model, plan: Plan, lead: Lead) -> bool:
        home = lead["workspaceId"] == plan.found["workspaceId"]
        return bool(home and lead[member] is not None and lead[member] == plan.found[member])

    return choose


def same_company(m: Model, plan: Plan, lead: Lead) -> bool:
    new, old = (plan.updated["metadata"] or {}), (lead["metadata"] or {})
    return "company" in new and new["company"] == old.get("company")


def same_domain(m: Model, plan: Plan, lead: Lead) -> bool:
    domains = {str(one["email"]).rpartition("@")[2] for one in (lead, plan.found)}
    return lead["workspaceId"] == plan.found["workspaceId"] and len(domains) == 1


def both_empty(m: Model, plan: Plan, lead: Lead) -> bool:
    """All leads without metadata share one object."""
    return bool(plan.found["metadata"] == {} == lead["metadata"])


def status_only(plan: Plan, lead: Lead) -> JsonObject:
    return {"status": plan.updated["status"]} if "status" in plan.changes else {}


def phone_only(plan: Plan, lead: Lead) -> JsonObject:
    return {"phone": plan.updated["phone"]} if "phone" in plan.changes else {}


def metadata_if_sent(plan: Plan, lead: Lead) -> JsonObject:
    return metadata_spread(plan, lead) if isinstance(plan.changes.get("metadata"), dict) else {}


def unwrapped(old: JsonObject, sent: JsonObject) -> JsonObject:
    """Metadata within metadata is taken for the metadata."""
    inner = sent.get("metadata")
    return inner if isinstance(inner, dict) else sent


def without_value(old: JsonObject, sent: JsonObject) -> JsonObject:
    """A key `value` is taken for a wrapper."""
    return {k: v["value"] if isinstance(v, dict) and set(v) == {"value"} else v for k, v in sent.items()}


FAULTS = (
    *(
        Fault(
            f"metadata-hides-{slug}",
            WHOLE,
            f"A metadata key `{member}` is shown in the place of the member.",
            rendered(shadowed(member)),
        )
        for slug, member in (
            ("status", "status"),
            ("name", "name"),
            ("id", "id"),
            ("workspace-id", "workspaceId"),
        )
    ),
    Fault(
        "metadata-in-metadata-unwrapped",
        "metadata-new-keys-added",
        "A metadata key `metadata` is taken for the whole.",
        only(unwrapped),
    ),
    Fault(
        "metadata-value-unwrapped",
        "metadata-values-kept",
        "An object with the only key `value` becomes its value.",
        only(without_value),
    ),
    *(
        Fault(f"null-{slug}-sets-anew", clause, summary, cleared_by_null(member, value))
        for slug, member, clause, summary, value in (
            (
                "id",
                "id",
                "id-unchanged",
                "Null for `id` gives the lead another id.",
                lambda m, lead: "lead_ffffffffffffffff",
            ),
            (
                "created-at",
                "createdAt",
                "created-at-unchanged",
                "Null for `createdAt` sets it to now.",
                lambda m, lead: m.now(),
            ),
            (
                "updated-at",
                "updatedAt",
                "updated-at-is-update-time",
                "Null for `updatedAt` sets it to `createdAt`.",
                lambda m, lead: lead["createdAt"],
            ),
            (
                "workspace-id",
                "workspaceId",
                "workspace-id-unchanged",
                "Null for `workspaceId` takes the lead out of its workspace.",
                lambda m, lead: "ws_default",
            ),
        )
    ),
    Fault(
        "body-id-addresses",
        OTHERS,
        "The id in the body decides which lead is updated.",
        addressed(id_of_body),
    ),
    Fault(
        "body-workspace-addresses",
        FOREIGN,
        "The workspace in the body decides whose leads are updated.",
        addressed(workspace_of_body),
    ),
    Fault(
        "body-email-addresses",
        "duplicate-email-refused",
        "The email in the body decides which lead is updated.",
        addressed(email_of_body),
        also=(OTHERS,),
    ),
    Fault(
        "metadata-id-addresses",
        OTHERS,
        "An id in the metadata decides which lead is updated.",
        addressed(id_of_metadata),
    ),
    Fault(
        "answers-mixed-up",
        AT_ONCE,
        "Updates that arrive together get each other's answers.",
        deployment=SharedAnswer,
    ),
    Fault(
        "reads-mixed-up",
        AT_ONCE,
        "Get Leads that arrive together get each other's answers.",
        deployment=SharedRead,
        needs_get=True,
    ),
    Fault(
        "keys-mixed-up",
        AT_ONCE,
        "Of updates that arrive together the last one's key counts for all.",
        deployment=SharedKey,
    ),
    Fault(
        "bodies-mixed-up",
        AT_ONCE,
        "Of updates that arrive together the last one's body counts for all.",
        deployment=SharedBody,
    ),
    *(
        Fault(f"other-leads-{slug}", OTHERS, summary, spreading(choose, spread))
        for slug, summary, choose, spread in (
            ("of-company", "Metadata reaches the leads of the same company.", same_company, metadata_if_sent),
            ("of-phone", "A status reaches the leads with the same phone.", alike("phone"), status_only),
            (
                "of-name",
                "Fields reach the leads with the same name.",
                alike("name"),
                changes_but("email", "metadata"),
            ),
            ("of-status", "A status reaches the leads that had the same one.", alike("status"), status_only),
            ("of-domain", "A phone reaches the leads with the same email domain.", same_domain, phone_only),
            ("of-empty-metadata", "Leads without metadata share one object.", both_empty, metadata_if_sent),
        )
    ),
)
