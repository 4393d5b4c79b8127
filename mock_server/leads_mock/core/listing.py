"""What the query string of a list asks for, or why it is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leads_mock.core.errors import Violation
from leads_mock.core.store import Arrangement, Selection

Given = Sequence[tuple[str, str]]
"""The parameters of a query string, decoded, in the order in which they were sent."""
_NUMBER = re.compile("-?[0-9]{1,4000}")  # more digits Python does not read
_FILTERS = ("status", "source", "search")


@dataclass(frozen=True)
class Query:
    """A page of a list; `page` counts from 1, and `page_sent` is the text that named it."""

    page: int
    page_sent: str | None
    limit: int
    selection: Selection


class QueryReader:
    """Reads queries as the profile says; `parameters` are the schemas of those that there are, by name."""

    def __init__(self, parameters: Mapping[str, Mapping[str, Any]], profile: Mapping[str, str]) -> None:
        self._names, self._profile = tuple(parameters), profile
        self._most: int = parameters["limit"]["maximum"]
        self._statuses: Sequence[str] = parameters["status"]["enum"]
        self._size = int(profile["default-page-size"].removeprefix("entries-"))
        members = (name.replace("_", "-") for name in Arrangement._fields)
        self._arrangement = Arrangement(*(profile[question] for question in members))

    def __call__(self, given: Given) -> Query:
        """Raises Violation for the first parameter that is refused."""
        query = self._once(given)
        page = self._number("page", query, "low-page")
        limit = self._number("limit", query, "low-limit")
        selection = self._selection(query)
        return Query(
            1 if page is None else page,
            query.get("page"),
            self._size if limit is None else self._at_most(limit, query),
            selection,
        )

    def _once(self, given: Given) -> dict[str, str]:
        """The parameters that count, by name."""
        found: dict[str, str] = {}
        ignores_empty = self._profile["blank-parameter"] == "ignored"
        for name, value in given:
            if name not in self._names:
                if self._profile["unknown-parameter"] == "refused":
                    raise Violation(name, value, "Unknown parameter")
            elif name in found and self._profile["repeated-parameter"] == "refused":
                raise Violation(name, value, f"{name} must be given once")
            elif name not in found or self._profile["repeated-parameter"] == "last-wins":
                found[name] = value
        return {name: value for name, value in found.items() if value or not ignores_empty}

    def _number(self, name: str, query: Mapping[str, str], low: str) -> int | None:
        """The number; None for what is as good as not given."""
        text = query.get(name)
        if text is None:
            return None
        is_number = _NUMBER.fullmatch(text)
        if is_number and int(text) > 0:
            return int(text)
        self._refuse_unless(low if is_number else "no-number", name, text)
        return None

    def _refuse_unless(self, question: str, name: str, text: str) -> None:
        if self._profile[question] == "refused":
            most = f" to {self._most}" if name == "limit" else " on"
            raise Violation(name, text, f"{name} must be a whole number from 1{most}")

    def _at_most(self, limit: int, query: Mapping[str, str]) -> int:
        if limit > self._most:
            self._refuse_unless("large-limit", "limit", query["limit"])
        return min(limit, self._most)

    def _selection(self, query: Mapping[str, str]) -> Selection:
        status, source, search = (query.get(name) for name in _FILTERS)
        if status is not None and status not in self._statuses:
            status = self._unknown(status)
        given = [name for name in _FILTERS if name in query]
        if len(given) > 1 and self._profile["combined-filters"] == "second-refused":
            raise Violation(given[1], query[given[1]], f"{given[1]} must not be given beside {given[0]}")
        return Selection(self._arrangement, status, source, self._words(search or ""))

    def _unknown(self, status: str) -> str | None:
        if self._profile["unknown-status"] == "refused":
            raise Violation("status", status, f"Status must be one of: {', '.join(self._statuses)}")
        return status if self._profile["unknown-status"] == "none-found" else None

    def _words(self, search: str) -> tuple[str, ...]:
        if self._profile["search-spaces"] == "each-word":
            return tuple(search.split())
        text = search.strip() if self._profile["search-spaces"] == "trimmed" else search
        return (text,) if text else ()
