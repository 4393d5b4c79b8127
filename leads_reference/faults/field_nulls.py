"""Null for `phone` and `source` that does not clear them, or that clears more."""

from typing import Any

from leads_reference.answer import Answer
from leads_reference.checking import KEEP
from leads_reference.faults.fault import Fault, crash, model_with, reject
from leads_reference.faults.fields import changing, without
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject
from leads_reference.model import Model, Plan

CLEARS = "null-clears-field"


def null_is(field: str, then: Any) -> type[Model]:
    """What null stands for, as the check of a field returns it."""

    def check(m: Model, name: str, value: Json) -> Json:
        return then(m, field) if name == field and value is None else Model.check(m, name, value)

    return model_with(check=check)


def clearing(field: str, *more: str) -> type[Model]:
    """Null for a field clears others too."""

    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = Model.apply(m, found, sent, changes)
        if field in sent and sent[field] is None:
            lead |= {name: {} if name == "metadata" else None for name in more if name not in sent}
        return lead

    return model_with(apply=apply)


def null_ignored_with_others(changes: JsonObject, sent: JsonObject) -> JsonObject:
    nulls = [field for field in ("phone", "source") if field in sent and sent[field] is None]
    return without(*nulls)(changes) if len(sent) > len(nulls) else changes


def shown_only(m: Model, plan: Plan) -> Answer:
    answer = m.success(plan.updated)
    kept = {field: plan.found[field] for field in ("phone", "source") if plan.updated[field] is None}
    m.store({**plan.updated, **kept})
    return answer


OUTCOMES: tuple[tuple[str, str, Any], ...] = (
    ("ignored", "is ignored", lambda m, field: KEEP),
    ("as-empty-text", "is stored as an empty text", lambda m, field: ""),
    ("as-text", "is stored as the text `null`", lambda m, field: "null"),
    ("refused", "is refused", lambda m, field: reject(m.invalid(field, None, "Must be a text"))),
    ("crashes", "ends in a 500", crash),
)

FAULTS = (
    *(
        Fault(f"null-{field}-{slug}", CLEARS, f"Null for `{field}` {summary}.", null_is(field, then))
        for field in ("phone", "source")
        for slug, summary, then in OUTCOMES
    ),
    Fault(
        "null-phone-clears-source",
        CLEARS,
        "Null for `phone` clears the source too.",
        clearing("phone", "source"),
    ),
    Fault(
        "null-source-clears-phone",
        CLEARS,
        "Null for `source` clears the phone too.",
        clearing("source", "phone"),
    ),
    Fault(
        "null-phone-empties-metadata",
        CLEARS,
        "Null for `phone` empties the metadata too.",
        clearing("phone", "metadata"),
    ),
    Fault(
        "null-field-ignored-with-others",
        CLEARS,
        "Null clears only when nothing else is sent.",
        changing(null_ignored_with_others),
    ),
    Fault(
        "null-field-shown-only",
        "response-is-stored",
        "The answer shows a field cleared that is still stored.",
        model_with(commit=shown_only),
        also=(CLEARS,),
    ),
)
