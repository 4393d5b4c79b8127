"""What a deployment answers to the questions on lists."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from leads_check.evidence.exchange import OWN_KEY
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.pages import COMPARISONS, MOST, Comparing, Page, asked, count, fits, page_of
from leads_check.evidence.sight import Sight, sights
from leads_check.evidence.values import Lead, metadata_of, moment
from leads_check.rules.reading import status_of
from leads_check.rules.rule import Answer, Rule
from leads_check.scenes.refusals import INVALID_STATUS

BEYOND = 99
"""A page that a search for one lead does not have."""
Seen = Callable[[Page], str | None]


def _asked(log: Log, asks: Callable[[Mapping[str, str], str], bool]) -> Iterator[Observation]:
    """Answers to lists, with the key, whose query asks."""
    for x in log.all:
        is_list = x.request.operation == "listLeads" and x.exchange.answered and x.exchange.is_served
        own = x.request.key == OWN_KEY and x.request.authorization is None
        if is_list and own and asks(asked(x.exchange), x.request.query):
            yield x


def parameter(asks: Callable[[Mapping[str, str], str], bool], seen: Seen, refused: str = "refused") -> Answer:
    """The answer by what the page shows, or `refused` for a 400."""

    def answer(log: Log) -> str | None:
        for x in _asked(log, asks):
            if x.status == 400 and not _is_mixed(x.request.query):
                return refused
            page = page_of(x.exchange)
            found = seen(page) if page else None if x.status == 400 else status_of(x)
            if found is not None:
                return found
        return None

    return answer


def _is_mixed(text: str) -> bool:
    """Whether a refusal may be for either of several reasons."""
    return text.count("limit=") > 1 and "contract_test" in text


def size(log: Log) -> int | None:
    """The limit of a list for which none was given."""
    for x in _asked(log, lambda query, text: "limit" not in query):
        page = page_of(x.exchange)
        if page is not None:
            return count(page.pagination.get("limit"))
    return None


def default_page_size(log: Log) -> str | None:
    limit = size(log)
    return None if limit is None else f"entries-{limit}"


def as_without(name: str, value: str, answer: str) -> Answer:
    """Whether the parameter with this value is refused, or counts as not given, as its default shows."""

    def read(log: Log) -> str | None:
        default = size(log) if name == "limit" else 1

        def seen(page: Page) -> str | None:
            shown = count(page.pagination.get(name))
            return None if default is None else answer if shown == default else f"`{name}` {shown}"

        return parameter(lambda query, text: query.get(name) == value, seen)(log)

    return read


def _clamped(page: Page) -> str | None:
    limit = count(page.pagination.get("limit"))
    return "clamped" if limit == MOST else f"a page of {limit}"


large_limit = parameter(lambda query, text: query.get("limit") == str(MOST + 1), _clamped)


def _beyond(page: Page) -> str | None:
    shown, last = count(page.pagination.get("page")), count(page.pagination.get("totalPages"))
    if shown == int(page.asked["page"]) and not page.entries:
        return "empty"
    return "last-page" if shown == last and page.entries else "another page"


page_beyond_end = parameter(lambda query, text: query.get("page") == str(BEYOND), _beyond)


def pages_of_none(log: Log) -> str | None:
    for sight in sights(log):
        shown = sight.page.pagination
        if count(shown.get("total")) == 0 and sight.page.is_first:
            pages = count(shown.get("totalPages"))
            return {0: "zero", 1: "one"}.get(-1 if pages is None else pages, f"{pages} pages")
    return None


def combined_filters(log: Log) -> str | None:
    for x in _asked(log, lambda query, text: len(query.keys() & {"status", "source", "search"}) > 1):
        if x.accepted or x.status == 400:
            return "all-hold" if x.accepted else "second-refused"
        return status_of(x)
    return None


def _by_total(none: str, some: str) -> Seen:
    """The answer by whether any lead was found."""

    def seen(page: Page) -> str | None:
        total = count(page.pagination.get("total"))
        return None if total is None else some if total else none

    return seen


unknown_status = parameter(
    lambda query, text: query.get("status") == INVALID_STATUS, _by_total("none-found", "ignored")
)


def _blank(page: Page) -> str | None:
    if page.entries:
        return "taken" if all(entry.get("source") == "" for entry in page.entries) else "ignored"
    return "taken"


blank_parameter = parameter(lambda query, text: query.get("source") == "", _blank)


def _repeated(page: Page) -> str | None:
    shown = count(page.pagination.get("limit"))
    return {1: "first-wins", 2: "last-wins"}.get(shown or 0, f"`limit` {shown}")


repeated_parameter = parameter(lambda query, text: text.count("limit=") == 2, _repeated)
unknown_parameter = parameter(lambda query, text: "contract_test" in query, lambda page: "ignored")


def _entries(log: Log) -> Iterator[tuple[Lead, Lead]]:
    for sight in sights(log):
        for entry in sight.page.entries:
            if (lead := sight.leads.get(str(entry.get("id")))) is not None:
                yield entry, lead


def carries(name: str, is_shown: Callable[[Lead], Any]) -> Answer:
    """Whether the entries of leads that have the member show it."""

    def answer(log: Log) -> str | None:
        shown = {name in entry for entry, lead in _entries(log) if is_shown(lead)}
        return (
            None if not shown else "some do" if len(shown) > 1 else "included" if shown.pop() else "left-out"
        )

    return answer


list_metadata = carries("metadata", metadata_of)
list_workspace_id = carries("workspaceId", lambda lead: True)


# searches
def comparing(which: str) -> Answer:
    """The answer that all ways to compare have in common, of those that explain the pages."""

    def answer(log: Log) -> str | None:
        pages = [sight for sight in sights(log) if _shows_all(sight)]
        explaining = [how for how in COMPARISONS if all(_explains(how, sight) for sight in pages)]
        found = {getattr(how, which) for how in explaining}
        if pages and not found:
            return "in none of the listed ways"
        return found.pop() if len(found) == 1 else None

    return answer


def _shows_all(sight: Sight) -> bool:
    """Whether a lead that is not on the page does not fit."""
    return sight.page.is_first and not sight.page.is_full and bool(sight.page.filters)


def _explains(how: Comparing, sight: Sight) -> bool:
    return all(fits(sight.page.filters, lead, how) == sight.page.shows(lead) for lead in sight.leads.values())


# order
def _later(one: Lead, other: Lead, name: str) -> bool | None:
    first, second = moment(one.get(name)), moment(other.get(name))
    return None if first is None or second is None or first == second else first > second


_ORDERS: Mapping[str, Callable[[Lead, Lead], bool | None]] = {
    "newest-first": lambda one, other: _later(one, other, "createdAt"),
    "oldest-first": lambda one, other: _later(other, one, "createdAt"),
    "last-updated-first": lambda one, other: _later(one, other, "updatedAt"),
}
"""By answer, whether the first of two leads comes before the second; None where that cannot be told."""


def _in_sequence(log: Log) -> Iterator[tuple[Lead, Lead]]:
    """Leads that are known, as a list shows one after the other: on a page, or on two of one lead each."""
    before: Sight | None = None
    for sight in sights(log):
        shown = [sight.leads[lead_id] for lead_id in sight.page.ids if lead_id in sight.leads]
        if before is not None and _follows(before.page, sight.page):
            shown = [*(before.leads[i] for i in before.page.ids if i in before.leads), *shown]
        yield from pairwise(shown)
        before = sight


def _follows(one: Page, other: Page) -> bool:
    first, second = dict(one.asked), dict(other.asked)
    pages = first.pop("page", "1"), second.pop("page", "1")
    return pages == ("1", "2") and first == second and one.is_ours


def list_order(log: Log) -> str | None:
    pairs = list(_in_sequence(log))
    told = {answer: [comes(*pair) for pair in pairs] for answer, comes in _ORDERS.items()}
    possible = [answer for answer, said in told.items() if False not in said]
    shown = [answer for answer in possible if True in told[answer]]
    if pairs and not possible:
        return "another order"
    return shown[0] if len(possible) == 1 and shown else None


_ANSWERS: dict[str, tuple[str, Answer]] = {
    "default-page-size": ("lists", default_page_size),
    "large-limit": ("odd-lists", large_limit),
    "low-limit": ("odd-lists", as_without("limit", "0", "ignored")),
    "low-page": ("odd-lists", as_without("page", "0", "first-page")),
    "no-number": ("odd-lists", as_without("page", "two", "ignored")),
    "page-beyond-end": ("odd-lists", page_beyond_end),
    "pages-of-none": ("lists", pages_of_none),
    "list-order": ("pages", list_order),
    "search-case": ("searches", comparing("case")),
    "search-parts": ("searches", comparing("parts")),
    "search-spaces": ("searches", comparing("spaces")),
    "combined-filters": ("lists", combined_filters),
    "unknown-status": ("odd-lists", unknown_status),
    "source-case": ("filters", comparing("source_case")),
    "blank-parameter": ("odd-lists", blank_parameter),
    "repeated-parameter": ("odd-lists", repeated_parameter),
    "unknown-parameter": ("odd-lists", unknown_parameter),
    "list-workspace-id": ("lists", list_workspace_id),
    "list-metadata": ("lists", list_metadata),
}
RULES = tuple(Rule(question, (scene,), answer=answer) for question, (scene, answer) in _ANSWERS.items())
