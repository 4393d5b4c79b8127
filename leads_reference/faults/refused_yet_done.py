"""Refusals that leave something behind."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.deployment import Deployment, Received, Wire
from leads_reference.faults.fault import Fault, deployment_with, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject, NotJson, parse
from leads_reference.model import Model, Plan

REFUSED = "refused-changes-nothing"
Part = Callable[[JsonObject], JsonObject]


def leaving(part: Part, *statuses: int, malformed: bool = False) -> type[Model]:
    """Of an update that is refused with one of these statuses, `part` is done."""

    def plan(m: Model, authorization: Sequence[str], lead_id: str, kind: str | None, raw: bytes) -> Plan:
        try:
            return Model.plan(m, authorization, lead_id, kind, raw)
        except Refusal as refusal:
            body = (refusal.details or {}).get("field") in ("body", "")
            if refusal.status in statuses and body == malformed and lead_id in m.leads:
                write(m, lead_id, part(valid(m, raw)))
            raise

    return model_with(plan=plan)


def valid(m: Model, raw: bytes) -> JsonObject:
    """The changes that the valid members of a body ask for."""
    try:
        sent = parse(raw.decode())
    except (NotJson, UnicodeDecodeError):
        sent = complete_members(raw.decode(errors="replace"))
    changes: JsonObject = {}
    for field, value in sent.items() if isinstance(sent, dict) else ():
        try:
            changes |= m.validate({field: value})
        except Refusal:
            continue
    return changes


def complete_members(text: str) -> JsonObject:
    """What a parser that reads a stream has seen before the text breaks off."""
    ends = [match.start() for match in re.finditer("[,}]", text)]
    for end in reversed([*ends, len(text)]):
        for closing in ("}", "}}"):
            try:
                sent = parse(text[:end] + closing)
            except NotJson:
                continue
            return sent if isinstance(sent, dict) else {}
    return {}


def write(m: Model, lead_id: str, changes: JsonObject) -> None:
    if changes:
        m.store(m.apply(m.leads[lead_id], changes, changes))


def only(*fields: str) -> Part:
    return lambda changes: {field: value for field, value in changes.items() if field in fields}


def nulls(changes: JsonObject) -> JsonObject:
    """Null is taken for a command of its own, and carried out first."""
    done = {field: None for field in ("phone", "source") if field in changes and changes[field] is None}
    removed = {k: None for k, v in (changes.get("metadata") or {}).items() if v is None}
    return done | ({"metadata": removed} if removed else {})


def everything(changes: JsonObject) -> JsonObject:
    return changes


def all_but_email(changes: JsonObject) -> JsonObject:
    return {field: value for field, value in changes.items() if field != "email"}


def error_noted(changes: JsonObject) -> JsonObject:
    return {"metadata": {"last_error": "VALIDATION_ERROR"}}


async def carried_out(d: Deployment, received: Received) -> Answer:
    """Requests are counted after they were carried out."""
    if (
        received.method == "PUT"
        and d.window.used("".join(received.header("authorization"))) >= d.window.limit
    ):
        await d.route(received)
    return await Deployment.handle(d, received)


class EmailReserved(Model):
    """The email of a refused update counts as taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reserved: dict[str, str] = {}

    def validate(self, sent: JsonObject) -> JsonObject:
        email = sent.get("email")
        try:
            return super().validate(sent)
        except Refusal:
            if isinstance(email, str) and self.is_email(email):
                self.reserved[email] = self.world.documented_lead_id
            raise

    def check_conflict(self, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
        super().check_conflict(found, changes, sent)
        email = changes.get("email")
        if isinstance(email, str) and email in self.reserved:
            raise self.conflict(email, self.leads[self.reserved[email]])


class OwnEmailGivenUp(Model):
    """A conflict frees the email that the lead had."""

    def check_conflict(self, found: Lead, changes: JsonObject, sent: JsonObject) -> None:
        try:
            super().check_conflict(found, changes, sent)
        except Refusal:
            self.store({**found, "email": f"pending+{found['email']}"})
            raise


FAULTS = (
    *(
        Fault(slug, REFUSED, summary, leaving(part, *statuses))
        for slug, summary, part, statuses in (
            (
                "conflict-metadata-stored",
                "A conflict comes after the metadata was stored.",
                only("metadata"),
                (409,),
            ),
            (
                "conflict-status-stored",
                "A conflict comes after the status was stored.",
                only("status"),
                (409,),
            ),
            (
                "conflict-later-stored",
                "A conflict refuses the email; the rest is stored later all the same.",
                all_but_email,
                (409,),
            ),
            ("conflict-nulls-first", "Nulls are carried out before conflicts are looked for.", nulls, (409,)),
            ("invalid-nulls-first", "Nulls are carried out before the rest is checked.", nulls, (400,)),
            (
                "invalid-email-stored",
                "A valid email is stored though another field is refused.",
                only("email"),
                (400,),
            ),
            (
                "invalid-status-stored",
                "A valid status is stored though another field is refused.",
                only("status"),
                (400,),
            ),
            (
                "invalid-phone-stored",
                "A valid phone is stored though another field is refused.",
                only("phone", "source"),
                (400,),
            ),
            ("invalid-noted-in-metadata", "A refused update is noted in the metadata.", error_noted, (400,)),
            (
                "other-kind-stored",
                "A body of another content type is refused, and stored.",
                everything,
                (415,),
            ),
            (
                "unauthorized-metadata-stored",
                "Metadata is stored before the key is looked at.",
                only("metadata"),
                (401,),
            ),
            (
                "unauthorized-status-stored",
                "A status is stored before the key is looked at.",
                only("status"),
                (401,),
            ),
            (
                "foreign-metadata-stored",
                "Metadata reaches another workspace's lead before the 404.",
                only("metadata"),
                (404,),
            ),
        )
    ),
    Fault(
        "truncated-members-stored",
        REFUSED,
        "What stands before the place where a body breaks off is stored.",
        leaving(everything, 400, malformed=True),
        also=("malformed-body-refused",),
    ),
    Fault("refused-email-reserved", REFUSED, "The email of a refused update counts as taken.", EmailReserved),
    Fault(
        "conflict-own-email-changed",
        REFUSED,
        "A conflict changes the email that the lead has.",
        OwnEmailGivenUp,
    ),
    Fault(
        "exceeded-carried-out",
        REFUSED,
        "Requests beyond the limit get 429, and are carried out.",
        deployment=deployment_with(handle=carried_out),
        wire=Wire(rate_limit=30, rate_window=60),
    ),
)
