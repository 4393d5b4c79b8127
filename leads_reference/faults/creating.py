"""Create Lead: what becomes of what was sent, and what must not happen besides."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from leads_reference.answer import Answer
from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject, copied
from leads_reference.model import Model

ENVELOPE, SENT, STORED, NEW_ID, TIMES, HOME = (
    "create-envelope",
    "created-as-sent",
    "created-is-stored",
    "created-id-new",
    "created-timestamps",
    "created-in-own-workspace",
)
OTHERS = "create-spares-others"


def born(change: Callable[[Model, Lead], JsonObject]) -> type[Model]:
    """New leads are others than were asked for."""

    def new_lead(m: Model, workspace: str, values: JsonObject) -> Lead:
        lead: Lead = Model.new_lead(m, workspace, values)
        return {**lead, **change(m, lead)}

    return model_with(new_lead=new_lead)


def ignoring(*fields: str) -> type[Model]:
    """Fields that a create does not take."""

    def new_lead(m: Model, workspace: str, values: JsonObject) -> Lead:
        kept = {name: value for name, value in values.items() if name not in fields}
        lead: Lead = Model.new_lead(m, workspace, kept)
        return lead

    return model_with(new_lead=new_lead)


def answered(change: Callable[[Model, Answer], Answer]) -> type[Model]:
    """Another answer to a lead that was created."""
    return model_with(creation=lambda m, lead: change(m, Model.creation(m, lead)))


def taking(member: str) -> type[Model]:
    """The body decides what only the store should."""

    def conceive(m: Model, authorization: Any, chatbot: str, kind: str | None, raw: bytes) -> Lead:
        lead = Model.conceive(m, authorization, chatbot, kind, raw)
        sent = json.loads(raw).get(member)
        if sent is not None:
            lead[member] = m.instant() - timedelta(days=9000) if member.endswith("At") else sent
        return lead

    return model_with(conceive=conceive)


class Unstored(Model):
    """A lead is answered, and not stored."""

    def creation(self, lead: Lead) -> Answer:
        answer = super().creation(lead)
        self.leads.pop(lead["id"])
        return answer


class StoredOtherwise(Model):
    """A lead is answered as it was sent, and stored without a part of it."""

    lost: tuple[str, ...] = ("metadata",)

    def creation(self, lead: Lead) -> Answer:
        answer = super().creation(copied(lead))
        self.store({**lead, **{name: {} if name == "metadata" else None for name in self.lost}})
        return answer


class StoredWithoutPhone(StoredOtherwise):
    """The same for the phone."""

    lost = ("phone",)


class IdReused(Model):
    """The id of a lead that was deleted is given to the next one."""

    def new_id(self) -> str:
        for lead_id in list(self.gone):
            del self.gone[lead_id]
            return lead_id
        return super().new_id()


class IdByCount(Model):
    """An id is the number of leads that there are, so that one is given again after a deletion."""

    def new_id(self) -> str:
        return f"lead_{0xC0DE_0000_0000_0000 + len(self.leads):016x}"


class Resurrected(Model):
    """A lead with the email of a deleted one gets its metadata as well."""

    def new_lead(self, workspace: str, values: JsonObject) -> Lead:
        lead = super().new_lead(workspace, values)
        for gone in self.gone.values():
            if gone["email"] == lead["email"] and "metadata" not in values:
                lead["metadata"] = copied(gone["metadata"])
        return lead


class OthersCleared(Model):
    """A new lead clears the source of all others."""

    def creation(self, lead: Lead) -> Answer:
        for other in list(self.leads.values()):
            if other["id"] != lead["id"]:
                self.store({**other, "source": None})
        return super().creation(lead)


class DefaultsShared(Model):
    """The defaults of new leads are one object, which keeps what the last one was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last: JsonObject = {}

    def new_lead(self, workspace: str, values: JsonObject) -> Lead:
        lead = super().new_lead(workspace, {**self.last, **values})
        self.last = {name: values[name] for name in ("phone", "source") if name in values}
        return lead


def flat(m: Model, lead: Lead) -> JsonObject:
    """Only plain values of metadata are kept."""
    metadata = lead["metadata"] or {}
    return {"metadata": {key: value for key, value in metadata.items() if not isinstance(value, dict | list)}}


def in_texts(m: Model, lead: Lead) -> JsonObject:
    return {"metadata": {key: str(value) for key, value in (lead["metadata"] or {}).items()}}


ROWS: tuple[tuple[str, str, str, type[Model]], ...] = (
    ("create-200", ENVELOPE, "Create answers 200.", answered(lambda m, a: replace(a, status=200))),
    ("create-202", ENVELOPE, "Create answers 202.", answered(lambda m, a: replace(a, status=202))),
    (
        "create-bare-lead",
        ENVELOPE,
        "Create shows the lead without an envelope.",
        answered(lambda m, a: replace(a, json=a.json["data"])),
    ),
    (
        "create-id-alone",
        ENVELOPE,
        "Create shows the new id alone.",
        answered(lambda m, a: replace(a, json={"success": True, "data": {"id": a.json["data"]["id"]}})),
    ),
    (
        "create-no-times",
        ENVELOPE,
        "Create shows no times.",
        answered(
            lambda m, a: replace(
                a,
                json={
                    "success": True,
                    "data": {k: v for k, v in a.json["data"].items() if not k.endswith("At")},
                },
            )
        ),
    ),
    ("create-metadata-ignored", SENT, "Create does not take `metadata`.", ignoring("metadata")),
    ("create-phone-ignored", SENT, "Create does not take `phone`.", ignoring("phone")),
    ("create-source-ignored", SENT, "Create does not take `source`.", ignoring("source")),
    ("create-status-ignored", SENT, "Each new lead is `new`.", ignoring("status")),
    (
        "create-source-own",
        SENT,
        "Each new lead has the source `api`.",
        born(lambda m, lead: {"source": "api"}),
    ),
    ("create-metadata-flat", SENT, "Objects and arrays in the metadata of a new lead are lost.", born(flat)),
    ("create-metadata-texts", SENT, "Metadata values of a new lead become texts.", born(in_texts)),
    (
        "create-name-cut",
        SENT,
        "The name of a new lead is cut off after 20 characters.",
        born(lambda m, lead: {"name": str(lead["name"])[:20]}),
    ),
    ("create-unstored", STORED, "Create answers, and stores nothing.", Unstored),
    (
        "create-stored-without-metadata",
        STORED,
        "Create answers with metadata, and stores none.",
        StoredOtherwise,
    ),
    (
        "create-stored-without-phone",
        STORED,
        "Create answers with the phone, and stores none.",
        StoredWithoutPhone,
    ),
    (
        "create-updated-later",
        TIMES,
        "`updatedAt` is a second later than `createdAt`.",
        born(lambda m, lead: {"updatedAt": lead["createdAt"] + timedelta(seconds=1)}),
    ),
    (
        "create-epoch",
        TIMES,
        "A new lead was created in 1970.",
        born(lambda m, lead: dict.fromkeys(("createdAt", "updatedAt"), lead["createdAt"].replace(year=1970))),
    ),
    (
        "create-local-time",
        TIMES,
        "A new lead shows local time that calls itself UTC.",
        born(
            lambda m, lead: dict.fromkeys(("createdAt", "updatedAt"), lead["createdAt"] + timedelta(hours=2))
        ),
    ),
    ("create-id-taken-over", NEW_ID, "The body decides the id.", taking("id")),
    ("create-time-taken-over", TIMES, "The body decides `createdAt`.", taking("createdAt")),
    ("create-workspace-taken-over", HOME, "The body decides the workspace.", taking("workspaceId")),
    (
        "create-workspace-none",
        HOME,
        "A new lead shows an empty workspace.",
        answered(
            lambda m, a: replace(a, json={"success": True, "data": a.json["data"] | {"workspaceId": ""}})
        ),
    ),
    ("create-id-used-again", NEW_ID, "The id of a deleted lead is used again.", IdReused),
    ("create-id-by-count", NEW_ID, "The id is the number of leads.", IdByCount),
    ("create-resurrects", SENT, "A lead with a deleted one's email gets its metadata.", Resurrected),
    ("create-defaults-shared", SENT, "A new lead gets fields of the one before.", DefaultsShared),
    ("create-clears-others", OTHERS, "A new lead clears the source of others.", OthersCleared),
)
FAULTS = tuple(
    Fault(slug, clause, summary, model, needs_provision=True) for slug, clause, summary, model in ROWS
)
