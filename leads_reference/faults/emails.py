"""Email conflicts that are missed, invented, or told wrongly."""

from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.checking import KEEP
from leads_reference.faults.fault import Fault, crash, model_with
from leads_reference.faults.refusals import code, details, distorted, error, no_details, status
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject
from leads_reference.model import Model

REFUSED, ENVELOPE, OWN, SCOPE = (
    "duplicate-email-refused",
    "duplicate-email-envelope",
    "own-email-accepted",
    "email-unique-per-workspace",
)


def conflicts(check: Any) -> type[Model]:
    """Another way to look for conflicts."""
    return model_with(check_conflict=check)


def checked_if(holds: Any) -> type[Model]:
    """Conflicts are looked for only where `holds(lead, what was sent)`."""

    def check(m: Model, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
        if holds(found, sent):
            Model.check_conflict(m, found, changes, sent)

    return conflicts(check)


def rivals(among: Any) -> type[Model]:
    """Other leads than those of the workspace are looked at."""
    return model_with(rivals=lambda m, found: [lead for lead in among(m, found) if lead["email"] is not None])


def told(name: str, value: Any) -> type[Model]:
    """A member of `details` tells what `value(other lead)` gives."""

    def conflict(m: Model, email: str, other: Lead) -> Refusal:
        refusal = Model.conflict(m, email, other)
        refusal.details = {**(refusal.details or {}), name: value(other)}
        return refusal

    return model_with(conflict=conflict)


def taken_over(m: Model, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
    """The email moves from the lead that has it."""
    for other in m.rivals(found):
        if other["email"] == changes.get("email", KEEP):
            m.store({**other, "email": None})


def email_left_out(m: Model, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
    try:
        Model.check_conflict(m, found, changes, sent)
    except Refusal:
        del changes["email"]


def rest_applied(m: Model, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
    try:
        Model.check_conflict(m, found, changes, sent)
    except Refusal:
        m.store(m.apply(found, sent, {field: value for field, value in changes.items() if field != "email"}))
        raise


def seeds_only(m: Model, found: Lead) -> list[Lead]:
    """An index of emails that updates do not reach: new ones are not in it."""
    seeds = [lead for lead in m.world.leads if lead["workspaceId"] == found["workspaceId"]]
    return [
        m.leads[s["id"]] for s in seeds if s["id"] != found["id"] and m.leads[s["id"]]["email"] == s["email"]
    ]


def with_history(m: Model, found: Lead) -> list[Lead]:
    """An index of emails that forgets none: a released one stays taken."""
    released = [lead for lead in m.world.leads if lead["workspaceId"] == found["workspaceId"]]
    return Model.rivals(m, found) + [lead for lead in released if lead["id"] != found["id"]]


def own_old_email(m: Model, found: Lead) -> list[Lead]:
    """A lead's former email stays taken, for the lead itself too."""
    seeds = [lead for lead in m.world.leads if lead["id"] == found["id"]]
    return Model.rivals(m, found) + [lead for lead in seeds if lead["email"] != found["email"]]


def local_part(m: Model, one: str, other: str) -> bool:
    return one.partition("@")[0].lower() == other.partition("@")[0].lower()


def untagged(m: Model, one: str, other: str) -> bool:
    return one == other or one.partition("+")[0] == other.partition("@")[0]


def success_with_conflict(m: Model, refusal: Refusal) -> Answer:
    answer = Model.refuse(m, refusal)
    return Answer(200, answer.json, answer.headers) if refusal.status == 409 else answer


def home_of(m: Model, found: Lead) -> list[Lead]:
    return [lead for lead in m.leads.values() if lead["workspaceId"] == found["workspaceId"]]


def own_id_told(m: Model, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
    try:
        Model.check_conflict(m, found, changes, sent)
    except Refusal as refusal:
        (refusal.details or {})["existingLeadId"] = found["id"]
        raise


def own_email_among_others(m: Model, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
    if len(sent) > 1 and sent.get("email") == found["email"]:
        raise m.conflict(sent["email"], found)
    Model.check_conflict(m, found, changes, sent)


FAULTS = (
    Fault(
        "duplicate-accepted",
        REFUSED,
        "An email that is taken is accepted.",
        checked_if(lambda found, sent: False),
    ),
    Fault(
        "duplicate-accepted-among-others",
        REFUSED,
        "Conflicts are looked for only when the email is sent alone.",
        checked_if(lambda found, sent: len(sent) == 1),
    ),
    Fault(
        "duplicate-accepted-with-metadata",
        REFUSED,
        "Conflicts are not looked for when metadata is sent along.",
        checked_if(lambda found, sent: "metadata" not in sent),
    ),
    Fault(
        "duplicate-taken-over",
        REFUSED,
        "The email moves from the lead that has it.",
        conflicts(taken_over),
        also=("other-leads-unchanged",),
    ),
    Fault(
        "duplicate-ignored", REFUSED, "A taken email is skipped, the rest updated.", conflicts(email_left_out)
    ),
    Fault(
        "duplicate-of-new-email",
        REFUSED,
        "Only emails of leads that kept theirs conflict.",
        model_with(rivals=seeds_only),
    ),
    Fault("duplicate-400", REFUSED, "A conflict gets 400.", distorted("conflict", status(400))),
    Fault("duplicate-422", REFUSED, "A conflict gets 422.", distorted("conflict", status(422))),
    Fault(
        "duplicate-200",
        REFUSED,
        "A conflict gets 200 with an error.",
        model_with(refuse=success_with_conflict),
    ),
    Fault(
        "duplicate-crashes",
        REFUSED,
        "The store's unique index ends in a 500.",
        model_with(conflict=crash),
        also=("no-server-error",),
    ),
    *(
        Fault(f"duplicate-envelope-{slug}", ENVELOPE, summary, distorted("conflict", distort))
        for slug, summary, distort in (
            ("code", "The code of a conflict is another.", code("EMAIL_EXISTS")),
            ("error", "The error of a conflict is another.", error("Duplicate email")),
            ("no-details", "The details of a conflict are missing.", no_details),
            ("no-email", "`details.email` is missing.", details(email=None)),
            ("no-lead-id", "`details.existingLeadId` is missing.", details(existingLeadId=None)),
            ("no-message", "`details.message` is missing.", details(message=None)),
            (
                "general-message",
                "The message is the general page's.",
                details(message="A lead with this email already exists in your workspace"),
            ),
            ("upper-email", "`details.email` is in upper case.", details(email=lambda d: d["email"].upper())),
            (
                "cut-lead-id",
                "`details.existingLeadId` lacks its prefix.",
                details(existingLeadId=lambda d: d["existingLeadId"][5:]),
            ),
        )
    ),
    Fault(
        "duplicate-envelope-own-id",
        ENVELOPE,
        "`details.existingLeadId` is the lead's own id.",
        conflicts(own_id_told),
    ),
    Fault(
        "duplicate-shows-name",
        "nothing-of-others-shown",
        "The conflict tells the other lead's name.",
        told("existingLeadName", lambda other: other["name"]),
    ),
    Fault(
        "duplicate-shows-lead",
        "nothing-of-others-shown",
        "The conflict shows the whole other lead.",
        told("existingLead", lambda other: {k: v for k, v in other.items() if not k.endswith("At")}),
    ),
    Fault(
        "duplicate-message-names-lead",
        "nothing-of-others-shown",
        "The conflict's message names the other lead.",
        told("message", lambda other: f"A different lead ({other['name']}, {other['phone']}) has this email"),
        also=(ENVELOPE,),
    ),
    Fault("own-email-conflicts", OWN, "A lead's own email is a conflict.", rivals(home_of)),
    Fault(
        "own-email-conflicts-among-others",
        OWN,
        "A lead's own email is a conflict when other fields are sent along.",
        conflicts(own_email_among_others),
    ),
    Fault(
        "own-former-email-conflicts",
        "sent-fields-updated",
        "A lead cannot return to its former email.",
        model_with(rivals=own_old_email),
        also=("released-email-free",),
    ),
    Fault(
        "released-email-taken",
        "released-email-free",
        "An email that was given up stays taken.",
        model_with(rivals=with_history),
    ),
    Fault(
        "foreign-email-conflicts",
        SCOPE,
        "Emails are unique over all workspaces.",
        rivals(lambda m, found: [lead for lead in m.leads.values() if lead["id"] != found["id"]]),
        also=("nothing-of-others-shown",),
    ),
    Fault(
        "local-part-conflicts",
        "sent-fields-updated",
        "Emails with equal local parts conflict.",
        model_with(same_email=local_part),
    ),
    Fault(
        "tagged-email-conflicts",
        "sent-fields-updated",
        "`a+tag@x` conflicts with `a@x`.",
        model_with(same_email=untagged),
    ),
    Fault(
        "duplicate-half-applied",
        "refused-changes-nothing",
        "A conflict refuses the email only; the rest is stored.",
        conflicts(rest_applied),
    ),
)
