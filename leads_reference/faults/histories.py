"""Defects that remember what happened to a lead, and act on it later."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, copied
from leads_reference.model import Model, Plan

SENT, STORED, TIME, UNSENT, REMOVED = (
    "sent-fields-updated",
    "response-is-stored",
    "updated-at-is-update-time",
    "unsent-fields-unchanged",
    "metadata-null-removes-key",
)


class AfterRefusal(Model):
    """A refusal leaves the session of the store behind in a state that spoils the next update."""

    broken = False

    def refuse(self, refusal: Refusal) -> Answer:
        self.broken = self.broken or refusal.status in (400, 409)
        return super().refuse(refusal)


class LostAfterRefusal(AfterRefusal):
    """The next update is answered, and rolled back."""

    def store(self, lead: Lead) -> None:
        if not self.broken:
            super().store(lead)
        self.broken = False


class CrashAfterRefusal(AfterRefusal):
    """The next update ends in a 500, since a transaction has failed."""

    def commit(self, plan: Plan) -> Answer:
        if self.broken:
            self.broken = False
            raise Refusal(500, "INTERNAL_ERROR", "Transaction has been rolled back")
        return super().commit(plan)


class RemovedKeysRemembered(Model):
    """The store forgets with the next change of metadata which keys were removed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.removed: dict[str, JsonObject] = {}

    def apply(self, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = super().apply(found, sent, changes)
        if not isinstance(changes.get("metadata"), dict) or not isinstance(lead["metadata"], dict):
            return lead
        lead["metadata"] = {**self.removed.pop(found["id"], {}), **lead["metadata"]}
        gone = {k: v for k, v in (found["metadata"] or {}).items() if k not in lead["metadata"]}
        self.removed[found["id"]] = gone
        return lead


class RemovedKeysBarred(RemovedKeysRemembered):
    """A key that was removed once cannot be added again."""

    def apply(self, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = Model.apply(self, found, sent, changes)
        barred = self.removed.setdefault(found["id"], {})
        if isinstance(changes.get("metadata"), dict):
            lead["metadata"] = {k: v for k, v in (lead["metadata"] or {}).items() if k not in barred}
            barred |= {k: v for k, v in (found["metadata"] or {}).items() if k not in lead["metadata"]}
        return lead


class ClearedReturns(Model):
    """A field that was cleared takes its old value again with the next status."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before: dict[tuple[str, str], Json] = {}

    def apply(self, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = super().apply(found, sent, changes)
        for field in ("phone", "source"):
            if found[field] is not None and lead[field] is None:
                self.before[found["id"], field] = found[field]
            elif "status" in changes and field not in changes and lead[field] is None:
                lead[field] = self.before.pop((found["id"], field), None)
        return lead


class RepeatUndone(Model):
    """The same body twice in a row undoes the update, as a double click would."""

    last: tuple[bytes, Lead | None] = (b"", None)
    raw = b""

    def read_body(self, content_type: str | None, raw: bytes) -> JsonObject:
        self.raw = raw
        return super().read_body(content_type, raw)

    def apply(self, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        body, before = self.last
        if before is not None and body == self.raw and before["id"] == found["id"]:
            self.last = (b"", None)
            return {**copied(before), "updatedAt": self.touch(found, before)}
        self.last = (self.raw, copied(found))
        return super().apply(found, sent, changes)


class InvalidTwiceAccepted(Model):
    """A body that was refused is not looked at a second time."""

    refused: frozenset[bytes] = frozenset()

    def update(
        self, authorization: Sequence[str], lead_id: str, content_type: str | None, raw: bytes
    ) -> Answer:
        answer = super().update(authorization, lead_id, content_type, raw)
        if answer.status == 400 and raw in self.refused:
            return self.success(self.leads[lead_id])
        self.refused |= {raw} if answer.status == 400 else set()
        return answer


def moved_when(holds: Callable[[Mapping[str, Any]], bool]) -> type[Model]:
    """`updatedAt` moves only where `holds` is true of what was sent."""

    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = Model.apply(m, found, sent, changes)
        return lead if holds(sent) else {**lead, "updatedAt": found["updatedAt"]}

    return model_with(apply=apply)


def moved_when_not_alone(field: str) -> type[Model]:
    return moved_when(lambda sent: set(sent) != {field})


def debounced(m: Model, old: Lead, new: Lead) -> Any:
    """Within a minute of an update the time stays."""
    fresh = m.now() - old["updatedAt"] < timedelta(minutes=1)
    return old["updatedAt"] if fresh else Model.touch(m, old, new)


FAULTS = (
    Fault("repeat-undone", SENT, "The same body twice undoes the update.", RepeatUndone),
    Fault(
        "after-refusal-lost",
        STORED,
        "The update after a refused one is answered, and not stored.",
        LostAfterRefusal,
    ),
    Fault(
        "after-refusal-crashes",
        "no-server-error",
        "The update after a refused one ends in a 500.",
        CrashAfterRefusal,
    ),
    Fault(
        "invalid-twice-accepted",
        "invalid-status-refused",
        "An invalid body is answered with 200 the second time.",
        InvalidTwiceAccepted,
    ),
    Fault(
        "removed-key-back-later",
        REMOVED,
        "A removed key comes back with a later change of metadata.",
        RemovedKeysRemembered,
    ),
    Fault(
        "removed-key-barred",
        "metadata-new-keys-added",
        "A removed key cannot be added again.",
        RemovedKeysBarred,
    ),
    Fault(
        "cleared-field-back-later", UNSENT, "A cleared field comes back with the next status.", ClearedReturns
    ),
    *(
        Fault(
            f"updated-at-stays-for-{field}",
            TIME,
            f"`updatedAt` does not move for `{field}` alone.",
            moved_when_not_alone(field),
        )
        for field in ("name", "email", "source", "status")
    ),
    Fault("updated-at-debounced", TIME, "`updatedAt` moves once in a minute.", model_with(touch=debounced)),
)
