"""What a list shows, and which leads its filters leave, by each answer to the open questions. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.values import Lead
from leads_contract import load_contract

FILTERS = ("status", "source", "search")
MOST = int(load_contract().operations["listLeads"].parameters["limit"].schema["maximum"])
_TOKEN = re.compile("[0-9a-f]{8,}")


class Comparing(NamedTuple):
    """One way to compare: an answer to each of the questions on `search` and `source`."""

    case: str
    parts: str
    spaces: str
    source_case: str


COMPARISONS = tuple(
    Comparing(*answers)
    for answers in product(
        *(
            load_contract().questions[question].answers
            for question in ("search-case", "search-parts", "search-spaces", "source-case")
        )
    )
)
_FOUND: Mapping[str, Callable[[str, str], bool]] = {
    "anywhere": lambda text, word: word in text,
    "beginning": lambda text, word: text.startswith(word),
    "whole": lambda text, word: text == word,
}


@dataclass(frozen=True)
class Page:
    """A page as an answer shows it, and what was asked for."""

    exchange: Exchange
    entries: tuple[Lead, ...]
    pagination: Mapping[str, Any]

    @property
    def asked(self) -> Mapping[str, str]:
        """The parameters that were sent."""
        return asked(self.exchange)

    @cached_property
    def filters(self) -> Mapping[str, str]:
        """Those of them that narrow the list, empty ones aside."""
        return {name: text for name, text in self.asked.items() if name in FILTERS and text}

    @property
    def is_first(self) -> bool:
        """Whether the list begins here."""
        return self.asked.get("page", "1") == "1"

    @property
    def is_full(self) -> bool:
        """Whether more leads could fit than the page has room for."""
        limit = count(self.pagination.get("limit"))
        return limit is not None and len(self.entries) >= limit

    @property
    def is_ours(self) -> bool:
        """Whether the search has a token of the run, so that nobody else's lead fits."""
        return _TOKEN.search(self.filters.get("search", "") + self.filters.get("source", "")) is not None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the entries."""
        return tuple(entry["id"] for entry in self.entries if isinstance(entry.get("id"), str))

    def shows(self, lead: Lead) -> bool:
        """Whether the lead is on the page."""
        return lead.get("id") in self.ids

    def must_find(self, lead: Lead) -> bool:
        """Whether the lead passes all filters by whichever answers."""
        return all(fits(self.filters, lead, how) for how in COMPARISONS)

    def may_find(self, lead: Lead, only: str = "") -> bool:
        """Whether the lead passes all filters, or the named one alone, by some answers."""
        filters = {only: self.filters[only]} if only else self.filters
        return any(fits(filters, lead, how) for how in COMPARISONS)


def asked(exchange: Exchange) -> dict[str, str]:
    """The parameters of a list, by name; of those given twice the last."""
    return dict(parse_qsl(exchange.request.query, keep_blank_values=True))


def page_of(exchange: Exchange) -> Page | None:
    """The page that an accepted list shows; None where there is no such thing in the answer."""
    data = exchange.body.get("data") if isinstance(exchange.body, dict) else None
    if exchange.request.operation != "listLeads" or not exchange.accepted or not isinstance(data, dict):
        return None
    entries, pagination = data.get("leads"), data.get("pagination")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return None
    return Page(exchange, tuple(entries), pagination if isinstance(pagination, dict) else {})


def count(value: Any) -> int | None:
    """A whole number that is not below zero, None for anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and value >= 0 else None


def fits(filters: Mapping[str, str], lead: Lead, how: Comparing) -> bool:
    """Whether the lead passes all the filters."""
    return all(_fits_one(name, text, lead, how) for name, text in filters.items())


def _fits_one(name: str, text: str, lead: Lead, how: Comparing) -> bool:
    if name == "search":
        texts = [_folded(str(lead.get(member) or ""), how.case) for member in ("name", "email")]
        words = _words(_folded(text, how.case), how.spaces)
        return all(any(_FOUND[how.parts](one, word) for one in texts) for word in words)
    case = how.source_case if name == "source" else "exact-case"
    value = lead.get(name)
    return isinstance(value, str) and _folded(value, case) == _folded(text, case)


def _folded(text: str, case: str) -> str:
    return text.casefold() if case == "any-case" else text


def _words(text: str, spaces: str) -> list[str]:
    if spaces == "each-word":
        return text.split()
    return [text.strip() if spaces == "trimmed" else text]
