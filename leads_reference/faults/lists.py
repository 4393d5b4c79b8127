"""List Leads: pages, their numbers, their entries, and who may see them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from leads_reference.answer import Answer
from leads_reference.faults.fault import Fault, crash, model_with
from leads_reference.holding import Lead
from leads_reference.jsontext import Json, JsonObject, copied
from leads_reference.listing import Window
from leads_reference.model import Model

PAGES, NUMBERS, COMPLETE, ENTRIES, ENVELOPE, SAME = (
    "list-pages-full",
    "list-pagination",
    "list-is-complete",
    "list-entries-as-stored",
    "list-envelope",
    "list-changes-nothing",
)
MISSING = "missing-key-refused"


def cut_from(start: Callable[[Window], int], stop: Callable[[Window], int]) -> type[Model]:
    """Pages that begin and end elsewhere."""
    return model_with(cut=lambda m, found, window: found[max(0, start(window)) : stop(window)])


def first(window: Window) -> int:
    return (window.page - 1) * window.limit


def numbers(**changes: Callable[[JsonObject], Json]) -> type[Model]:
    """Other members of the pagination."""

    def pagination(m: Model, found: Sequence[Lead], window: Window) -> JsonObject:
        shown = Model.pagination(m, found, window)
        return shown | {name: change(shown) for name, change in changes.items()}

    return model_with(pagination=pagination)


def counted(total: Callable[[Model, Sequence[Lead], Window], int]) -> type[Model]:
    """`total` counts something else, and what follows from it follows."""

    def pagination(m: Model, found: Sequence[Lead], window: Window) -> JsonObject:
        return Model.pagination(m, [{}] * total(m, found, window), window)

    return model_with(pagination=pagination)


def next_if_full(m: Model, found: Sequence[Lead], window: Window) -> JsonObject:
    is_full = len(m.cut(found, window)) == window.limit
    return Model.pagination(m, found, window) | {"hasNext": is_full}


def entries(change: Callable[[JsonObject], JsonObject]) -> type[Model]:
    return model_with(render_entry=lambda m, lead: change(Model.render_entry(m, lead)))


def without(*names: str) -> Callable[[JsonObject], JsonObject]:
    return lambda entry: {name: value for name, value in entry.items() if name not in names}


def answered(change: Callable[[Answer], Answer]) -> type[Model]:
    """Another answer, where the list is shown."""

    def page_of(m: Model, found: Sequence[Lead], window: Window) -> Answer:
        return change(Model.page_of(m, found, window))

    return model_with(page_of=page_of)


def data(change: Callable[[JsonObject], Json]) -> type[Model]:
    return answered(lambda a: replace(a, json={"success": True, "data": change(dict(a.json["data"]))}))


def keyless(m: Model, authorization: Sequence[str], query: str) -> Answer:
    return Model.list(m, authorization or [f"Bearer {m.world.api_key}"], query)


class EntriesCached(Model):
    """A list shows each lead as it was when a list showed it first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cache: dict[str, Lead] = {lead_id: copied(lead) for lead_id, lead in self.leads.items()}

    def render_entry(self, lead: Lead) -> JsonObject:
        return super().render_entry(self.cache.setdefault(lead["id"], copied(lead)))


class TurnedEachTime(Model):
    """Every second list comes in the opposite order, as one without ORDER BY may."""

    lists = 0

    def ordered(self, leads: Sequence[Lead]) -> Sequence[Lead]:
        self.lists += 1
        return super().ordered(leads)[:: 1 if self.lists % 2 else -1]


def seen(m: Model, lead: Lead) -> JsonObject:
    """To be shown in a list counts as an update."""
    m.store({**lead, "updatedAt": m.instant() + timedelta(seconds=1)})
    return Model.render_entry(m, lead)


def everywhere(m: Model, workspace: str) -> Sequence[Lead]:
    return list(m.leads.values())


def with_tombstones(m: Model, workspace: str) -> Sequence[Lead]:
    gone = [lead for lead in m.gone.values() if lead["workspaceId"] == workspace]
    return [*Model.listed(m, workspace), *gone]


ROWS: tuple[tuple[str, str, str, type[Model]], ...] = (
    (
        "page-skips-at-boundary",
        PAGES,
        "Each page begins one entry late for each page before it.",
        cut_from(lambda w: (w.page - 1) * (w.limit + 1), lambda w: (w.page - 1) * (w.limit + 1) + w.limit),
    ),
    (
        "page-repeats-its-first",
        COMPLETE,
        "A page of three or more shows its first lead twice, and its last one not at all.",
        data(
            lambda d: (
                d | {"leads": [*d["leads"][:1], *d["leads"][:-1]] if len(d["leads"]) > 2 else d["leads"]}
            )
        ),
    ),
    (
        "page-repeats-at-boundary",
        COMPLETE,
        "Each page but the first begins with the last entry of the one before.",
        cut_from(lambda w: first(w) - (w.page > 1), lambda w: first(w) - (w.page > 1) + w.limit),
    ),
    (
        "page-from-zero",
        PAGES,
        "Pages are counted from zero.",
        cut_from(lambda w: w.page * w.limit, lambda w: (w.page + 1) * w.limit),
    ),
    (
        "page-ignored",
        COMPLETE,
        "Every page is the first one.",
        cut_from(lambda w: 0, lambda w: w.limit),
    ),
    (
        "limit-ignored",
        PAGES,
        "A page has 20 entries, whatever the limit.",
        cut_from(first, lambda w: first(w) + 20),
    ),
    (
        "limit-and-one",
        PAGES,
        "A page has one entry more than the limit.",
        cut_from(first, lambda w: first(w) + w.limit + 1),
    ),
    (
        "limit-less-one",
        PAGES,
        "A page has one entry less than the limit.",
        cut_from(first, lambda w: first(w) + w.limit - 1),
    ),
    (
        "first-page-short",
        PAGES,
        "The first entry is lost.",
        model_with(cut=lambda m, f, w: Model.cut(m, f, w)[w.page == 1 :]),
    ),
    ("total-of-page", NUMBERS, "`total` counts the page.", counted(lambda m, f, w: len(m.cut(f, w)))),
    (
        "total-of-workspace",
        NUMBERS,
        "`total` counts all leads, whatever the filters.",
        counted(lambda m, f, w: len(m.leads)),
    ),
    (
        "total-with-deleted",
        NUMBERS,
        "`total` counts the deleted leads as well.",
        counted(lambda m, f, w: len(f) + len(m.gone)),
    ),
    ("total-as-text", ENVELOPE, "`total` is a text.", numbers(total=lambda p: str(p["total"]))),
    (
        "pages-rounded-down",
        NUMBERS,
        "`totalPages` leaves out the last page where it is not full.",
        numbers(totalPages=lambda p: p["total"] // p["limit"]),
    ),
    (
        "pages-and-one",
        NUMBERS,
        "`totalPages` is one too many where the last page is full.",
        numbers(totalPages=lambda p: p["total"] // p["limit"] + 1),
    ),
    (
        "has-next-on-last",
        NUMBERS,
        "`hasNext` is true on the last page.",
        numbers(hasNext=lambda p: p["page"] <= p["totalPages"]),
    ),
    ("has-next-never", NUMBERS, "`hasNext` is always false.", numbers(hasNext=lambda p: False)),
    (
        "has-next-if-full",
        NUMBERS,
        "`hasNext` tells whether the page is full.",
        model_with(pagination=next_if_full),
    ),
    ("has-prev-always", NUMBERS, "`hasPrev` is always true.", numbers(hasPrev=lambda p: True)),
    (
        "has-prev-late",
        NUMBERS,
        "`hasPrev` is false on the second page.",
        numbers(hasPrev=lambda p: p["page"] > 2),
    ),
    ("page-shown-from-zero", NUMBERS, "`page` is counted from zero.", numbers(page=lambda p: p["page"] - 1)),
    (
        "limit-of-page",
        NUMBERS,
        "`limit` is the number of entries.",
        numbers(limit=lambda p: min(p["limit"], p["total"]) or 1),
    ),
    ("pagination-missing", ENVELOPE, "There is no `pagination`.", data(without("pagination"))),
    (
        "pagination-in-snake-case",
        ENVELOPE,
        "The pagination is in snake case.",
        data(lambda d: d | {"pagination": {"page": 1, "per_page": 20, "total_pages": 1}}),
    ),
    ("list-bare-array", ENVELOPE, "`data` is the array of leads.", data(lambda d: d["leads"])),
    (
        "list-as-items",
        ENVELOPE,
        "The leads stand under `items`.",
        data(lambda d: without("leads")(d) | {"items": d["leads"]}),
    ),
    ("list-206", ENVELOPE, "A list answers 206.", answered(lambda a: replace(a, status=206))),
    ("list-crashes", ENVELOPE, "A list ends in a 500.", model_with(page_of=crash)),
    ("entries-without-phone", ENTRIES, "Entries have no `phone`.", entries(without("phone"))),
    ("entries-without-source", ENTRIES, "Entries have no `source`.", entries(without("source"))),
    ("entries-without-updated-at", ENTRIES, "Entries have no `updatedAt`.", entries(without("updatedAt"))),
    (
        "entries-masked",
        ENTRIES,
        "Entries show a part of the email.",
        entries(lambda e: e | {"email": str(e["email"])[:3] + "***@example.com"}),
    ),
    (
        "entries-created-as-updated",
        ENTRIES,
        "Entries show `createdAt` as `updatedAt`.",
        entries(lambda e: e | {"updatedAt": e["createdAt"]}),
    ),
    (
        "entries-some-metadata",
        ENTRIES,
        "Entries show the first three metadata keys.",
        entries(lambda e: e | {"metadata": dict(list((e["metadata"] or {}).items())[:3])}),
    ),
    (
        "entries-status-label",
        ENTRIES,
        "Entries show the label of a status.",
        entries(lambda e: e | {"status": str(e["status"]).replace("_", " ").title()}),
    ),
    ("entries-cached", ENTRIES, "A list does not see updates.", EntriesCached),
    ("order-at-random", COMPLETE, "Lists have no order, so that pages overlap.", TurnedEachTime),
    (
        "list-of-all-workspaces",
        COMPLETE,
        "A list shows leads of all workspaces.",
        model_with(listed=everywhere),
    ),
    ("list-with-deleted", COMPLETE, "A list shows deleted leads.", model_with(listed=with_tombstones)),
    ("list-updates", SAME, "To be listed moves `updatedAt`.", model_with(render_entry=seen)),
    ("list-keyless", MISSING, "A list needs no key.", model_with(list=keyless)),
)
NEEDS_OTHERS = {
    "page-repeats-its-first",
    "page-skips-at-boundary",
    "page-repeats-at-boundary",
    "page-ignored",
    "order-at-random",
    "total-with-deleted",
    "list-with-deleted",
    "has-next-if-full",
    "limit-of-page",
    "list-of-all-workspaces",
}
"""What only the pages of several own leads show."""
FAULTS = tuple(
    Fault(slug, clause, summary, model, needs_provision=slug in NEEDS_OTHERS)
    for slug, clause, summary, model in ROWS
)
