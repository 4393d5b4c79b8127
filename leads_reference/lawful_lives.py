"""Lawful variants of List, Create and Delete, beside those of each answer."""

from collections.abc import Sequence
from typing import Any

from leads_reference.deployment import Wire
from leads_reference.faults.fault import model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import JsonObject, copied
from leads_reference.listing import Window
from leads_reference.model import Model
from leads_reference.variant import Variant


def with_links(m: Model, found: Sequence[Lead], window: Window) -> JsonObject:
    shown = Model.pagination(m, found, window)
    return shown | {
        "nextPage": window.page + 1 if shown["hasNext"] else None,
        "count": len(m.cut(found, window)),
    }


class Crowded(Model):
    """Workspaces with hundreds of leads of others, some of which fit a search for `contract`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, like in enumerate({lead["workspaceId"]: lead for lead in self.world.leads}.values()):
            for number in range(300):
                lead_id = f"lead_{place}{number:015x}"
                email = f"contract-{number}@example.com"
                self.leads[lead_id] = {
                    **copied(like),
                    "id": lead_id,
                    "email": email,
                    "name": f"Contract {number}",
                }


class OtherIds(Model):
    """New leads have UUIDs."""

    def new_id(self) -> str:
        return f"{super().new_id()[5:]}-4f3e-9a1b"


def _without_cleared(lead: JsonObject) -> JsonObject:
    return {name: value for name, value in lead.items() if value is not None}


LIVES: tuple[Variant, ...] = (
    Variant("no-lists", "Serves no lists.", wire=Wire(serves_list=False)),
    Variant(
        "no-creations", "Creates and deletes nothing.", wire=Wire(serves_create=False, serves_delete=False)
    ),
    Variant(
        "update-alone",
        "Serves Update Lead and nothing else.",
        wire=Wire(serves_get=False, serves_list=False, serves_create=False, serves_delete=False),
    ),
    Variant("more-in-pagination", "Pagination has further members.", model=model_with(pagination=with_links)),
    Variant(
        "more-in-entries",
        "Entries have further members, and `workspaceId`.",
        {"list-workspace-id": "included"},
        model=model_with(render_entry=lambda m, lead: {**Model.render_entry(m, lead), "score": 7}),
    ),
    Variant("full-workspace", "Others' leads are in every list.", model=Crowded, has_own_world=True),
    Variant(
        "entries-cleared-left-out",
        "Entries leave out what is cleared; Get Lead shows null (cleared-field, answered for each).",
        model=model_with(render_entry=lambda m, lead: _without_cleared(Model.render_entry(m, lead))),
    ),
    Variant(
        "one-conflict-message",
        "The 409 of a creation has the message of an update.",
        model=model_with(taken=Model.conflict),
        has_own_world=True,
    ),
    Variant("other-ids", "New leads have ids of another form.", model=OtherIds, has_own_world=True),
    Variant(
        "list-strict",
        "Refuses every odd parameter.",
        {
            "unknown-parameter": "refused",
            "repeated-parameter": "refused",
            "combined-filters": "second-refused",
            "page-beyond-end": "refused",
            "read-only-in-create": "refused",
            "unknown-chatbot": "refused",
            "list-metadata": "left-out",
        },
    ),
    Variant(
        "list-lenient",
        "Takes every odd parameter.",
        {
            "large-limit": "clamped",
            "low-limit": "ignored",
            "low-page": "first-page",
            "no-number": "ignored",
            "page-beyond-end": "last-page",
            "unknown-status": "ignored",
            "blank-parameter": "taken",
            "required-null": "cleared",
            "second-delete": "accepted",
        },
    ),
    Variant(
        "search-by-words",
        "Finds words at the beginning of names and emails.",
        {"search-spaces": "each-word", "search-parts": "beginning", "list-order": "last-updated-first"},
    ),
    Variant(
        "search-exact",
        "Finds whole names and emails, as they are written.",
        {"search-case": "exact-case", "search-parts": "whole", "list-order": "oldest-first"},
    ),
)
