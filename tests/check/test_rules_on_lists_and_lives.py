"""The rules on List, Create and Delete Lead as a table: what was exchanged, and what they find. No server."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.observation import observe
from leads_check.rules import BY_ID
from leads_check.rules.judge import examine

from tests.check.test_rules import LEAD, NOON, read

BASE = "https://staging.example.com/api/v1"
TOKEN = "0a1b2c3d4e5f"
"""In all that is searched for, so that only leads of the run fit."""
NOW = "2026-01-01T12:00:00.000Z"
TWIN = LEAD | {"id": "lead_2", "name": "Bo", "email": f"bo-{TOKEN}@example.com", "metadata": {}}
GONE = {"success": False, "error": "Lead not found", "code": "LEAD_NOT_FOUND"}
INVALID = {"success": False, "error": "Validation failed", "code": "VALIDATION_ERROR"}
BODY = {"name": "Cy", "email": f"cy-{TOKEN}@example.com", "metadata": {"plan": "pro"}}
CY = LEAD | BODY | {"id": "lead_3", "source": None, "createdAt": NOW, "updatedAt": NOW}


def exchanged(request: Request, method: str, path: str, status: int, body: Any) -> Exchange:
    content, headers = json.dumps(body).encode(), {"content-type": "application/json"}
    return Exchange(request, f"{BASE}{path}", method, "by-hand", status, headers, content, NOON)


def listed(query: str, *entries: Any, **numbers: Any) -> Exchange:
    """A page of ten leads at most, whose numbers are right but for the changes."""
    told = {
        "page": 1,
        "limit": 10,
        "total": len(entries),
        "totalPages": 1,
        "hasNext": False,
        "hasPrev": False,
    }
    body = {"success": True, "data": {"leads": [*entries], "pagination": told | numbers}}
    request = Request("list", target="", operation="listLeads", query=query)
    return exchanged(request, "GET", f"/leads?{query}", 200, body)


def entry(lead: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A lead as a list shows it."""
    return {name: value for name, value in lead.items() if name != "metadata"} | changes


def created(status: int = 201, body: Any = None, sent: Any = None, **changes: Any) -> Exchange:
    """A creation, and its answer: the new lead with changes, or another body."""
    request = Request("create", BODY if sent is None else sent, "created-1", "createLead")
    answer = {"success": True, "data": CY | changes} if body is None else body
    return exchanged(request, "POST", "/chatbots/cb_1/leads", status, answer)


def look(status: int = 200, **changes: Any) -> Exchange:
    """A GET of the new lead."""
    body = {"success": True, "data": CY | changes} if status == 200 else GONE
    request = Request("read", target="created-1", operation="getLead")
    return exchanged(request, "GET", "/leads/lead_3", status, body)


def deleted(status: int = 200, body: Any = None, **changes: Any) -> Exchange:
    """A deletion of the new lead, and its answer."""
    data = {"id": "lead_3", "deletedAt": NOW} | changes
    answer = {"success": True, "data": data, "message": "Lead deleted successfully"} if body is None else body
    request = Request("delete", target="created-1", operation="deleteLead")
    return exchanged(request, "DELETE", "/leads/lead_3", status, answer)


def twin() -> Exchange:
    """A GET of another lead."""
    request = Request("read", target="other", operation="getLead")
    return exchanged(request, "GET", "/leads/lead_2", 200, {"success": True, "data": TWIN})


SEARCH = f"search=bo-{TOKEN}"
FILTERED = f"{SEARCH}&status=new"
BO = entry(TWIN)
TABLE: list[tuple[str, Sequence[Exchange], int]] = [
    ("list-envelope", [twin(), listed("", BO)], 0),
    ("list-envelope", [twin(), listed("", BO, total="1")], 1),
    ("list-entries-as-stored", [twin(), listed(SEARCH, BO)], 0),
    ("list-entries-as-stored", [twin(), listed(SEARCH, BO | {"status": "lost"})], 1),
    ("list-entries-as-stored", [twin(), listed(SEARCH, BO | {"updatedAt": NOW})], 1),
    # Whole seconds are as good as milliseconds.
    ("list-entries-as-stored", [twin(), listed(SEARCH, BO | {"updatedAt": "2026-01-01T11:59:59Z"})], 0),
    ("list-is-complete", [twin(), listed("", BO)], 0),
    ("list-is-complete", [twin(), listed("", BO, BO)], 1),
    ("list-is-complete", [created(), deleted(), listed("", entry(CY))], 1),
    ("list-pages-full", [twin(), listed("limit=1", BO, limit=1, total=2, totalPages=2, hasNext=True)], 0),
    ("list-pages-full", [twin(), listed("limit=2", BO, limit=2, total=2)], 1),
    ("list-pagination", [twin(), listed(SEARCH, BO)], 0),
    ("list-pagination", [twin(), listed(SEARCH, BO, total=2)], 1),
    ("list-pagination", [twin(), listed(SEARCH, BO, hasNext=True)], 1),
    ("list-pagination", [twin(), listed(f"{SEARCH}&limit=5", BO)], 1),
    ("list-search", [twin(), listed(SEARCH, BO)], 0),
    ("list-search", [read(), twin(), listed(SEARCH, BO, entry(LEAD))], 1),
    # It must be found whichever way is searched, so by its whole email.
    ("list-search", [twin(), listed(f"search=bo-{TOKEN}@example.com")], 1),
    ("list-search", [twin(), listed(f"search={TOKEN}@")], 0),
    ("list-status-filter", [twin(), listed("status=new", BO)], 0),
    ("list-status-filter", [twin(), listed("status=lost", BO)], 1),
    ("list-filters-narrow", [twin(), listed(FILTERED, BO)], 0),
    ("list-filters-narrow", [read(), twin(), listed(FILTERED, BO, entry(LEAD))], 1),
    ("list-changes-nothing", [read(), listed("", entry(LEAD)), read()], 0),
    ("list-changes-nothing", [read(), listed("", entry(LEAD)), read(updatedAt=NOW)], 1),
    ("create-envelope", [created()], 0),
    ("create-envelope", [created(200)], 1),
    ("create-envelope", [created(workspaceId=7)], 1),
    ("created-as-sent", [created()], 0),
    ("created-as-sent", [created(name="cy")], 1),
    ("created-as-sent", [created(metadata={})], 1),
    ("created-as-sent", [created(phone="+1-555-000-0000")], 1),
    ("created-is-stored", [created(), look()], 0),
    ("created-is-stored", [created(), look(404)], 1),
    ("created-is-stored", [created(), look(metadata={})], 1),
    ("created-is-stored", [created(), listed(f"search={BODY['email']}")], 1),
    ("created-id-new", [twin(), created()], 0),
    ("created-id-new", [twin(), created(id="lead_2")], 1),
    ("created-timestamps", [created()], 0),
    ("created-timestamps", [created(updatedAt="2026-01-01T12:00:01.000Z")], 1),
    ("created-timestamps", [created(createdAt="2020-01-01T00:00:00Z", updatedAt="2020-01-01T00:00:00Z")], 1),
    ("created-in-own-workspace", [created()], 0),
    ("created-in-own-workspace", [created(), created(workspaceId="ws_2")], 1),
    ("create-refused-creates-nothing", [created(400, INVALID), listed(f"search=cy-{TOKEN}")], 0),
    ("create-refused-creates-nothing", [created(400, INVALID), listed(f"search=cy-{TOKEN}", entry(CY))], 1),
    ("create-spares-others", [twin(), created(), twin()], 0),
    ("delete-envelope", [created(), deleted()], 0),
    ("delete-envelope", [created(), deleted(204)], 1),
    ("delete-envelope", [created(), deleted(id="lead_2")], 1),
    ("delete-envelope", [created(), deleted(deletedAt="2020-01-01T00:00:00.000Z")], 1),
    ("deleted-lead-gone", [created(), deleted(), look(404)], 0),
    ("deleted-lead-gone", [created(), deleted(), look()], 1),
]


@pytest.mark.parametrize(("rule", "exchanges", "findings"), TABLE)
def test_what_a_rule_finds(rule: str, exchanges: Sequence[Exchange], findings: int) -> None:
    found, witnesses, _ = examine(BY_ID[rule], observe(exchanges))
    assert len(found) == findings, [(one.what, one.expected, one.actual) for one in found]
    assert witnesses > 0
