"""List Leads: envelope, pages, entries and filters. Others' leads are in a list as well, and may change."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

from leads_check.evidence.exchange import OWN_KEY, SUCCESS, Exchange
from leads_check.evidence.fields import FIELDS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.pages import FILTERS, MOST, Page, asked, count
from leads_check.evidence.sight import Sight, sights
from leads_check.evidence.values import MISSING, Lead, field_of, moment, same, same_field
from leads_check.evidence.words import NO_SUCH_ENTRY, Words
from leads_check.rules.envelopes import enveloped
from leads_check.rules.rule import Finding, Part, finding, rule

PRECISION = timedelta(seconds=1)
_OF_PROXIES = (403, 406)


# the envelope
def _plain(log: Log) -> Iterator[Observation]:
    """Lists that must be shown, where any was: with the key, one filter at most, the first page."""
    of_lists = [x for x in log.all if x.request.operation == "listLeads" and x.exchange.answered]
    if not any(x.exchange.is_served for x in of_lists):
        return
    for x in of_lists:
        own = x.request.key == OWN_KEY and x.request.authorization is None
        # A proxy in front of it may not let each text pass.
        if x.accepted or (own and x.status not in _OF_PROXIES and _is_plain(x.exchange)):
            yield x


def _is_plain(exchange: Exchange) -> bool:
    query = asked(exchange)
    limit, page = query.get("limit", "1"), query.get("page", "1")
    sizes = page == "1" and limit.isascii() and limit.isdigit() and 1 <= int(limit) <= MOST
    texts = [text for name, text in query.items() if name in FILTERS]
    known = query.keys() <= {"page", "limit", "source", "search"}
    is_once = exchange.request.query.count("=") == len(query)
    return sizes and known and is_once and len(texts) <= 1 and all(texts)


def list_envelope(x: Observation) -> Iterator[Finding]:
    if x.accepted:
        yield from enveloped(x, "ListEnvelope", SUCCESS, "a list")
    elif x.status != SUCCESS:
        yield finding(x, "status of a list", SUCCESS, x.status, "status")


# entries
def _entries(log: Log) -> Iterator[tuple[Sight, Lead, Lead]]:
    """Entries of leads that are known, each with what is known."""
    for sight in sights(log):
        for entry in sight.page.entries:
            lead = sight.leads.get(str(entry.get("id")))
            if lead is not None:
                yield sight, entry, lead


def entry_as_stored(subject: tuple[Sight, Lead, Lead]) -> Iterator[Finding]:
    sight, entry, lead = subject
    for name in FIELDS:
        if name == "metadata" and name not in entry:
            continue  # whether entries have it is an open question
        stored, shown = field_of(lead, name), field_of(entry, name)
        if not same_field(name, stored, shown):
            yield finding(sight.x, f"{name} of an entry", stored, entry.get(name, MISSING), name)
    for name in ("createdAt", "updatedAt"):
        stored, shown = moment(lead.get(name)), moment(entry.get(name))
        if stored is not None and (shown is None or abs(stored - shown) >= PRECISION):
            yield finding(sight.x, f"`{name}` of an entry", lead[name], entry.get(name, MISSING), name)


# which leads
def all_and_no_others(sight: Sight) -> Iterator[Finding]:
    page, foreign = sight.page, sight.foreign
    twice = [lead_id for lead_id in page.ids if page.ids.count(lead_id) > 1]
    if twice:
        yield finding(sight.x, "a lead twice on a page", Words("each lead once"), twice[0], "data.leads")
    for entry in page.entries:
        if entry.get("id") in sight.gone:
            yield finding(sight.x, "a deleted lead in a list", NO_SUCH_ENTRY, entry["id"], "data.leads")
        if foreign is not None and entry.get("id") == foreign.get("id"):
            what = "another workspace's lead in a list"
            yield finding(sight.x, what, NO_SUCH_ENTRY, entry["id"], "data.leads")
        homes = {str(lead["workspaceId"]) for lead in sight.leads.values() if "workspaceId" in lead}
        home = entry.get("workspaceId")
        if isinstance(home, str) and len(homes) == 1 and home not in homes:
            yield finding(sight.x, "workspace of an entry", homes.pop(), home, "workspaceId")


def _neighbours(log: Log) -> Iterator[tuple[Sight, Sight]]:
    """Pages of a search that only the run's own leads fit, one right after the other."""
    for one, other in pairwise(sights(log)):
        first, second = dict(one.page.asked), dict(other.page.asked)
        pages = int(first.pop("page", "1") or 0), int(second.pop("page", "1") or 0)
        if one.page.is_ours and first == second and pages[1] == pages[0] + 1 and one.leads == other.leads:
            yield one, other


def nothing_between(subject: tuple[Sight, Sight]) -> Iterator[Finding]:
    one, other = subject
    for lead_id in set(one.page.ids) & set(other.page.ids):
        what, expected = "a lead on two pages of a list", Words("each lead once")
        yield finding(other.x, what, expected, lead_id, "data.leads", one.x.exchange)
    total = count(other.page.pagination.get("total"))
    shown = len(one.page.ids) + len(other.page.ids)
    if total == 2 and one.page.is_first and shown < total:
        what = "leads on the two pages of a list"
        yield finding(other.x, what, total, shown, "data.leads", one.x.exchange)


# pages
def page_has_its_entries(sight: Sight) -> Iterator[Finding]:
    page, limit = sight.page, count(sight.page.pagination.get("limit"))
    total, number = count(page.pagination.get("total")), count(page.pagination.get("page"))
    if limit is None or total is None or not number:
        return
    expected = max(0, min(limit, total - (number - 1) * limit))
    if len(page.entries) != expected:
        yield finding(sight.x, "entries of a page", expected, len(page.entries), "data.leads")


def pagination_is_right(sight: Sight) -> Iterator[Finding]:
    shown = sight.page.pagination
    total, limit, number = (count(shown.get(name)) for name in ("total", "limit", "page"))
    for name, expected in _asked_numbers(sight.page):
        if shown.get(name) != expected:
            yield _wrong(sight, name, expected)
    if total is None or not limit or not number:
        return
    least = (number - 1) * limit + len(sight.page.entries) if sight.page.entries else 0
    if total < least:
        yield _wrong(sight, "total", Words(f"{least} at least"))
    pages = -(-total // limit)
    if shown.get("totalPages") != pages and not (total == 0 and shown.get("totalPages") == 1):
        yield _wrong(sight, "totalPages", pages)
    for name, is_so in (("hasNext", number < pages), ("hasPrev", number > 1)):
        if shown.get(name) is not is_so:
            yield _wrong(sight, name, is_so)


def _asked_numbers(page: Page) -> Iterator[tuple[str, int]]:
    """The page and the limit that were asked for, where they must be granted."""
    for name, most in (("page", 1), ("limit", MOST)):
        text = page.asked.get(name, "1" if name == "page" else "")
        repeated = page.exchange.request.query.count(f"{name}=") > 1
        if text.isascii() and text.isdigit() and 1 <= int(text) <= most and not repeated:
            yield name, int(text)


def _wrong(sight: Sight, name: str, expected: Any) -> Finding:
    where = f"data.pagination.{name}"
    return finding(sight.x, f"`{name}`", expected, sight.page.pagination.get(name, MISSING), where)


def _countable(log: Log) -> Iterator[Sight]:
    """Pages of searches that only the run's own leads fit, all of which are known."""
    return (s for s in sights(log) if s.page.is_ours and s.is_all_known)


def total_is_right(sight: Sight) -> Iterator[Finding]:
    total = count(sight.page.pagination.get("total"))
    least = sum(sight.page.must_find(lead) for lead in sight.leads.values())
    most = sum(sight.page.may_find(lead) for lead in sight.leads.values())
    if total is not None and not least <= total <= most:
        expected = least if least == most else Words(f"{least} to {most}")
        yield finding(sight.x, "`total` of a search", expected, total, "data.pagination.total")


# filters
def _filtered(*names: str) -> Callable[[Log], Iterator[Sight]]:
    """Pages that these filters narrow."""

    def select(log: Log) -> Iterator[Sight]:
        return (sight for sight in sights(log) if all(sight.page.filters.get(name) for name in names))

    return select


def _finds(name: str) -> Callable[[Sight], Iterator[Finding]]:
    """Each entry passes the filter, and each lead that passes all filters is there."""

    def judge(sight: Sight) -> Iterator[Finding]:
        page, text = sight.page, sight.page.filters[name]
        for entry in page.entries:
            known = sight.leads.get(str(entry.get("id")), entry)
            if not page.may_find(known, name):
                shown = entry.get(name, entry.get("name")) if name == "search" else entry.get(name, MISSING)
                yield finding(sight.x, f"an entry that `{name}` leaves out", NO_SUCH_ENTRY, shown, name)
        for lead in sight.leads.values():
            if page.is_first and not page.is_full and page.must_find(lead) and not page.shows(lead):
                what = f"a lead that `{name}` must find"
                yield finding(sight.x, what, text, NO_SUCH_ENTRY, "data.leads")

    return judge


def narrows(sight: Sight) -> Iterator[Finding]:
    for entry in sight.page.entries:
        known = sight.leads.get(str(entry.get("id")), entry)
        for name in sight.page.filters:
            if not sight.page.may_find(known, name):
                what = f"an entry that `{name}` leaves out, of several filters"
                yield finding(sight.x, what, NO_SUCH_ENTRY, entry.get("id", MISSING), "data.leads")


def _several(log: Log) -> Iterator[Sight]:
    return (sight for sight in sights(log) if len(sight.page.filters) > 1)


# what a list leaves as it is
def _read_after_lists(log: Log) -> Iterator[tuple[Observation, Lead, Exchange]]:
    """GETs of leads to which nothing was sent since they were shown but that a list showed them too."""
    listed: dict[str, tuple[Lead, Exchange]] = {}
    for x in log.all:
        target = x.request.target
        if x.request.operation == "listLeads" and x.accepted:
            listed |= {one: (lead, x.exchange) for one, lead in x.others.items()}
            continue
        if x.method == "GET" and x.lead is not None and target in listed:
            yield x, *listed[target]
        # Whatever else was sent in between may have changed it.
        listed = {} if x.method != "GET" else {k: v for k, v in listed.items() if k != target}


def unchanged_by_lists(subject: tuple[Observation, Lead, Exchange]) -> Iterator[Finding]:
    x, before, list_exchange = subject
    for name in (*FIELDS, "updatedAt"):
        old, now = field_of(before, name), field_of(x.lead, name)
        if name not in FIELDS and old is None:
            continue
        if not (same_field(name, old, now) if name in FIELDS else same(moment(old), moment(now))):
            yield finding(x, f"{name}, after a list", old, now, name, list_exchange)


SHOWN = "list-envelope"
_OF_CREATIONS = ("created-is-stored", "create-spares-others")
RULES = (
    rule(SHOWN, ("lists",), Part(_plain, list_envelope, lasts=True)),
    rule(
        "list-is-complete",
        ("lists", "pages", "lives"),
        Part(sights, all_and_no_others),
        Part(_neighbours, nothing_between),
        rests_on=("deleted-lead-gone",),
    ),
    rule(
        "list-entries-as-stored",
        ("lists", "pages"),
        Part(_entries, entry_as_stored),
        rests_on=("response-is-stored", "other-leads-unchanged", *_OF_CREATIONS, SHOWN),
    ),
    rule(
        "list-pages-full",
        ("lists", "pages"),
        Part(sights, page_has_its_entries),
        rests_on=(SHOWN, "list-pagination"),
    ),
    rule(
        "list-pagination",
        ("lists", "pages", "filters", "lives"),
        Part(sights, pagination_is_right),
        Part(_countable, total_is_right),
        rests_on=(
            SHOWN,
            "list-search",
            "create-refused-creates-nothing",
            "created-id-new",
            "deleted-lead-gone",
        ),
    ),
    rule("list-status-filter", ("lists", "filters"), Part(_filtered("status"), _finds("status"))),
    rule("list-source-filter", ("filters",), Part(_filtered("source"), _finds("source"))),
    rule(
        "list-search", ("lists", "pages", "filters", "searches"), Part(_filtered("search"), _finds("search"))
    ),
    rule("list-filters-narrow", ("lists", "filters"), Part(_several, narrows)),
    rule(
        "list-changes-nothing",
        ("lists", "invalid-status"),
        Part(_read_after_lists, unchanged_by_lists),
        rests_on=("response-is-stored", "updated-at-is-update-time", *_OF_CREATIONS),
    ),
)
