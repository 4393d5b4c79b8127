"""Delete Lead: what is gone, what is not, and who may delete."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from leads_reference.answer import Answer, Refusal
from leads_reference.faults.fault import Fault, Method, crash, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject
from leads_reference.model import Model

ENVELOPE, GONE, OTHERS, UNKNOWN, COMPLETE = (
    "delete-envelope",
    "deleted-lead-gone",
    "delete-spares-others",
    "delete-unknown-refused",
    "list-is-complete",
)


def answered(change: Callable[[Answer], Answer]) -> type[Model]:
    """Another answer to a deletion."""
    return model_with(deletion=lambda m, lead_id: change(Model.deletion(m, lead_id)))


def data(change: Callable[[JsonObject], JsonObject]) -> type[Model]:
    return answered(lambda a: replace(a, json=a.json | {"data": change(dict(a.json["data"]))}))


def deleting(delete: Method) -> type[Model]:
    return model_with(delete=delete)


def keyless(m: Model, authorization: Sequence[str], lead_id: str) -> Answer:
    return Model.delete(m, authorization or [f"Bearer {m.world.api_key}"], lead_id)


def of_anybody(m: Model, authorization: Sequence[str], lead_id: str) -> Answer:
    """Any key deletes any lead."""
    try:
        m.authenticate(authorization)
        m.remove_lead(m.leads[lead_id]["id"] if lead_id in m.leads else m.find("", lead_id)["id"])
        return m.deletion(lead_id)
    except Refusal as refusal:
        return m.refuse(refusal)


def then_404(m: Model, authorization: Sequence[str], lead_id: str) -> Answer:
    """Another workspace's lead is deleted, and then a 404 sent."""
    answer = Model.delete(m, authorization, lead_id)
    if answer.status == 404 and lead_id in m.leads:
        m.remove_lead(lead_id)
    return answer


def always(m: Model, authorization: Sequence[str], lead_id: str) -> Answer:
    """What is not there counts as deleted."""
    answer = Model.delete(m, authorization, lead_id)
    return m.deletion(lead_id) if answer.status == 404 else answer


def another_too(m: Model, lead_id: str) -> None:
    """The lead that came next is deleted as well."""
    home, places = m.leads[lead_id]["workspaceId"], list(m.leads)
    later = [i for i in places[places.index(lead_id) + 1 :] if m.leads[i]["workspaceId"] == home]
    earlier = [i for i in places[: places.index(lead_id)] if m.leads[i]["workspaceId"] == home]
    Model.remove_lead(m, lead_id)
    for other in [*later, *earlier[::-1]][:1]:
        Model.remove_lead(m, other)


def others_touched(m: Model, lead_id: str) -> None:
    """A deletion clears the source of the others."""
    Model.remove_lead(m, lead_id)
    for lead in list(m.leads.values()):
        m.store({**lead, "source": None})


class StillShown(Model):
    """A deleted lead is still shown."""

    def get(self, authorization: Sequence[str], lead_id: str) -> Answer:
        answer = super().get(authorization, lead_id)
        return self.success(self.gone[lead_id]) if lead_id in self.gone and answer.status == 404 else answer


class StillUpdated(Model):
    """A deleted lead can still be updated."""

    def find(self, workspace: str, lead_id: str) -> Lead:
        if lead_id in self.gone and self.gone[lead_id]["workspaceId"] == workspace:
            return self.gone[lead_id]
        return super().find(workspace, lead_id)

    def remove_lead(self, lead_id: str) -> None:
        if lead_id in self.leads:
            super().remove_lead(lead_id)

    def get(self, authorization: Sequence[str], lead_id: str) -> Answer:
        if lead_id in self.gone:
            return self.refuse(self.not_found(lead_id))
        return super().get(authorization, lead_id)


def archived(m: Model, lead_id: str) -> None:
    """A deletion sets the status to lost."""
    m.store({**m.leads[lead_id], "status": "lost"})


ROWS: tuple[tuple[str, str, str, type[Model]], ...] = (
    ("delete-204", ENVELOPE, "Delete answers 204.", answered(lambda a: Answer(204, None, raw=b""))),
    ("delete-202", ENVELOPE, "Delete answers 202.", answered(lambda a: replace(a, status=202))),
    (
        "delete-message",
        ENVELOPE,
        "The message is another.",
        answered(lambda a: replace(a, json=a.json | {"message": "Lead deleted"})),
    ),
    (
        "delete-no-data",
        ENVELOPE,
        "There is no `data`.",
        answered(lambda a: replace(a, json={"success": True, "message": a.json["message"]})),
    ),
    ("delete-no-time", ENVELOPE, "There is no `deletedAt`.", data(lambda d: {"id": d["id"]})),
    (
        "delete-no-such-hour",
        ENVELOPE,
        "`deletedAt` is no time.",
        data(lambda d: d | {"deletedAt": f"{d['deletedAt'][:11]}26{d['deletedAt'][13:]}"}),
    ),
    (
        "delete-old-time",
        ENVELOPE,
        "`deletedAt` is in 1970.",
        data(lambda d: d | {"deletedAt": "1970-01-01T00:00:00.000Z"}),
    ),
    ("delete-other-id", ENVELOPE, "`id` lacks its prefix.", data(lambda d: d | {"id": d["id"][5:]})),
    (
        "delete-does-nothing",
        GONE,
        "Delete answers, and does nothing.",
        model_with(remove_lead=lambda m, lead_id: None),
    ),
    ("delete-archives", GONE, "Delete sets the status to `lost`.", model_with(remove_lead=archived)),
    ("deleted-shown", GONE, "A deleted lead is still shown.", StillShown),
    ("deleted-updated", GONE, "A deleted lead can still be updated.", StillUpdated),
    ("deleted-refusal-crashes", GONE, "A lead that was deleted ends in a 500.", model_with(deleted=crash)),
    (
        "delete-another-too",
        OTHERS,
        "A deletion takes the next lead along.",
        model_with(remove_lead=another_too),
    ),
    (
        "delete-touches-others",
        OTHERS,
        "A deletion clears the source of others.",
        model_with(remove_lead=others_touched),
    ),
    ("delete-foreign", UNKNOWN, "Any key deletes any lead.", deleting(of_anybody)),
    (
        "delete-foreign-then-404",
        UNKNOWN,
        "Another workspace's lead is deleted, and then a 404 sent.",
        deleting(then_404),
    ),
    ("delete-unknown-accepted", UNKNOWN, "An id that no lead has counts as deleted.", deleting(always)),
    ("delete-keyless", "missing-key-refused", "Delete needs no key.", deleting(keyless)),
)
FAULTS = tuple(
    Fault(slug, clause, summary, model, needs_provision=True) for slug, clause, summary, model in ROWS
)
