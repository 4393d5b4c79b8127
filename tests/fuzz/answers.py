"""What a deployment may answer in place of what it should: statuses, headers, bodies, cuts, hangs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from leads_check.wire.client import Answer, Trouble

from tests.fuzz.texts import VALUES


@dataclass(frozen=True)
class Change:
    """Makes another answer of one; `what` tells a reader which."""

    what: str
    make: Callable[[Answer], Answer]

    def __repr__(self) -> str:
        return self.what


_STATUSES = st.one_of(
    st.sampled_from([200, 400, 404, 429, 500, 503]),
    st.integers(201, 206) | st.integers(300, 308) | st.integers(401, 431) | st.integers(501, 511),
    st.sampled_from([100, 199, 299, 599, 600, 999]),
)
_ODD = ("", "0", "-1", "1", "nan", "inf", "\u00b2", "9" * 5000, "1e308", "0.5", "x", "\x00", "\xff" * 50)
_DATES = ("Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 99", "", "x" * 5000)
_HEADERS = st.one_of(
    st.tuples(
        st.sampled_from(["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-limit"]),
        st.sampled_from([*_ODD, *_DATES]),
    ),
    st.tuples(st.just("date"), st.sampled_from(_DATES)),
    st.tuples(
        st.sampled_from(["content-type", "allow", "www-authenticate", "location", "etag", "set-cookie"]),
        st.sampled_from(
            [*_ODD, "text/html", "application/json; charset=utf-16", "PUT,,GET", 'Bearer realm="']
        ),
    ),
)
_MEMBERS = st.one_of(
    st.sampled_from(["success", "data", "code", "error", "details", "field", "value", "message"]),
    st.sampled_from(["id", "name", "email", "phone", "source", "status", "metadata"]),
    st.sampled_from(["createdAt", "updatedAt", "workspaceId", "existingLeadId", "leadId"]),
)
_BODIES = st.one_of(
    VALUES.map(str.encode),
    st.binary(max_size=50),
    st.sampled_from([b"", b"null", b"[]", b"{}", b"<html>", b"\xef\xbb\xbf{}", b'{"a": 1, "a": 2}']),
    st.sampled_from(
        [b'{"success": true}', b'{"success": true, "data": []}', b'{"success": 1, "data": {"id": 1}}']
    ),
)


def _with(**changes: Any) -> Change:
    return Change(f"{changes}"[:200], lambda answer: replace(answer, **changes))


def _header(pair: tuple[str, str]) -> Change:
    name, value = pair
    return Change(
        f"{name}: {value[:40]}", lambda answer: replace(answer, headers={**answer.headers, name: value})
    )


def _shortened(part: float) -> Change:
    return Change(
        f"shortened to {part}",
        lambda answer: replace(answer, content=answer.content[: int(part * len(answer.content))]),
    )


def _member(name: str, value: str | None) -> Change:
    """Each member of this name has another value, or is not there."""

    def changed(node: Any) -> Any:
        if isinstance(node, dict):
            rest = {key: changed(item) for key, item in node.items() if key != name or value is not None}
            return {key: _Raw(value or "") if key == name else item for key, item in rest.items()}
        return [changed(item) for item in node] if isinstance(node, list) else node

    def change(answer: Answer) -> Answer:
        try:
            content = json.loads(answer.content)
        except ValueError:
            return answer
        return replace(answer, content=_written(changed(content)).encode("utf-8", "surrogatepass"))

    return Change(f"{name} is {value}"[:200], change)


@dataclass(frozen=True)
class _Raw:
    """A JSON text among values."""

    text: str


def _written(node: Any) -> str:
    if isinstance(node, _Raw):
        return node.text
    if isinstance(node, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{_written(item)}" for key, item in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ",".join(map(_written, node)) + "]"
    return json.dumps(node)


def _lost(trouble: Trouble) -> Change:
    return Change(trouble.name, lambda answer: Answer(problem="generated", trouble=trouble))


CHANGES: st.SearchStrategy[Change] = st.one_of(
    _STATUSES.map(lambda status: _with(status=status)),
    _HEADERS.map(_header),
    st.just(_with(headers={})),
    _BODIES.map(lambda content: _with(content=content)),
    st.floats(0, 1).map(_shortened),
    st.builds(_member, _MEMBERS, VALUES),
    st.builds(_member, _MEMBERS, st.none()),
    st.sampled_from([Trouble.CUT, Trouble.HANG]).map(_lost),
    st.just(_with(content=b"", problem="the answer is over 16 MiB")),
)


@dataclass(frozen=True)
class Disturbance:
    """What befalls the requests from one on, and whether they are carried out all the same."""

    first: int
    number: int
    changes: tuple[Change, ...]
    is_applied: bool

    def meet(self, number: int, carry_out: Callable[[], Answer]) -> Answer:
        """What the request of this number gets."""
        if not self.first <= number < self.first + self.number:
            return carry_out()
        answer = carry_out() if self.is_applied else Answer(503, {}, b"")
        for change in self.changes:
            answer = change.make(answer)
        return answer


DISTURBANCES = st.builds(
    Disturbance,
    st.one_of(st.integers(1, 12), st.integers(1, 250)),
    st.sampled_from([1, 1, 1, 2, 3, 10, 10**6]),
    st.lists(CHANGES, min_size=1, max_size=3).map(tuple),
    st.sampled_from([True, True, True, False]),
)
