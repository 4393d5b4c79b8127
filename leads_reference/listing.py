"""List Leads."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from leads_reference.answer import Answer, Refusal
from leads_reference.holding import Holding, Lead
from leads_reference.jsontext import JsonObject
from leads_reference.refusing import STATUSES

PARAMETERS = ("page", "limit", "status", "source", "search")
FILTERS = ("status", "source", "search")
MOST = 100
_FITS: Mapping[str, Callable[[str, str], bool]] = {
    "anywhere": lambda text, word: word in text,
    "beginning": lambda text, word: text.startswith(word),
    "whole": lambda text, word: word == text,
}
Query = Mapping[str, str]


class Window(NamedTuple):
    """Which page, and how long pages are."""

    page: int
    limit: int


class Listing(Holding):
    """From a query string to a page of leads."""

    def list(self, authorization: Sequence[str], query: str) -> Answer:
        try:
            for stage in self.answer("check-order").split("-"):
                if stage == "authentication":
                    workspace = self.authenticate(authorization)
                elif stage == "validation":
                    given = self.read_query(query)
                    page = self.number("page", given, "low-page") or 1
                    limit = self.number("limit", given, "low-limit") or self.page_size()
                    filters = self.filters(given)
                    window = Window(page, self.at_most(limit, given))
            found = self.ordered([lead for lead in self.listed(workspace) if self.fits(lead, filters)])
            return self.page_of(found, self.settled(window, len(found), given))
        except Refusal as refusal:
            return self.refuse(refusal)

    # the query string
    def read_query(self, query: str) -> Query:
        """The parameters that count."""
        given: dict[str, str] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            if name not in PARAMETERS:
                if self.answer("unknown-parameter") == "refused":
                    raise self.invalid(name, value, "Must not be sent")
            elif name in given and self.answer("repeated-parameter") == "refused":
                raise self.invalid(name, value, "Must be sent once")
            elif name not in given or self.answer("repeated-parameter") == "last-wins":
                given[name] = value
        keeps_empty = self.answer("blank-parameter") == "taken"
        return {name: value for name, value in given.items() if value or keeps_empty}

    def at_most(self, limit: int, given: Query) -> int:
        if limit > MOST and self.answer("large-limit") == "refused":
            raise self.invalid("limit", given["limit"], f"Must be {MOST} at most")
        return min(limit, MOST)

    def page_size(self) -> int:
        return int(self.answer("default-page-size").partition("-")[2])

    def number(self, name: str, given: Query, low: str) -> int | None:
        """The number, None for what counts as not given."""
        text = given.get(name)
        if text is None:
            return None
        is_number = re.fullmatch("-?[0-9]{1,4000}", text) is not None
        if is_number and int(text) > 0:
            return int(text)
        if self.answer(low if is_number else "no-number") == "refused":
            raise self.invalid(name, text, "Must be a whole number above zero")
        return None

    # filters
    def filters(self, given: Query) -> Query:
        sent = [name for name in FILTERS if name in given]
        filters = {name: given[name] for name in sent}
        if "status" in filters and filters["status"] not in STATUSES:
            if self.answer("unknown-status") == "refused":
                raise self.invalid_status(filters["status"])
            if self.answer("unknown-status") == "ignored":
                del filters["status"]
        if len(sent) > 1 and self.answer("combined-filters") == "second-refused":
            raise self.invalid(sent[1], given[sent[1]], "Must be the only filter")
        return filters

    def fits(self, lead: Lead, filters: Query) -> bool:
        return all(self.fits_one(name, lead, text) for name, text in filters.items())

    def fits_one(self, name: str, lead: Lead, text: str) -> bool:
        if name == "status":
            return bool(lead["status"] == text)
        if name == "source":
            return self.fits_source(lead["source"], text)
        return self.fits_search(lead, text)

    def fits_source(self, source: str | None, text: str) -> bool:
        if source is None or self.answer("source-case") == "exact-case":
            return source == text
        return source.casefold() == text.casefold()

    def fits_search(self, lead: Lead, text: str) -> bool:
        texts = [self.folded(str(lead[member] or "")) for member in self.searched()]
        return all(any(self.found_in(one, word) for one in texts) for word in self.words(text))

    def searched(self) -> Sequence[str]:
        """The members in which a search looks."""
        return ("name", "email")

    def folded(self, text: str) -> str:
        return text.casefold() if self.answer("search-case") == "any-case" else text

    def words(self, text: str) -> Sequence[str]:
        """The texts that must all be found."""
        spaces = self.answer("search-spaces")
        if spaces == "each-word":
            return [self.folded(word) for word in text.split()]
        text = text.strip() if spaces == "trimmed" else text
        return [self.folded(text)] if text else []

    def found_in(self, text: str, word: str) -> bool:
        return _FITS[self.answer("search-parts")](text, word)

    # which leads, and which of them
    def listed(self, workspace: str) -> Sequence[Lead]:
        """The leads of the workspace as they came."""
        return [lead for lead in self.leads.values() if lead["workspaceId"] == workspace]

    def ordered(self, leads: Sequence[Lead]) -> Sequence[Lead]:
        order = self.answer("list-order")
        member = "updatedAt" if order == "last-updated-first" else "createdAt"
        oldest_first = sorted(leads, key=lambda lead: lead[member])
        return oldest_first if order == "oldest-first" else oldest_first[::-1]

    def pages(self, total: int, limit: int) -> int:
        return -(-total // limit) or (1 if self.answer("pages-of-none") == "one" else 0)

    def settled(self, window: Window, total: int, given: Query) -> Window:
        """What is shown where there is no such page."""
        last, beyond = max(1, self.pages(total, window.limit)), self.answer("page-beyond-end")
        if window.page <= last or beyond == "empty":
            return window
        if beyond == "refused":
            raise self.invalid("page", given["page"], f"Must be {last} at most")
        return Window(last, window.limit)

    # showing
    def page_of(self, found: Sequence[Lead], window: Window) -> Answer:
        entries = [self.render_entry(lead) for lead in self.cut(found, window)]
        data = {"leads": entries, "pagination": self.pagination(found, window)}
        return Answer(200, {"success": True, "data": data})

    def cut(self, found: Sequence[Lead], window: Window) -> Sequence[Lead]:
        start = (window.page - 1) * window.limit
        return found[start : start + window.limit]

    def pagination(self, found: Sequence[Lead], window: Window) -> JsonObject:
        pages = self.pages(len(found), window.limit)
        return {
            "page": window.page,
            "limit": window.limit,
            "total": len(found),
            "totalPages": pages,
            "hasNext": window.page < pages,
            "hasPrev": window.page > 1,
        }

    def render_entry(self, lead: Lead) -> JsonObject:
        entry = self.render_lead(lead)
        for member, question in (("metadata", "list-metadata"), ("workspaceId", "list-workspace-id")):
            if self.answer(question) == "left-out":
                entry.pop(member, None)
        return entry
