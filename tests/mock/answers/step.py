"""One request to a deployment, and what its answer shows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from tests.mock.leads import JOHN, KEY, Lead, LeadsClient

ABSENT = object()
"""Stands for a member that must not be there."""

Expected = dict[str, Any]
"""Members and their values; a compiled pattern stands for a text that it matches."""


@dataclass(frozen=True)
class Step:
    """A request and its outcome; `sent` goes as it is where it is bytes, else as JSON unless it is None.

    `data`, `details`, `envelope` and `headers` are what these parts of the answer must show, beside others.
    `moves` says whether `updatedAt` moves, None where it does not matter. Of a list, `ids` are those of the
    entries, None for any, and `entry` and `pagination` what the first entry and the pagination must show.
    """

    sent: Any
    status: int = 200
    code: str | None = None
    data: Expected = field(default_factory=dict)
    details: Expected = field(default_factory=dict)
    envelope: Expected = field(default_factory=dict)
    headers: Expected = field(default_factory=dict)
    moves: bool | None = None
    ids: tuple[str, ...] | None = None
    entry: Expected = field(default_factory=dict)
    pagination: Expected = field(default_factory=dict)
    lead_id: str = JOHN
    method: str = "PUT"
    path: str = "/api/v1/leads/{}"
    content_type: str | None = "application/json"
    authorization: str | None = f"Bearer {KEY}"

    def on(self, lead_id: str) -> Self:
        """The same for another lead."""
        return replace(self, lead_id=lead_id)

    def moving(self, moves: bool) -> Self:
        """The same, with or without a new `updatedAt`."""
        return replace(self, moves=moves)

    def take(self, leads: LeadsClient) -> None:
        """Sends the request and asserts its outcome; a refusal must leave all leads as they were."""
        before = leads.stored()
        sent = {"Content-Type": self.content_type, "Authorization": self.authorization}
        body = {"content": self.sent} if isinstance(self.sent, bytes | None) else {"json": self.sent}
        request = leads.http.build_request(self.method, self.path.format(self.lead_id), **body)
        for name, value in sent.items():
            request.headers.pop(name, None)
            if value is not None:
                request.headers[name] = value

        answer = leads.http.send(request)

        content, after = answer.json() if answer.content else {}, leads.stored()
        assert answer.status_code == self.status, content
        assert content.get("code") == self.code
        self._shows_list(content.get("data", {}))
        shows(content.get("data", {}), self.data)
        shows(content.get("details", {}), self.details)
        shows(content, self.envelope)
        shows(answer.headers, self.headers)
        assert after == (self._stored(before, content) if answer.is_success else before)
        if self.moves is not None:
            moved = after[self.lead_id]["updatedAt"] != before[self.lead_id]["updatedAt"]
            assert moved == self.moves

    def _shows_list(self, data: Any) -> None:
        entries = data.get("leads", ())
        assert self.ids is None or [entry["id"] for entry in entries] == list(self.ids)
        shows(entries[0] if self.entry else {}, self.entry)
        shows(data.get("pagination", {}), self.pagination)

    def _stored(self, before: dict[str, Lead], content: Any) -> dict[str, Lead]:
        """What is there after a success."""
        if self.method in ("PUT", "POST"):
            return {**before, content["data"]["id"]: content["data"]}
        return {key: lead for key, lead in before.items() if self.method != "DELETE" or key != self.lead_id}


def shows(shown: Mapping[str, Any], expected: Expected) -> None:
    """Asserts that the members of `expected` are shown."""
    for name, value in expected.items():
        if value is ABSENT:
            assert name not in shown
        elif isinstance(value, re.Pattern):
            assert value.fullmatch(shown.get(name, "")), shown
        else:
            # Compared by type as well: 1, 1.0 and true are equal in Python.
            assert (repr(shown.get(name, ABSENT)), name) == (repr(value), name)


def accepted(sent: Any, **data: Any) -> Step:
    """An update that answers 200 with these members of the lead."""
    return Step(sent, data=data)


def refused(sent: Any, field: str, value: Any, **request: Any) -> Step:
    """An update that answers 400 for this field."""
    return Step(sent, 400, "VALIDATION_ERROR", details={"field": field, "value": value}, **request)


def conflicting(sent: Any, **request: Any) -> Step:
    """An update that answers 409."""
    return Step(sent, 409, "DUPLICATE_EMAIL", **request)
