"""Updates that are answered and lost, come late, or are read back as others."""

from collections.abc import Callable, Sequence
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject, copied
from leads_reference.model import Model, Plan

STORED = "response-is-stored"


def losing(*fields: str) -> type[Model]:
    """Answers as documented, but does not store these fields; all where none is named."""

    def commit(m: Model, plan: Plan) -> Answer:
        lost = {field: plan.found[field] for field in fields or plan.found}
        m.store({**plan.updated, **lost})
        return m.success(plan.updated)

    return model_with(commit=commit)


class EverySecondLost(Model):
    """Every second update is answered, and not stored."""

    seen = 0

    def store(self, lead: Lead) -> None:
        self.seen += 1
        if self.seen % 2:
            super().store(lead)


class WrittenLate(Model):
    """An update is stored when the next request arrives, after that one has read."""

    waiting: Lead | None = None

    def store(self, lead: Lead) -> None:
        if self.waiting is not None:
            super().store(self.waiting)
        self.waiting = lead


class AnswerCached(Model):
    """Get Lead answers from a cache that updates do not clear."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cache: dict[str, Lead] = {}

    def get(self, authorization: Sequence[str], lead_id: str) -> Answer:
        try:
            found = self.find(self.authenticate(authorization), lead_id)
            return self.success(self.cache.setdefault(lead_id, copied(found)))
        except Refusal as refusal:
            return self.refuse(refusal)


class SecondSameRefused(Model):
    """The same body twice is taken for a repeated request."""

    bodies: frozenset[bytes] = frozenset()

    def read_body(self, content_type: str | None, raw: bytes) -> JsonObject:
        if raw in self.bodies:
            raise Refusal(409, "DUPLICATE_REQUEST", "Duplicate request")
        self.bodies = frozenset({raw})
        return super().read_body(content_type, raw)


def got(change: Callable[[JsonObject], JsonObject]) -> type[Model]:
    """Get Lead shows another lead than Update Lead."""

    def get(m: Model, authorization: Sequence[str], lead_id: str) -> Answer:
        answer = Model.get(m, authorization, lead_id)
        data = answer.json.get("data")
        return Answer(200, {"success": True, "data": change(data)}) if answer.status == 200 else answer

    return model_with(get=get)


def unchanged_404(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
    """No row counts as changed, so none is said to be there."""
    lead = Model.apply(m, found, sent, changes)
    if changes and all(lead[field] == found.get(field) for field in changes):
        raise m.not_found(found["id"])
    return lead


FAULTS = (
    Fault("write-lost", STORED, "The answer shows an update that is not stored.", losing()),
    Fault("write-lost-metadata", STORED, "Metadata is answered, and not stored.", losing("metadata")),
    Fault("write-lost-status", STORED, "The status is answered, and not stored.", losing("status")),
    Fault("write-lost-source", STORED, "The source is answered, and not stored.", losing("source")),
    Fault("write-lost-every-second", STORED, "Every second update is not stored.", EverySecondLost),
    Fault("write-late", STORED, "An update shows only after the next one.", WrittenLate),
    Fault("get-cached", STORED, "Get Lead does not see updates.", AnswerCached, needs_get=True),
    Fault(
        "get-without-metadata",
        STORED,
        "Get Lead shows no metadata.",
        got(lambda lead: lead | {"metadata": {}}),
        needs_get=True,
    ),
    Fault(
        "get-phone-differs",
        STORED,
        "Get Lead shows the phone without separators.",
        got(lambda lead: lead | {"phone": lead["phone"] and lead["phone"].replace("-", "")}),
        needs_get=True,
    ),
    Fault(
        "get-metadata-texts",
        STORED,
        "Get Lead shows metadata values as texts.",
        got(lambda lead: lead | {"metadata": {k: str(v) for k, v in lead["metadata"].items()}}),
        needs_get=True,
    ),
    Fault(
        "same-body-refused",
        "sent-fields-updated",
        "The same body twice is refused.",
        SecondSameRefused,
        also=("own-email-accepted",),
    ),
    Fault(
        "unchanged-404",
        "sent-fields-updated",
        "An update that changes nothing gets 404.",
        model_with(apply=unchanged_404),
    ),
)
