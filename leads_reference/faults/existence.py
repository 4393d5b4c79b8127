"""Unknown, deleted and foreign leads, and how their refusal reads."""

from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.faults.fault import Fault, crash, model_with
from leads_reference.faults.refusals import (
    code,
    details,
    distorted,
    error,
    no_details,
    status,
    written_first,
)
from leads_reference.holding import Lead
from leads_reference.model import Model
from leads_reference.refusing import NOT_FOUND_MESSAGE

UNKNOWN, DELETED, FOREIGN, ENVELOPE, PRIVATE = (
    "unknown-lead-refused",
    "deleted-lead-refused",
    "foreign-lead-refused",
    "not-found-envelope",
    "nothing-of-others-shown",
)


def fresh(lead_id: str, workspace: str, like: Lead) -> Lead:
    blank: Lead = {"name": "", "email": None, "phone": None, "source": None, "status": "new", "metadata": {}}
    return {**like, **blank, "id": lead_id, "workspaceId": workspace}


def upserting(deleted_too: bool) -> type[Model]:
    """A lead that is not there is created."""

    def find(m: Model, workspace: str, lead_id: str) -> Lead:
        gone = lead_id == m.world.deleted_lead_id
        if lead_id not in m.leads and gone == deleted_too:
            return fresh(lead_id, workspace, m.world.leads[0])
        return m.leads[lead_id] if gone and lead_id in m.leads else Model.find(m, workspace, lead_id)

    return model_with(find=find)


def found_by(translate: Any) -> type[Model]:
    """The id of the path is translated before the lead is looked for."""
    return model_with(find=lambda m, workspace, lead_id: Model.find(m, workspace, translate(m, lead_id)))


def unscoped(m: Model, workspace: str, lead_id: str) -> Lead:
    """The lead is looked for in all workspaces."""
    return m.leads[lead_id] if lead_id in m.leads else Model.find(m, workspace, lead_id)


def foreign_read(m: Model, authorization: Any, lead_id: str) -> Answer:
    """Get Lead does not look at the workspace."""
    try:
        return m.success(unscoped(m, m.authenticate(authorization), lead_id))
    except Refusal as refusal:
        return m.refuse(refusal)


def foreign_named(m: Model, lead_id: str) -> Refusal:
    refusal = m.not_found(lead_id)
    refusal.details = {**(refusal.details or {}), "workspaceId": m.leads[lead_id]["workspaceId"]}
    return refusal


def empty_success(m: Model, refusal: Refusal) -> Answer:
    answer = Model.refuse(m, refusal)
    return Answer(204, None, raw=b"") if refusal.status == 404 else answer


def null_success(m: Model, refusal: Refusal) -> Answer:
    answer = Model.refuse(m, refusal)
    return Answer(200, {"success": True, "data": None}) if refusal.status == 404 else answer


FAULTS = (
    Fault("unknown-created", UNKNOWN, "An unknown id creates a lead.", upserting(False)),
    Fault("unknown-400", UNKNOWN, "An unknown id gets 400.", distorted("not_found", status(400))),
    Fault("unknown-403", UNKNOWN, "An unknown id gets 403.", distorted("not_found", status(403))),
    Fault("unknown-410", UNKNOWN, "An unknown id gets 410.", distorted("not_found", status(410))),
    Fault("unknown-204", UNKNOWN, "An unknown id gets 204.", model_with(refuse=empty_success)),
    Fault("unknown-null", UNKNOWN, "An unknown id gets 200 and null.", model_with(refuse=null_success)),
    Fault(
        "unknown-crashes",
        UNKNOWN,
        "An unknown id ends in a 500.",
        model_with(not_found=crash),
        also=("no-server-error",),
    ),
    Fault(
        "id-of-other-case", UNKNOWN, "The case of an id does not matter.", found_by(lambda m, i: i.lower())
    ),
    Fault(
        "id-beginning-matched",
        UNKNOWN,
        "Only the first 21 characters of an id count.",
        found_by(lambda m, lead_id: lead_id[:21]),
    ),
    Fault(
        "id-trimmed", UNKNOWN, "White space around an id does not matter.", found_by(lambda m, i: i.strip())
    ),
    Fault("deleted-revived", DELETED, "An update revives a deleted lead.", upserting(True)),
    Fault("deleted-410", DELETED, "A deleted lead gets 410.", distorted("deleted", status(410))),
    Fault(
        "deleted-crashes",
        DELETED,
        "A deleted lead ends in a 500.",
        model_with(deleted=crash),
        also=("no-server-error",),
    ),
    Fault(
        "deleted-told",
        ENVELOPE,
        "A deleted lead gets a message of its own.",
        distorted("deleted", details(message="This lead was deleted")),
    ),
    Fault(
        "deleted-code",
        ENVELOPE,
        "A deleted lead gets a code of its own.",
        distorted("deleted", code("LEAD_DELETED")),
    ),
    Fault(
        "foreign-updated", FOREIGN, "Any key updates any lead.", model_with(find=unscoped), also=(PRIVATE,)
    ),
    Fault(
        "foreign-403",
        FOREIGN,
        "Another workspace's lead gets 403.",
        distorted("foreign", status(403)),
        also=(PRIVATE,),
    ),
    Fault(
        "foreign-403-coded",
        FOREIGN,
        "Another workspace's lead gets 403 `FORBIDDEN`.",
        model_with(foreign=lambda m, lead_id: Refusal(403, "FORBIDDEN", "Access denied")),
        also=(PRIVATE,),
    ),
    Fault(
        "foreign-message",
        ENVELOPE,
        "Another workspace's lead gets a message of its own.",
        distorted("foreign", details(message="This lead belongs to another workspace")),
        also=(PRIVATE,),
    ),
    Fault(
        "foreign-code",
        ENVELOPE,
        "Another workspace's lead gets a code of its own.",
        distorted("foreign", code("WRONG_WORKSPACE")),
        also=(PRIVATE,),
    ),
    Fault(
        "foreign-workspace-told",
        PRIVATE,
        "The refusal names the other workspace.",
        model_with(foreign=foreign_named),
    ),
    Fault(
        "foreign-written-then-404",
        FOREIGN,
        "Another workspace's lead is updated, and then a 404 sent.",
        written_first(404),
        also=("refused-changes-nothing",),
    ),
    Fault(
        "foreign-read",
        PRIVATE,
        "Get Lead shows any workspace's lead.",
        model_with(get=foreign_read),
        needs_get=True,
    ),
    *(
        Fault(f"not-found-{slug}", ENVELOPE, summary, distorted("not_found", distort))
        for slug, summary, distort in (
            ("code", "The code of a 404 is another.", code("NOT_FOUND")),
            ("error", "The error of a 404 is another.", error("Not Found")),
            ("no-details", "The details of a 404 are missing.", no_details),
            ("no-lead-id", "`details.leadId` is missing.", details(leadId=None)),
            (
                "other-lead-id",
                "`details.leadId` lacks its prefix.",
                details(leadId=lambda d: d["leadId"][5:]),
            ),
            ("no-message", "`details.message` is missing.", details(message=None)),
            ("message", "The message of a 404 is another.", details(message="Lead does not exist")),
            (
                "message-with-id",
                "The message of a 404 holds the id.",
                details(message=lambda d: f"{NOT_FOUND_MESSAGE}: {d['leadId']}"),
            ),
        )
    ),
)
