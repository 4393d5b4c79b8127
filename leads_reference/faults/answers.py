"""Answers that have another form, show too little, or show what is not stored."""

from collections.abc import Callable
from dataclasses import replace

from leads_reference.answer import Answer, Refusal
from leads_reference.checking import FIELDS
from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, write
from leads_reference.model import Model, Plan

ENVELOPE, JSON, WHOLE, STORED, ERROR = (
    "success-envelope",
    "response-json",
    "response-is-whole-lead",
    "response-is-stored",
    "error-envelope",
)


def succeeding(change: Callable[[Answer], Answer]) -> type[Model]:
    """What becomes of every answer to an update that is carried out."""
    return model_with(commit=lambda m, plan: change(Model.commit(m, plan)))


def enveloped(change: Callable[[JsonObject], Json]) -> type[Model]:
    """What becomes of the JSON of such an answer; `data` may be changed in place."""
    return succeeding(lambda answer: replace(answer, json=change(dict(answer.json))))


def shown(change: Callable[[JsonObject], Json]) -> type[Model]:
    """What becomes of the lead that such an answer shows."""
    return enveloped(lambda envelope: envelope | {"data": change(dict(envelope["data"]))})


def answered(show: Callable[[Plan], Lead]) -> type[Model]:
    """Stores as documented, and shows another lead than is stored."""

    def commit(m: Model, plan: Plan) -> Answer:
        Model.commit(m, plan)
        return m.success(show(plan))

    return model_with(commit=commit)


def typed(kind: str) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, headers={**answer.headers, "Content-Type": kind})


def without(*names: str) -> Callable[[JsonObject], JsonObject]:
    return lambda members: {name: value for name, value in members.items() if name not in names}


def sent_only(plan: Plan) -> Lead:
    """Sets what was not sent to null: its members are shown, its values are not."""
    kept = {"id", "workspaceId", "createdAt", "updatedAt", *plan.changes}
    return {field: value if field in kept else None for field, value in plan.updated.items()}


def sent_metadata(plan: Plan) -> Lead:
    sent = plan.changes.get("metadata")
    return {**plan.updated, "metadata": sent} if sent else plan.updated


def sparse(m: Model, plan: Plan) -> Answer:
    answer = Model.commit(m, plan)
    hidden = [field for field in FIELDS if field not in plan.sent]
    return replace(answer, json=answer.json | {"data": without(*hidden)(answer.json["data"])})


def snake(name: str) -> str:
    return {"createdAt": "created_at", "updatedAt": "updated_at", "workspaceId": "workspace_id"}.get(
        name, name
    )


def refusing(change: Callable[[Answer], Answer], *statuses: int) -> type[Model]:
    """What becomes of refusals of these statuses; of all where none is named."""

    def refuse(m: Model, refusal: Refusal) -> Answer:
        answer = Model.refuse(m, refusal)
        return change(answer) if not statuses or refusal.status in statuses else answer

    return model_with(refuse=refuse)


def refused(change: Callable[[JsonObject], Json]) -> type[Model]:
    """What becomes of the envelope of every refusal."""
    return refusing(lambda answer: replace(answer, json=change(dict(answer.json))))


def neighbours(m: Model, lead: Lead) -> Answer:
    """The answer suggests leads of the same source, whatever their workspace."""
    answer = Model.success(m, lead)
    others = [o for o in m.leads.values() if o["source"] == lead["source"] and o["id"] != lead["id"]]
    return replace(
        answer, json=answer.json | {"related": [{"id": o["id"], "name": o["name"]} for o in others]}
    )


def siblings(m: Model, lead: Lead) -> JsonObject:
    """The lead shows the emails of its workspace."""
    emails = [o["email"] for o in m.leads.values() if o["workspaceId"] == lead["workspaceId"]]
    return Model.render_lead(m, lead) | {"workspace": {"leads": len(emails), "emails": emails}}


FAULTS = (
    *(
        Fault(f"answer-{slug}", ENVELOPE, summary, model)
        for slug, summary, model in (
            ("201", "An update gets 201.", succeeding(lambda a: replace(a, status=201))),
            ("202", "An update gets 202.", succeeding(lambda a: replace(a, status=202))),
            ("204", "An update gets 204 and no body.", succeeding(lambda a: replace(a, status=204, raw=b""))),
            ("bare-lead", "The lead stands alone, without an envelope.", enveloped(lambda e: e["data"])),
            ("success-false", "`success` is false.", enveloped(lambda e: e | {"success": False})),
            ("success-text", "`success` is a text.", enveloped(lambda e: e | {"success": "true"})),
            ("success-one", "`success` is 1.", enveloped(lambda e: e | {"success": 1})),
            ("success-missing", "`success` is missing.", enveloped(without("success"))),
            (
                "data-as-lead",
                "The lead stands under `lead`.",
                enveloped(lambda e: {"success": True, "lead": e["data"]}),
            ),
            (
                "data-nested",
                "The lead stands under `data.lead`.",
                enveloped(lambda e: e | {"data": {"lead": e["data"]}}),
            ),
            ("data-array", "`data` is an array of one lead.", enveloped(lambda e: e | {"data": [e["data"]]})),
            ("data-missing", "There is no `data`.", enveloped(without("data"))),
            ("data-null", "`data` is null.", enveloped(lambda e: e | {"data": None})),
            (
                "data-text",
                "`data` is JSON within a text.",
                enveloped(lambda e: e | {"data": write(e["data"])}),
            ),
        )
    ),
    Fault(
        "answer-text-plain", JSON, "The answer says that it is plain text.", succeeding(typed("text/plain"))
    ),
    Fault(
        "answer-text-html",
        JSON,
        "The answer says that it is HTML.",
        succeeding(typed("text/html; charset=utf-8")),
    ),
    Fault(
        "refusal-text-plain", JSON, "Refusals say that they are plain text.", refusing(typed("text/plain"))
    ),
    Fault(
        "refusal-page",
        JSON,
        "A 404 is an HTML page.",
        refusing(
            lambda a: Answer(
                404, None, {"Content-Type": "text/html"}, b"<!DOCTYPE html><pre>Cannot PUT</pre>"
            ),
            404,
        ),
        also=(ERROR, "not-found-envelope"),
    ),
    Fault(
        "refusal-empty",
        JSON,
        "A 404 has no body.",
        refusing(lambda a: replace(a, raw=b""), 404),
        also=(ERROR, "not-found-envelope"),
    ),
    *(
        Fault(f"refusal-{slug}", ERROR, summary, refused(change))
        for slug, summary, change in (
            ("success-missing", "Refusals lack `success`.", without("success")),
            ("success-true", "Refusals say `success` true.", lambda e: e | {"success": True}),
            (
                "nested",
                "Refusals stand under `error`.",
                lambda e: {"success": False, "error": without("success")(e)},
            ),
            ("code-number", "`code` is the status.", lambda e: e | {"code": 400}),
            ("code-missing", "Refusals lack `code`.", without("code")),
            (
                "error-as-message",
                "`error` is called `message`.",
                lambda e: without("error")(e) | {"message": e["error"]},
            ),
        )
    ),
    *(
        Fault(f"answer-lacks-{name}", WHOLE, f"The answer lacks `{name}`.", shown(without(name)))
        for name in ("email", "status", "metadata", "workspaceId", "createdAt", "updatedAt", "id")
    ),
    Fault(
        "answer-sent-fields-only", WHOLE, "Fields that were not sent are shown as null.", answered(sent_only)
    ),
    Fault(
        "answer-fields-shown-when-sent",
        WHOLE,
        "Only the sent fields are shown.",
        model_with(commit=sparse),
    ),
    Fault("answer-sent-metadata-only", WHOLE, "Only the sent metadata is shown.", answered(sent_metadata)),
    Fault(
        "answer-metadata-text",
        WHOLE,
        "Metadata is shown as JSON within a text.",
        shown(lambda lead: lead | {"metadata": write(lead["metadata"])}),
    ),
    Fault(
        "answer-snake-case",
        WHOLE,
        "Members are shown in snake case.",
        shown(lambda lead: {snake(k): v for k, v in lead.items()}),
    ),
    Fault(
        "answer-id-bare",
        WHOLE,
        "`id` is shown without its prefix.",
        shown(lambda lead: lead | {"id": lead["id"][5:]}),
        also=("id-unchanged",),
    ),
    Fault(
        "answer-id-underscored",
        WHOLE,
        "`id` is called `_id`.",
        shown(lambda lead: without("id")(lead) | {"_id": lead["id"]}),
    ),
    Fault("answer-phone-masked", WHOLE, "The phone is masked.", shown(lambda lead: lead | {"phone": "***"})),
    Fault(
        "answer-email-masked",
        WHOLE,
        "The email is masked.",
        shown(lambda lead: lead | {"email": lead["email"][0] + "***@" + lead["email"].partition("@")[2]}),
    ),
    Fault(
        "answer-old-lead",
        WHOLE,
        "The answer shows the lead as it was before.",
        answered(lambda p: p.found),
        also=(STORED,),
    ),
    Fault(
        "answer-old-metadata",
        WHOLE,
        "The answer shows the metadata as it was before.",
        answered(lambda p: {**p.updated, "metadata": p.found["metadata"]}),
        also=(STORED,),
    ),
    Fault(
        "answer-shows-related",
        "nothing-of-others-shown",
        "The answer lists leads of the same source.",
        model_with(success=neighbours),
    ),
    Fault(
        "answer-shows-emails",
        "nothing-of-others-shown",
        "The answer lists the emails of the workspace.",
        model_with(render_lead=siblings),
    ),
)
