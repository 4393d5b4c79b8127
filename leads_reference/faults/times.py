"""`updatedAt`, `createdAt`, and the fields that a request must not set."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from leads_reference.answer import Answer, Refusal
from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject
from leads_reference.model import Model, Plan

UPDATED, UTC = "updated-at-is-update-time", "timestamps-utc"
HOUR = timedelta(hours=1)


def touched(moment: Callable[[Model, Lead, Lead], datetime]) -> type[Model]:
    """Another `updatedAt`, of the model, the old lead and the new."""
    return model_with(touch=moment)


def moved_when(holds: Callable[[Lead, Lead], bool]) -> type[Model]:
    return touched(lambda m, old, new: Model.touch(m, old, new) if holds(old, new) else old["updatedAt"])


def moved_when_sent(holds: Callable[[JsonObject], bool]) -> type[Model]:
    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = Model.apply(m, found, sent, changes)
        return lead if holds(sent) else {**lead, "updatedAt": found["updatedAt"]}

    return model_with(apply=apply)


def written(render: Callable[[datetime], Json]) -> type[Model]:
    """Timestamps of another form."""
    return model_with(render_time=lambda m, moment: render(moment))


def created(moment: Callable[[Model, Lead], datetime]) -> type[Model]:
    """Every update writes `createdAt`."""

    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = Model.apply(m, found, sent, changes)
        return {**lead, "createdAt": moment(m, lead)}

    return model_with(apply=apply)


def time_shown_only(m: Model, plan: Plan) -> Answer:
    answer = m.success(plan.updated)
    m.store({**plan.updated, "updatedAt": plan.found["updatedAt"]})
    return answer


def assigned(member: str) -> type[Model]:
    """The request sets a member that it must not set."""

    def apply(m: Model, found: Lead, sent: JsonObject, changes: JsonObject) -> Lead:
        lead = Model.apply(m, found, sent, changes)
        value = sent.get(member)
        if isinstance(value, str) and member.endswith("At"):
            try:
                lead[member] = datetime.fromisoformat(value)
            except ValueError:
                return lead
        elif isinstance(value, str):
            lead[member] = value
        return lead

    def store(m: Model, lead: Lead) -> None:
        place = next(
            (place for place, old in m.leads.items() if old["createdAt"] == lead["createdAt"]), lead["id"]
        )
        m.leads[place if member == "id" else lead["id"]] = lead

    return model_with(apply=apply, store=store)


def moving_when_refused(*statuses: int) -> type[Model]:
    """The lead is marked as updated before the update is refused."""

    def plan(m: Model, authorization: Any, lead_id: str, *body: Any) -> Plan:
        try:
            return Model.plan(m, authorization, lead_id, *body)
        except Refusal as refusal:
            if refusal.status in statuses and lead_id in m.leads:
                lead = m.leads[lead_id]
                m.store({**lead, "updatedAt": m.touch(lead, lead)})
            raise

    return model_with(plan=plan)


def moved_by_reading(m: Model, authorization: Any, lead_id: str) -> Answer:
    answer = Model.get(m, authorization, lead_id)
    if answer.status == 200:
        lead = m.leads[lead_id]
        m.store({**lead, "updatedAt": m.touch(lead, lead)})
    return answer


def zoned(moment: datetime) -> str:
    return (moment + 2 * HOUR).strftime("%Y-%m-%dT%H:%M:%S.000+02:00")


FAULTS = (
    *(
        Fault(f"updated-at-{slug}", UPDATED, summary, model)
        for slug, summary, model in (
            ("stays", "`updatedAt` never moves.", touched(lambda m, old, new: old["updatedAt"])),
            (
                "moves-with-status",
                "`updatedAt` moves with the status only.",
                moved_when(lambda a, b: a["status"] != b["status"]),
            ),
            (
                "stays-for-metadata",
                "`updatedAt` does not move for metadata.",
                moved_when_sent(lambda sent: set(sent) != {"metadata"}),
            ),
            (
                "stays-for-null",
                "`updatedAt` does not move for null alone.",
                moved_when_sent(lambda sent: any(v is not None for v in sent.values())),
            ),
            (
                "stays-for-phone",
                "`updatedAt` does not move for the phone.",
                moved_when_sent(lambda sent: set(sent) != {"phone"}),
            ),
            (
                "hour-ahead",
                "`updatedAt` is local time that calls itself UTC, ahead.",
                touched(lambda m, old, new: m.now() + HOUR),
            ),
            (
                "hour-behind",
                "`updatedAt` is local time that calls itself UTC, behind.",
                touched(lambda m, old, new: m.now() - 5 * HOUR),
            ),
            ("day-ahead", "`updatedAt` is a day ahead.", touched(lambda m, old, new: m.now() + 24 * HOUR)),
            ("created", "`updatedAt` is always `createdAt`.", touched(lambda m, old, new: old["createdAt"])),
            (
                "next-millisecond",
                "`updatedAt` moves by one millisecond.",
                touched(lambda m, old, new: old["updatedAt"] + timedelta(milliseconds=1)),
            ),
            (
                "midnight",
                "`updatedAt` is the day of the update.",
                touched(lambda m, old, new: m.now().replace(hour=0, minute=0, second=0, microsecond=0)),
            ),
            (
                "whole-hours",
                "`updatedAt` is the hour of the update.",
                touched(lambda m, old, new: m.now().replace(minute=0, second=0, microsecond=0)),
            ),
            (
                "year-wrong",
                "`updatedAt` is a year behind.",
                touched(lambda m, old, new: m.now() - timedelta(days=365)),
            ),
        )
    ),
    Fault(
        "updated-at-shown-only",
        "response-is-stored",
        "`updatedAt` moves in the answer only.",
        model_with(commit=time_shown_only),
        also=(UPDATED,),
        needs_get=True,
    ),
    Fault(
        "updated-at-moved-by-400",
        "refused-changes-nothing",
        "An invalid update moves `updatedAt`.",
        moving_when_refused(400),
        needs_get=True,
    ),
    Fault(
        "updated-at-moved-by-409",
        "refused-changes-nothing",
        "A conflict moves `updatedAt`.",
        moving_when_refused(409),
        needs_get=True,
    ),
    Fault(
        "updated-at-moved-by-401",
        "refused-changes-nothing",
        "A refused key moves `updatedAt`.",
        moving_when_refused(401),
        needs_get=True,
    ),
    Fault(
        "updated-at-moved-by-404",
        "foreign-lead-refused",
        "A foreign key moves `updatedAt`.",
        moving_when_refused(404),
        needs_get=True,
        also=("refused-changes-nothing",),
    ),
    Fault(
        "updated-at-moved-by-get",
        UPDATED,
        "Get Lead moves `updatedAt`.",
        model_with(get=moved_by_reading),
        needs_get=True,
    ),
    *(
        Fault(f"times-{slug}", UTC, summary, written(render))
        for slug, summary, render in (
            ("without-zone", "Timestamps have no zone.", lambda t: t.strftime("%Y-%m-%dT%H:%M:%S.000")),
            ("zoned", "Timestamps have an offset of two hours.", zoned),
            ("unix-seconds", "Timestamps are Unix seconds.", lambda t: int(t.timestamp())),
            ("unix-milliseconds", "Timestamps are Unix milliseconds.", lambda t: int(t.timestamp() * 1000)),
            ("unix-text", "Timestamps are Unix seconds in a text.", lambda t: str(int(t.timestamp()))),
            ("http", "Timestamps are HTTP dates.", lambda t: format_datetime(t, usegmt=True)),
            ("date-only", "Timestamps are dates.", lambda t: t.strftime("%Y-%m-%d")),
            ("spaced", "Timestamps have neither T nor zone.", lambda t: t.strftime("%Y-%m-%d %H:%M:%S")),
            ("python-utc", "Timestamps end in ` UTC`.", lambda t: t.strftime("%Y-%m-%d %H:%M:%S UTC")),
        )
    ),
    Fault(
        "created-at-now",
        "created-at-unchanged",
        "An update makes `createdAt` anew.",
        created(lambda m, lead: m.now()),
    ),
    Fault(
        "created-at-updated",
        "created-at-unchanged",
        "`createdAt` becomes the former `updatedAt`.",
        created(lambda m, lead: lead["updatedAt"]),
    ),
    Fault(
        "created-at-shifted",
        "created-at-unchanged",
        "Every update shifts `createdAt` by an hour.",
        created(lambda m, lead: lead["createdAt"] + HOUR),
    ),
    *(
        Fault(f"assigned-{slug}", clause, f"A request can set `{member}`.", assigned(member))
        for slug, member, clause in (
            ("id", "id", "id-unchanged"),
            ("created-at", "createdAt", "created-at-unchanged"),
            ("workspace-id", "workspaceId", "workspace-id-unchanged"),
            ("updated-at", "updatedAt", UPDATED),
        )
    ),
)
