"""Create Lead: what must be refused, how that reads, and that nothing comes of it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.checking import FIELDS
from leads_reference.faults.fault import Fault, crash, model_with
from leads_reference.faults.refusals import code, details, distorted, error, status
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject
from leads_reference.model import Model

FIELD, INVALID, TAKEN, TAKEN_ENVELOPE, NOTHING, OTHERS, CHATBOT = (
    "missing-field-refused",
    "create-invalid-refused",
    "create-duplicate-refused",
    "create-duplicate-envelope",
    "create-refused-creates-nothing",
    "create-spares-others",
    "foreign-chatbot-as-unknown",
)
Create = Callable[..., Answer]


def lenient(*fields: str) -> type[Model]:
    """These fields are not checked when a lead is created."""

    def check_new(m: Model, field: str, value: Json) -> Json:
        return value if field in fields and value is not None else Model.check_new(m, field, value)

    return model_with(check_new=check_new)


def not_required(*fields: str) -> type[Model]:
    """These fields may be missing."""

    def validate_new(m: Model, sent: JsonObject) -> JsonObject:
        missing = {name: None for name in fields if name not in sent}
        filled = {name: "x@example.com" if name == "email" else "Unknown" for name in missing}
        return {**Model.validate_new(m, {**sent, **filled}), **missing}

    return model_with(validate_new=validate_new)


def creating(create: Create) -> type[Model]:
    return model_with(create=create)


def keyless(m: Model, authorization: Sequence[str], *rest: Any) -> Answer:
    return Model.create(m, authorization or [f"Bearer {m.world.api_key}"], *rest)


def created_all_the_same(*statuses: int) -> Create:
    """A create that is refused leaves its lead behind."""

    def create(m: Model, authorization: Any, chatbot: str, kind: str | None, raw: bytes) -> Answer:
        answer = Model.create(m, authorization, chatbot, kind, raw)
        if answer.status in statuses:
            sent = json.loads(raw)
            values = {name: sent[name] for name in FIELDS if name in sent}
            m.store(m.new_lead(m.authenticate(authorization), values))
        return answer

    return create


def rival_of(m: Model, authorization: Any, raw: bytes) -> Lead:
    """The lead that has the email; KeyError where there is none."""
    workspace, email = m.authenticate(authorization), json.loads(raw).get("email")
    rivals = m.rivals({"id": None, "workspaceId": workspace})
    return {lead["email"]: lead for lead in rivals}[email]


def overwriting(status: int) -> Create:
    """An email that is taken overwrites the lead that has it."""

    def create(m: Model, authorization: Any, chatbot: str, kind: str | None, raw: bytes) -> Answer:
        answer = Model.create(m, authorization, chatbot, kind, raw)
        if answer.status != 409:
            return answer
        sent, old = json.loads(raw), rival_of(m, authorization, raw)
        new = {**old, **{name: sent[name] for name in FIELDS if name in sent}}
        m.store(new)
        return answer if status == 409 else replace(m.creation(new), status=status)

    return create


def existing_shown(m: Model, authorization: Any, chatbot: str, kind: str | None, raw: bytes) -> Answer:
    """An email that is taken gets the lead that has it."""
    answer = Model.create(m, authorization, chatbot, kind, raw)
    return m.success(rival_of(m, authorization, raw)) if answer.status == 409 else answer


def any_chatbot(m: Model, workspace: str, chatbot_id: str) -> None:
    """Whose chatbot it is, nobody asks."""
    if chatbot_id not in m.world.chatbots:
        Model.check_chatbot(m, workspace, chatbot_id)


def chatbot_403(m: Model, workspace: str, chatbot_id: str) -> None:
    if m.world.chatbots.get(chatbot_id, workspace) != workspace:
        raise Refusal(403, "FORBIDDEN", "Access denied")
    Model.check_chatbot(m, workspace, chatbot_id)


ROWS: tuple[tuple[str, str, str, type[Model]], ...] = (
    ("create-nameless", FIELD, "A lead needs no name.", not_required("name")),
    ("create-emailless", FIELD, "A lead needs no email.", not_required("email")),
    ("create-missing-422", FIELD, "A missing field gets 422.", distorted("missing", status(422))),
    ("create-missing-crashes", FIELD, "A missing field ends in a 500.", model_with(missing=crash)),
    ("create-any-email", INVALID, "Create does not check emails.", lenient("email")),
    ("create-any-status", INVALID, "Create does not check the status.", lenient("status")),
    ("create-any-name", INVALID, "Create does not check the name.", lenient("name")),
    (
        "create-duplicates",
        TAKEN,
        "Create does not look for the email.",
        model_with(check_taken=lambda m, *args: None),
    ),
    ("create-duplicate-400", TAKEN, "An email that is taken gets 400.", distorted("taken", status(400))),
    (
        "create-duplicate-existing",
        TAKEN,
        "An email that is taken gets the lead that has it.",
        creating(existing_shown),
    ),
    ("create-duplicate-crashes", TAKEN, "An email that is taken ends in a 500.", model_with(taken=crash)),
    (
        "create-duplicate-code",
        TAKEN_ENVELOPE,
        "The code of that 409 is another.",
        distorted("taken", code("EMAIL_EXISTS")),
    ),
    (
        "create-duplicate-error",
        TAKEN_ENVELOPE,
        "The error of that 409 is another.",
        distorted("taken", error("Duplicate lead")),
    ),
    (
        "create-duplicate-no-id",
        TAKEN_ENVELOPE,
        "That 409 does not name the other lead.",
        distorted("taken", details(existingLeadId=None)),
    ),
    (
        "create-duplicate-message",
        TAKEN_ENVELOPE,
        "That 409 has another message.",
        distorted("taken", details(message="Email is taken")),
    ),
    ("create-duplicate-created", NOTHING, "A 409 creates all the same.", creating(created_all_the_same(409))),
    ("create-invalid-created", NOTHING, "A 400 creates all the same.", creating(created_all_the_same(400))),
    (
        "create-overwrites",
        OTHERS,
        "A 409 overwrites the lead that has the email.",
        creating(overwriting(409)),
    ),
    (
        "create-upserts",
        OTHERS,
        "An email that is taken updates the lead that has it.",
        creating(overwriting(200)),
    ),
    ("create-keyless", "missing-key-refused", "Create needs no key.", creating(keyless)),
    (
        "create-foreign-chatbot",
        CHATBOT,
        "Any workspace's chatbot will do.",
        model_with(check_chatbot=any_chatbot),
    ),
    (
        "create-foreign-chatbot-403",
        CHATBOT,
        "Another workspace's chatbot gets 403.",
        model_with(check_chatbot=chatbot_403),
    ),
)
FAULTS = tuple(
    Fault(slug, clause, summary, model, needs_provision=True) for slug, clause, summary, model in ROWS
)
