"""Get Lead: who may read, how the answer looks, and where it disagrees with Update Lead."""

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.deployment import Deployment, Received
from leads_reference.faults.fault import Fault, deployment_with, model_with
from leads_reference.faults.metadata_merging import camel
from leads_reference.faults.storage import STORED, got
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, Number, copied
from leads_reference.model import Model, Plan

TTL = timedelta(seconds=8)
Authorization = Sequence[str]


def reading(answer: Callable[[Model, Authorization, str], Answer]) -> type[Model]:
    """Another Get Lead."""
    return model_with(get=answer)


def keyless(open_for: Callable[[Authorization], bool]) -> type[Model]:
    """Get Lead serves anybody whose Authorization `open_for` lets in."""

    def get(m: Model, authorization: Authorization, lead_id: str) -> Answer:
        own = [f"Bearer {m.world.api_key}"]
        good = authorization[:1] and authorization[0].removeprefix("Bearer ") in m.world.keys
        return Model.get(m, own if not good and open_for(authorization) else authorization, lead_id)

    return reading(get)


def missed(change: Callable[[Answer], Answer], *statuses: int) -> type[Model]:
    """What becomes of the refusals of Get Lead."""

    def get(m: Model, authorization: Authorization, lead_id: str) -> Answer:
        answer = Model.get(m, authorization, lead_id)
        return change(answer) if answer.status in statuses else answer

    return reading(get)


def in_metadata(change: Callable[[JsonObject], JsonObject]) -> type[Model]:
    """Get Lead shows other metadata than is stored."""
    return got(lambda lead: lead | {"metadata": change(lead["metadata"] or {})})


def in_values(change: Callable[[Any], Json]) -> type[Model]:
    """Get Lead shows other metadata values than are stored, at every depth."""
    return in_metadata(lambda metadata: {key: deep(change, value) for key, value in metadata.items()})


def deep(change: Callable[[Any], Json], value: Json) -> Json:
    if isinstance(value, dict):
        value = {key: deep(change, item) for key, item in value.items()}
    elif isinstance(value, list):
        value = [deep(change, item) for item in value]
    return change(value)


def got_headers(change: Callable[[Mapping[str, str]], Mapping[str, str]]) -> type[Deployment]:
    """Get Lead sends other headers than Update Lead."""

    async def handle(d: Deployment, received: Received) -> Answer:
        answer = await Deployment.handle(d, received)
        return replace(answer, headers=change(answer.headers)) if received.method == "GET" else answer

    return deployment_with(handle=handle)


class CachedForAWhile(Model):
    """Get Lead keeps what it has read for some seconds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cache: dict[str, tuple[datetime, Lead]] = {}

    def get(self, authorization: Authorization, lead_id: str) -> Answer:
        try:
            found = self.find(self.authenticate(authorization), lead_id)
        except Refusal as refusal:
            return self.refuse(refusal)
        since, lead = self.cache.get(lead_id, (self.now(), copied(found)))
        if self.now() - since >= TTL:
            since, lead = self.now(), copied(found)
        self.cache[lead_id] = (since, lead)
        return self.success(lead)


class CacheClearedBy(CachedForAWhile):
    """Only an update with one of these fields clears the cache of Get Lead."""

    clearing: tuple[str, ...] = ("name", "email", "phone", "source", "status")

    def commit(self, plan: Plan) -> Answer:
        if any(field in plan.changes for field in self.clearing):
            self.cache.pop(plan.found["id"], None)
        return super().commit(plan)


class RefusalCached(Model):
    """Get Lead remembers what it was refused, and refuses whoever asks next for the same lead."""

    refused: Mapping[str, Refusal] = {}

    def get(self, authorization: Authorization, lead_id: str) -> Answer:
        if lead_id in self.refused:
            return self.refuse(self.refused[lead_id])
        try:
            self.find(self.authenticate(authorization), lead_id)
        except Refusal as refusal:
            self.refused = {**self.refused, lead_id: refusal}
        return super().get(authorization, lead_id)


class AnswerCachedForAll(Model):
    """A proxy keeps the answer of Get Lead by its path alone, whoever asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: dict[str, Answer] = {}

    def get(self, authorization: Authorization, lead_id: str) -> Answer:
        answer = self.kept.pop(lead_id, None) or super().get(authorization, lead_id)
        if answer.status == 200:
            self.kept[lead_id] = answer
        return answer

    def store(self, lead: Lead) -> None:
        self.kept.pop(lead["id"], None)
        super().store(lead)


def tombstone(m: Model, authorization: Authorization, lead_id: str) -> Answer:
    """A deleted lead is marked, and still read."""
    if lead_id == m.world.deleted_lead_id:
        blank: Lead = {"name": "Deleted lead", "email": None, "phone": None, "source": None, "metadata": {}}
        return m.success({**m.world.leads[0], **blank, "id": lead_id})
    return Model.get(m, authorization, lead_id)


def rounded(value: Json) -> Json:
    return round(float(value), 1) if isinstance(value, Number) and abs(value) < 10**9 else value


def without_empty(metadata: JsonObject) -> JsonObject:
    """Go's `omitempty`."""
    return {key: value for key, value in metadata.items() if value or value is None}


def without_nulls(value: Json) -> Json:
    return [item for item in value if item is not None] if isinstance(value, list) else value


def shallow(metadata: JsonObject) -> JsonObject:
    return {key: {} if isinstance(value, dict) else value for key, value in metadata.items()}


def local(moment: str) -> str:
    later = datetime.fromisoformat(moment) + timedelta(hours=1)
    return later.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def enveloped(change: Callable[[JsonObject], Json]) -> type[Model]:
    return missed(lambda answer: replace(answer, json=change(dict(answer.json))), 200)


MISSING, MALFORMED, UNKNOWN = "missing-key-refused", "malformed-key-refused", "unknown-key-refused"
ROWS: tuple[tuple[str, str, str, type[Model]], ...] = (
    ("get-keyless", MISSING, "Get Lead needs no key.", keyless(lambda a: not a)),
    (
        "get-any-key",
        UNKNOWN,
        "Get Lead takes any key.",
        keyless(lambda a: a[:1] != [] and a[0].startswith("Bearer sk-")),
    ),
    (
        "get-any-header",
        MALFORMED,
        "Get Lead takes any Authorization.",
        keyless(lambda a: a[:1] != [] and "Bearer sk-" not in a[0]),
    ),
    ("get-deleted-shown", "deleted-lead-refused", "Get Lead shows a deleted lead.", reading(tombstone)),
    (
        "get-unknown-null",
        "unknown-lead-refused",
        "Get Lead answers an unknown id with 200 and null.",
        missed(lambda a: Answer(200, {"success": True, "data": None}), 404),
    ),
    (
        "get-unknown-crashes",
        "no-server-error",
        "Get Lead of an unknown id ends in a 500.",
        missed(lambda a: replace(a, status=500), 404),
    ),
    (
        "get-not-found-message",
        "error-envelope",
        "A 404 of Get Lead is `message` alone.",
        missed(lambda a: Answer(404, {"message": "Lead not found"}), 404),
    ),
    (
        "get-unauthorized-plain",
        "response-json",
        "A 401 of Get Lead is plain text.",
        missed(lambda a: Answer(401, None, {"Content-Type": "text/plain"}, b"Unauthorized"), 401),
    ),
    (
        "get-unauthorized-403",
        MISSING,
        "Get Lead refuses a missing key with 403.",
        missed(lambda a: replace(a, status=403), 401),
    ),
    ("get-cached-for-seconds", STORED, "Get Lead sees an update only after some seconds.", CachedForAWhile),
    ("get-cached-metadata", STORED, "Metadata alone does not clear the cache of Get Lead.", CacheClearedBy),
    (
        "get-refusal-cached",
        "valid-key-accepted",
        "Get Lead refuses the next one who asks, once it has refused.",
        RefusalCached,
    ),
    ("get-cached-for-all", MISSING, "Get Lead answers from a cache, whoever asks.", AnswerCachedForAll),
    ("get-decimals-rounded", STORED, "Get Lead rounds decimal numbers.", in_values(rounded)),
    (
        "get-empty-left-out",
        STORED,
        "Get Lead leaves out metadata that is empty, zero or false.",
        in_metadata(without_empty),
    ),
    ("get-array-nulls-dropped", STORED, "Get Lead drops nulls within arrays.", in_values(without_nulls)),
    ("get-nested-emptied", STORED, "Get Lead shows the first level of metadata only.", in_metadata(shallow)),
    (
        "get-keys-camel-cased",
        STORED,
        "Get Lead shows metadata keys in camel case.",
        in_metadata(lambda x: {camel(k): v for k, v in x.items()}),
    ),
    (
        "get-name-escaped",
        STORED,
        "Get Lead escapes the name for HTML.",
        got(lambda lead: lead | {"name": html.escape(lead["name"])}),
    ),
    (
        "get-status-label",
        STORED,
        "Get Lead shows the label of a status.",
        got(lambda lead: lead | {"status": lead["status"].replace("_", " ").title()}),
    ),
    (
        "get-source-default",
        STORED,
        "Get Lead shows a source that is cleared as `website`.",
        got(lambda lead: lead | {"source": lead.get("source") or "website"}),
    ),
    (
        "get-times-local",
        STORED,
        "Get Lead shows `updatedAt` in local time that calls itself UTC.",
        got(lambda lead: lead | {"updatedAt": local(lead["updatedAt"])}),
    ),
    (
        "get-bare-lead",
        "success-envelope",
        "Get Lead shows the lead without an envelope.",
        enveloped(lambda e: e["data"]),
    ),
    (
        "get-data-array",
        "success-envelope",
        "Get Lead shows an array of one lead.",
        enveloped(lambda e: e | {"data": [e["data"]]}),
    ),
    (
        "get-odd-id-crashes",
        "no-server-error",
        "Get Lead of an id of another form ends in a 500.",
        reading(lambda m, a, lead_id: m.refuse(failed()) if len(lead_id) != 21 else Model.get(m, a, lead_id)),
    ),
)


def failed() -> Refusal:
    return Refusal(500, "INTERNAL_ERROR", "Internal server error")


HEADERS = (
    (
        "get-html-type",
        "response-json",
        "Get Lead says that it is HTML.",
        lambda h: {**h, "Content-Type": "text/html"},
    ),
    (
        "get-rates-missing",
        "rate-limit-headers",
        "Get Lead lacks the rate-limit headers.",
        lambda h: {k: v for k, v in h.items() if "RateLimit" not in k},
    ),
    (
        "get-rates-disagree",
        "rate-limit-headers",
        "Get Lead shows the remaining requests of another window.",
        lambda h: {**h, "X-RateLimit-Remaining": "5000"},
    ),
)
TIME = ("updated-at-is-update-time",)
OF_GET = {
    STORED: "get-shows-stored",
    "success-envelope": "get-envelope",
    "unknown-lead-refused": "get-unknown-refused",
    "deleted-lead-refused": "get-unknown-refused",
}
"""Clauses of Update Lead, and what Get Lead promises likewise."""
FAULTS = (
    *(
        Fault(
            slug,
            OF_GET.get(clause, clause),
            summary,
            model,
            also=((clause,) if clause in OF_GET else ()) + (TIME if slug == "get-times-local" else ()),
            needs_get=True,
        )
        for slug, clause, summary, model in ROWS
    ),
    *(
        Fault(slug, clause, summary, deployment=got_headers(change), needs_get=True)
        for slug, clause, summary, change in HEADERS
    ),
)
