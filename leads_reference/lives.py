"""For each open question on lists, creation, deletion or several requests, what its answers make of these."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from leads_reference.jsontext import Json, same
from leads_reference.model import Model
from leads_reference.outcomes import KEY, NOW
from leads_reference.world import WORLD

LEAD, OTHER = WORLD.lead_id, WORLD.other_lead_id
CHATBOT, OLDEST = WORLD.chatbot_of(WORLD.api_key), "lead_1234567890abcdef"
EMAIL = next(lead["email"] for lead in WORLD.leads if lead["id"] == OTHER)


class Life(NamedTuple):
    """Requests one after the other, and what they show in the end by answer."""

    question: str
    play: Callable[[Model], Json]
    expected: Mapping[str, Any]

    def holds(self, answer: str) -> bool:
        return same(self.play(Model({self.question: answer}, now=lambda: NOW)), self.expected[answer])


def delete(model: Model, lead_id: str = LEAD) -> int:
    return model.delete([KEY], lead_id).status


def update(model: Model, sent: Any, lead_id: str = LEAD) -> int:
    return model.update([KEY], lead_id, "application/json", json.dumps(sent).encode()).status


def paged(model: Model, query: str, member: str = "") -> Any:
    """The pagination of a list, or a member of it; the status of a refusal."""
    answer = model.list([KEY], query)
    if answer.status != 200:
        return answer.status
    pagination = answer.json["data"]["pagination"]
    return pagination[member] if member else pagination


def ids(model: Model, query: str) -> Any:
    """The leads that a page shows; the status of a refusal."""
    answer = model.list([KEY], query)
    return [lead["id"] for lead in answer.json["data"]["leads"]] if answer.status == 200 else answer.status


def entry(model: Model) -> Any:
    """The first lead of a list."""
    return model.list([KEY], "").json["data"]["leads"][0]


def create(model: Model, chatbot: str = CHATBOT, **more: Any) -> tuple[int, Any]:
    """The status, and the lead where there is one."""
    body = {"name": "Ada Byron", "email": "ada.byron@example.com", **more}
    answer = model.create([KEY], chatbot, "application/json", json.dumps(body).encode())
    return answer.status, answer.json.get("data")


LIVES: tuple[Life, ...] = (
    Life(
        "second-delete",
        lambda model: [delete(model), delete(model), model.get([KEY], LEAD).status],
        {"not-found": [200, 404, 404], "accepted": [200, 200, 404]},
    ),
    Life(
        "deleted-email",
        lambda model: [
            update(model, {"email": EMAIL}),
            delete(model, OTHER),
            update(model, {"email": EMAIL}),
        ],
        {"free": [409, 200, 200], "taken": [409, 200, 409]},
    ),
    # lists
    Life(
        "default-page-size", lambda m: paged(m, "")["limit"], {f"entries-{n}": n for n in (20, 10, 50, 100)}
    ),
    Life("large-limit", lambda m: paged(m, "limit=101", "limit"), {"refused": 400, "clamped": 100}),
    Life("low-limit", lambda m: paged(m, "limit=0", "limit"), {"refused": 400, "ignored": 20}),
    Life("low-page", lambda m: paged(m, "page=-1&limit=2", "page"), {"refused": 400, "first-page": 1}),
    Life("no-number", lambda m: paged(m, "page=two&limit=2", "page"), {"refused": 400, "ignored": 1}),
    Life(
        "page-beyond-end",
        lambda m: [paged(m, "page=9&limit=2", "page"), ids(m, "page=9&limit=4")],
        {"empty": [9, []], "refused": [400, 400], "last-page": [3, [OLDEST]]},
    ),
    Life("pages-of-none", lambda m: paged(m, "search=xyz", "totalPages"), {"zero": 0, "one": 1}),
    Life(
        "list-order",
        lambda m: [update(m, {"source": "x"}), ids(m, "limit=1"), ids(m, "limit=1&page=5")],
        {
            "newest-first": [200, [OTHER], [OLDEST]],
            "oldest-first": [200, [OLDEST], [OTHER]],
            "last-updated-first": [200, [LEAD], [OLDEST]],
        },
    ),
    Life("search-case", lambda m: len(ids(m, "search=MARIT")), {"any-case": 1, "exact-case": 0}),
    Life(
        "search-parts",
        lambda m: [len(ids(m, f"search={text}")) for text in ("ari", "mari", "john+doe")],
        {"anywhere": [1, 1, 1], "beginning": [0, 1, 1], "whole": [0, 0, 1]},
    ),
    Life(
        "search-spaces",
        lambda m: [len(ids(m, f"search={text}")) for text in ("john+doe", "+john+doe+", "doe+john")],
        {"as-written": [1, 0, 0], "trimmed": [1, 1, 0], "each-word": [1, 1, 1]},
    ),
    Life(
        "combined-filters",
        lambda m: ids(m, "status=contacted&source=webinar"),
        {"all-hold": [OTHER], "second-refused": 400},
    ),
    Life(
        "unknown-status",
        lambda m: paged(m, "status=archived", "total"),
        {"refused": 400, "none-found": 0, "ignored": 5},
    ),
    Life("source-case", lambda m: len(ids(m, "source=WEBINAR")), {"exact-case": 0, "any-case": 2}),
    Life("blank-parameter", lambda m: paged(m, "source=&limit=2", "total"), {"ignored": 5, "taken": 0}),
    Life(
        "repeated-parameter",
        lambda m: paged(m, "limit=2&limit=3", "limit"),
        {"last-wins": 3, "first-wins": 2, "refused": 400},
    ),
    Life("unknown-parameter", lambda m: paged(m, "sort=name", "total"), {"ignored": 5, "refused": 400}),
    Life(
        "list-workspace-id",
        lambda m: "workspaceId" in entry(m),
        {"left-out": False, "included": True},
    ),
    Life("list-metadata", lambda m: "metadata" in entry(m), {"included": True, "left-out": False}),
    # creating
    Life(
        "unknown-chatbot",
        lambda m: create(m, chatbot="cb_00000000deadbeef")[0],
        {"not-found": 404, "refused": 400, "accepted": 201},
    ),
    Life("default-status", lambda m: create(m)[1]["status"], {"new": "new", "none": None}),
    Life("default-metadata", lambda m: create(m)[1]["metadata"], {"empty": {}, "none": None}),
    Life("read-only-in-create", lambda m: create(m, id=LEAD)[0], {"ignored": 201, "refused": 400}),
    Life("required-null", lambda m: create(m, name=None)[0], {"refused": 400, "cleared": 201}),
    Life(
        "new-metadata-null",
        lambda m: create(m, metadata={"a": None, "b": 1})[1]["metadata"],
        {"kept": {"a": None, "b": 1}, "removed": {"b": 1}},
    ),
)
