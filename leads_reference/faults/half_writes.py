"""Refused updates that leave something behind."""

from collections.abc import Sequence
from typing import Any

from leads_reference.answer import Refusal
from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject
from leads_reference.model import Model, Plan

REFUSED = "refused-changes-nothing"


def half_applied(*fields: str) -> type[Model]:
    """Fields before the invalid one are stored, as far as they are among these."""

    def validate(m: Model, sent: JsonObject) -> JsonObject:
        m.passed = {}  # type: ignore[attr-defined]
        for field in sorted(m.order(sent), key=lambda name: name not in fields):
            m.passed |= Model.validate(m, {field: sent[field]})  # type: ignore[attr-defined]
        return dict(m.passed)  # type: ignore[attr-defined]

    def plan(m: Model, authorization: Sequence[str], lead_id: str, *body: Any) -> Plan:
        try:
            return Model.plan(m, authorization, lead_id, *body)
        except Refusal as refusal:
            passed = {k: v for k, v in getattr(m, "passed", {}).items() if k in fields}
            if refusal.status == 400 and lead_id in m.leads and passed:
                m.store(m.apply(m.leads[lead_id], passed, passed))
            raise

    return model_with(validate=validate, plan=plan)


class RefusedLater(Model):
    """A refused update stays in the unit of work, and is written with the next one."""

    pending: JsonObject | None = None

    def validate(self, sent: JsonObject) -> JsonObject:
        changes: JsonObject = {}
        try:
            for field in self.order(sent):
                changes |= super().validate({field: sent[field]})
        except Refusal:
            self.pending = changes
            raise
        return changes

    def apply(self, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        pending, self.pending = self.pending or {}, None
        return super().apply(found, sent, pending | changes)


FAULTS = (
    Fault(
        "refused-metadata-stored",
        REFUSED,
        "Metadata is stored before the rest is checked.",
        half_applied("metadata"),
    ),
    Fault(
        "refused-name-stored", REFUSED, "The name is stored before the rest is checked.", half_applied("name")
    ),
    Fault(
        "refused-fields-stored",
        REFUSED,
        "Every valid field is stored though another is not.",
        half_applied("name", "phone", "source", "status", "metadata"),
    ),
    Fault("refused-stored-later", REFUSED, "A refused update is written with the next one.", RefusedLater),
)
