"""Questions on lists."""

from typing import Any

from tests.mock.answers.step import ABSENT, Step, accepted
from tests.mock.leads import EXISTING, JANE, JOHN, PRIYA, ZOE

TARO, MIGUEL = "lead_5a06e2b49c71d8f3", "lead_7e42d9a1c05b36f8"
AMARA, NOAH = "lead_8f53e0b2d16c47a9", "lead_9064f1c3e27d58ba"
NEWEST = [NOAH, JOHN, TARO, JANE, AMARA, ZOE, PRIYA, EXISTING, MIGUEL]
JUST_UPDATED = [NOAH, AMARA, JOHN, TARO, JANE, PRIYA, ZOE, EXISTING, MIGUEL]
STATUSES = "new, contacted, qualified, converted, lost, follow_up"


def listed(query: str, *ids: str, entry: dict[str, Any] | None = None, **pagination: Any) -> Step:
    """A list that answers 200; the leads in order, and members of the pagination and of the first entry."""
    return Step(
        None, method="GET", path=_path(query), ids=ids or None, pagination=pagination, entry=entry or {}
    )


def none_listed(query: str, **pagination: Any) -> Step:
    """A list without entries."""
    return Step(None, method="GET", path=_path(query), ids=(), pagination=pagination)


def refused(query: str, field: str, value: str) -> Step:
    """A list that answers 400 for this parameter."""
    details = {"field": field, "value": value}
    return Step(None, 400, "VALIDATION_ERROR", details=details, method="GET", path=_path(query))


def _path(query: str) -> str:
    return f"/api/v1/leads?{query}"


def _sizes() -> dict[str, list[Step]]:
    return {
        f"entries-{size}": [listed("", *NEWEST, page=1, limit=size), listed("page=1&limit=4", limit=4)]
        for size in (20, 10, 50, 100)
    }


TABLE = {
    "default-page-size": _sizes(),
    "large-limit": {
        "refused": [
            listed("limit=100", limit=100),
            refused("limit=101", "limit", "101"),
            refused(f"limit={10**30}", "limit", str(10**30)),
        ],
        "clamped": [
            listed("limit=101", *NEWEST, limit=100),
            listed(f"limit={10**30}", limit=100),
            listed("limit=99", limit=99),
        ],
    },
    "low-limit": {
        "refused": [
            listed("limit=1", NOAH, limit=1, totalPages=9),
            refused("limit=0", "limit", "0"),
            refused("limit=-3", "limit", "-3"),
        ],
        "ignored": [listed("limit=0", *NEWEST, limit=20), listed("limit=-3", limit=20)],
    },
    "low-page": {
        "refused": [refused("page=0", "page", "0"), refused("page=-1&limit=0", "page", "-1")],
        "first-page": [
            listed("page=0&limit=2", *NEWEST[:2], page=1, hasPrev=False),
            listed("page=-7&limit=2", *NEWEST[:2], page=1),
        ],
    },
    "no-number": {
        "refused": [
            *(refused(f"page={text}", "page", text) for text in ("x", "1.0", "1e1", "0x1", "\u0661")),
            refused("page=%201", "page", " 1"),
            refused("limit=ten", "limit", "ten"),
        ],
        "ignored": [
            listed("page=x&limit=ten", *NEWEST, page=1, limit=20),
            listed("page=2.5&limit=3", *NEWEST[:3], page=1, limit=3),
        ],
    },
    "page-beyond-end": {
        "empty": [
            listed("page=3&limit=4", MIGUEL, page=3, totalPages=3, hasNext=False, hasPrev=True),
            none_listed("page=4&limit=4", page=4, total=9, totalPages=3, hasNext=False, hasPrev=True),
            none_listed(f"page={10**30}", page=10**30),
            none_listed("search=nobody", page=1, total=0),
        ],
        "refused": [
            listed("page=3&limit=4", MIGUEL),
            refused("page=4&limit=4", "page", "4"),
            none_listed("search=nobody", page=1, total=0),
            refused("search=nobody&page=2", "page", "2"),
        ],
        "last-page": [
            listed("page=4&limit=4", MIGUEL, page=3, hasNext=False, hasPrev=True),
            none_listed("search=nobody&page=2", page=1),
        ],
    },
    "pages-of-none": {
        "zero": [none_listed("search=nobody", total=0, totalPages=0, hasNext=False, hasPrev=False)],
        "one": [none_listed("search=nobody", total=0, totalPages=1, hasNext=False, hasPrev=False)],
    },
    "list-order": {
        "newest-first": [listed("", *NEWEST), accepted({"name": "X"}).on(MIGUEL), listed("", *NEWEST)],
        "oldest-first": [listed("", *NEWEST[::-1]), listed("limit=2&page=2", *NEWEST[::-1][2:4])],
        "last-updated-first": [
            listed("", *JUST_UPDATED),
            accepted({"name": "X"}).on(MIGUEL),
            listed("", MIGUEL, *JUST_UPDATED[:-1]),
            listed("limit=2&page=5", EXISTING),
        ],
    },
    "search-case": {
        "any-case": [
            listed("search=JOHN", JOHN),
            listed("search=m%C3%9CLLER", ZOE),
            listed("search=Example.ES", MIGUEL),
        ],
        "exact-case": [none_listed("search=JOHN"), listed("search=John", JOHN), listed("search=john", JOHN)],
    },
    "search-parts": {
        "anywhere": [
            listed("search=oh", JOHN),
            listed("search=.es", MIGUEL),
            none_listed("search=j.*n"),
            none_listed("search=%25"),
        ],
        "beginning": [
            listed("search=jo", JOHN),
            listed("search=noah@", NOAH),
            none_listed("search=oh"),
            none_listed("search=doe"),
        ],
        "whole": [
            listed("search=john doe", JOHN),
            listed("search=noah@example.org", NOAH),
            none_listed("search=noah@"),
            none_listed("search=jo"),
        ],
    },
    "search-spaces": {
        "as-written": [
            none_listed("search=%20john"),
            listed("search=n d", JOHN),
            none_listed("search=doe john"),
            listed("search=%20", NOAH, JOHN, JANE, AMARA, ZOE, PRIYA, EXISTING, MIGUEL),
        ],
        "trimmed": [
            listed("search=%20john+", JOHN),
            none_listed("search=doe john"),
            listed("search=%20", *NEWEST),
        ],
        "each-word": [
            listed("search=doe+john", JOHN),
            listed("search=williams%20.org", NOAH),
            none_listed("search=john smith"),
            listed("search=%20", *NEWEST),
        ],
    },
    "combined-filters": {
        "all-hold": [
            listed("status=new&source=website", JOHN, TARO),
            listed("status=new&source=website&search=john", JOHN, total=1),
            none_listed("status=lost&search=john"),
        ],
        "second-refused": [
            refused("status=new&source=website", "source", "website"),
            refused("search=john&source=website", "search", "john"),
            refused("search=john&status=new", "search", "john"),
            listed("status=new", NOAH, JOHN, TARO),
            listed("source=website", JOHN, TARO),
            refused("status=odd&source=website", "status", "odd"),
        ],
    },
    "unknown-status": {
        "refused": [
            Step(
                None,
                400,
                "VALIDATION_ERROR",
                details={
                    "field": "status",
                    "value": "odd",
                    "message": f"Status must be one of: {STATUSES}",
                },
                method="GET",
                path=_path("status=odd"),
            ),
            refused("status=New", "status", "New"),
        ],
        "none-found": [none_listed("status=odd", total=0), none_listed("status=New")],
        "ignored": [listed("status=odd", *NEWEST), listed("status=New&search=john", JOHN)],
    },
    "source-case": {
        "exact-case": [none_listed("source=Website"), listed("source=website", JOHN, TARO)],
        "any-case": [
            listed("source=WEBSITE", JOHN, TARO),
            accepted({"source": "WebSite"}).on(MIGUEL),
            listed("source=website", JOHN, TARO, MIGUEL),
            none_listed("source=web"),
        ],
    },
    "blank-parameter": {
        "ignored": [
            listed("page=&limit=&status=&source=&search=", *NEWEST, page=1, limit=20),
            listed("status=&search=john", JOHN),
        ],
        "taken": [
            refused("page=", "page", ""),
            refused("limit=", "limit", ""),
            refused("status=", "status", ""),
            none_listed("source="),
            accepted({"source": ""}).on(MIGUEL),
            listed("source=", MIGUEL),
            listed("search=", *NEWEST),
        ],
    },
    "repeated-parameter": {
        "last-wins": [listed("limit=5&limit=2", *NEWEST[:2]), listed("search=jane&search=john", JOHN)],
        "first-wins": [listed("limit=5&limit=2", *NEWEST[:5]), listed("search=jane&search=john", JANE)],
        "refused": [
            refused("limit=5&limit=2", "limit", "2"),
            refused("search=jane&search=jane", "search", "jane"),
        ],
    },
    "unknown-parameter": {
        "ignored": [listed("sort=name&Page=7", *NEWEST)],
        "refused": [
            refused("sort=name&limit=x", "sort", "name"),
            refused("Page=7", "Page", "7"),
            listed("limit=1", NOAH),
        ],
    },
    "list-workspace-id": {
        "left-out": [listed("", entry={"id": NOAH, "workspaceId": ABSENT, "metadata": {}})],
        "included": [listed("", entry={"id": NOAH, "workspaceId": "ws_your_workspace_id", "metadata": {}})],
    },
    "list-metadata": {
        "included": [listed("search=noah", entry={"metadata": {}})],
        "left-out": [listed("search=noah", entry={"metadata": ABSENT, "phone": "+44 20 7946 0958"})],
    },
}
