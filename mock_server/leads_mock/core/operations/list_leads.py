"""List Leads: a page of the leads that fit."""

from datetime import datetime
from functools import partial
from typing import Any

from leads_mock.core.errors import Violation
from leads_mock.core.json_text import decode, encode
from leads_mock.core.listing import Query, QueryReader
from leads_mock.core.operations.operation import Operation, Parameters, Terms
from leads_mock.core.store import NOTHING, Commit, Found, Intent, Wants


class ListLeads(Operation):
    """Shows leads page by page."""

    reads_query = True

    def __init__(self, terms: Terms) -> None:
        profile = terms.profile
        self._read = QueryReader(terms.list_parameters, profile)
        self._pages_of_none = int(profile["pages-of-none"] == "one")
        self._beyond_end = profile["page-beyond-end"]
        self._left_out = [
            name
            for name, question in (("metadata", "list-metadata"), ("workspaceId", "list-workspace-id"))
            if profile[question] == "left-out"
        ]

    def check(self, parameters: Parameters, sent: Any, now: datetime) -> Intent:
        """The page that the query asks for. Raises Violation, when decided as well."""
        query = self._read(sent)
        return Intent(Wants(selection=query.selection), partial(self._decide, query))

    def subject(self, parameters: Parameters) -> Intent:
        """The path names nothing."""
        return Intent(Wants(), lambda found: NOTHING)

    def _decide(self, query: Query, found: Found) -> Commit:
        fitting = found.select(query.selection)
        total = len(fitting)
        pages = -(-total // query.limit) or self._pages_of_none
        page = self._settled(query, pages)
        pagination = {
            "page": page,
            "limit": query.limit,
            "total": total,
            "totalPages": pages,
            "hasNext": page < pages,
            "hasPrev": page > 1,
        }
        first = (page - 1) * query.limit
        entries = b",".join(map(self._shown, fitting[first : first + query.limit]))
        return Commit(
            b'{"success":true,"data":{"leads":[%b],"pagination":%b}}' % (entries, encode(pagination))
        )

    def _settled(self, query: Query, pages: int) -> int:
        last = max(pages, 1)
        if query.page <= last or self._beyond_end == "empty":
            return query.page
        if self._beyond_end == "refused":
            raise Violation("page", query.page_sent, f"page must be at most {last}")
        return last

    def _shown(self, text: bytes) -> bytes:
        if not self._left_out:
            return text
        lead = decode(text)
        for name in self._left_out:
            lead.pop(name, None)
        return encode(lead)
