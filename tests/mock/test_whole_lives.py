"""Leads are created, listed, shown, changed and deleted, over HTTP."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from leads_contract import load_contract
from tests.mock.leads import (
    CHATBOT,
    DELETED,
    EXISTING,
    FOREIGN,
    FOREIGN_CHATBOT,
    JOHN,
    KEY,
    OTHER_KEY,
    Lead,
    LeadsClient,
    bearer,
)

CREATE = load_contract().operations["createLead"]
ADA = {"name": "Ada Byron", "email": "ada@example.com"}
STATUSES = ("new", "contacted", "qualified", "converted", "lost", "follow_up")


def post(leads: LeadsClient, body: Any, chatbot: str = CHATBOT, key: str = KEY) -> httpx.Response:
    return leads.http.post(f"/api/v1/chatbots/{chatbot}/leads", json=body, headers=bearer(key))


def created(leads: LeadsClient, chatbot: str = CHATBOT, key: str = KEY, **more: Any) -> Lead:
    answer = post(leads, {**ADA, **more}, chatbot, key)
    assert answer.status_code == 201, answer.text
    lead: Lead = answer.json()["data"]
    return lead


def listed(leads: LeadsClient, query: str = "", key: str = KEY) -> tuple[list[Lead], dict[str, Any]]:
    """The entries and the pagination."""
    answer = leads.http.get(f"/api/v1/leads?{query}", headers=bearer(key))
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    return data["leads"], data["pagination"]


def delete(leads: LeadsClient, lead_id: str, key: str = KEY) -> int:
    return leads.http.delete(f"/api/v1/leads/{lead_id}", headers=bearer(key)).status_code


# creating


@pytest.mark.parametrize("example", CREATE.examples)
def test_a_documented_lead_is_created(leads: LeadsClient, example: str) -> None:
    began = datetime.now(UTC)
    sent = CREATE.examples[example]

    lead = created(leads, **sent)

    usual: dict[str, Any] = {"phone": None, "source": None, "status": "new", "metadata": {}}
    assert {name: lead[name] for name in (*usual, *ADA)} == {**usual, **sent}
    assert re.fullmatch(r"lead_[0-9a-f]{16}", lead["id"])
    assert lead["createdAt"] == lead["updatedAt"]
    assert abs(datetime.fromisoformat(lead["createdAt"]) - began) < timedelta(seconds=30)
    assert lead["workspaceId"] == "ws_your_workspace_id"
    shown = leads.http.get(f"/api/v1/leads/{lead['id']}", headers=bearer(KEY)).json()["data"]
    assert shown == lead == leads.stored()[lead["id"]]


def test_a_lead_is_whole_in_the_contracts_order(leads: LeadsClient) -> None:
    backwards = dict(reversed(CREATE.examples["wholeLead"].items()))
    assert list(created(leads, **backwards)) == list(load_contract().schema("Lead")["properties"])


def test_an_id_is_never_used_again(leads: LeadsClient) -> None:
    seen = []
    for _ in range(3):
        leads.reset()
        for number in range(20):
            seen.append(created(leads, email=f"a{number}@example.com")["id"])
            assert number % 2 or delete(leads, seen[-1]) == 200
    assert len(set(seen)) == 60


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "Ada"}, "email"),
        ({"email": "ada@example.com"}, "name"),
        ({"email": "nope", "status": "odd"}, "name"),
        ({**ADA, "status": "odd"}, "status"),
        ({**ADA, "phone": "call me"}, "phone"),
        ({**ADA, "metadata": []}, "metadata"),
        ({**ADA, "name": " "}, "name"),
        ({**ADA, "email": None}, "email"),
        ([], "body"),
    ],
)
def test_what_is_no_lead_is_refused(leads: LeadsClient, body: Any, field: str) -> None:
    answer = post(leads, body)
    assert (answer.status_code, answer.json()["details"]["field"]) == (400, field)


@pytest.mark.usefixtures("unchanged")
def test_an_email_that_is_taken_creates_nothing(leads: LeadsClient) -> None:
    answer = post(leads, {**ADA, "email": "Existing@example.com"})
    assert answer.status_code == 409
    assert answer.json()["details"] == {
        "email": "Existing@example.com",
        "existingLeadId": EXISTING,
        "message": "A lead with this email already exists in your workspace",
    }


def test_an_email_is_taken_in_one_workspace_and_until_its_lead_goes(leads: LeadsClient) -> None:
    first = created(leads)
    away = created(leads, FOREIGN_CHATBOT, OTHER_KEY)
    assert away["workspaceId"] == "ws_another_workspace"
    assert post(leads, ADA).status_code == 409
    assert delete(leads, first["id"]) == 200
    assert created(leads)["id"] != first["id"]


def test_of_leads_that_race_for_an_email_one_is_created(leads: LeadsClient) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(leads, ADA).status_code, range(16)))
    assert sorted(answers) == [201] + [409] * 15
    assert listed(leads, "search=ada@example.com")[1]["total"] == 1


@pytest.mark.usefixtures("unchanged")
def test_a_foreign_chatbot_looks_like_an_unknown_one(leads: LeadsClient) -> None:
    told = [post(leads, ADA, chatbot) for chatbot in (FOREIGN_CHATBOT, "cb_00000000deadbeef")]
    assert [answer.status_code for answer in told] == [404, 404]
    assert told[0].text.replace(FOREIGN_CHATBOT, "cb_00000000deadbeef") == told[1].text


# listing


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 8, 9, 10, 100])
def test_pages_show_each_lead_once(leads: LeadsClient, limit: int) -> None:
    pages = -(-9 // limit)
    seen = []
    for page in range(1, pages + 1):
        entries, pagination = listed(leads, f"page={page}&limit={limit}")
        seen += [entry["id"] for entry in entries]
        assert len(entries) == (limit if page < pages else 9 - limit * (pages - 1))
        assert pagination == {
            "page": page,
            "limit": limit,
            "total": 9,
            "totalPages": pages,
            "hasNext": page < pages,
            "hasPrev": page > 1,
        }
    assert sorted(seen) == sorted(key for key, lead in leads.stored().items() if _is_home(lead))


def _is_home(lead: Lead) -> bool:
    return bool(lead["workspaceId"] == "ws_your_workspace_id")


@pytest.mark.usefixtures("unchanged")
def test_an_entry_is_the_lead_without_its_workspace(leads: LeadsClient) -> None:
    stored = leads.stored()
    for entry in listed(leads, "limit=100")[0]:
        assert {**entry, "workspaceId": "ws_your_workspace_id"} == stored[entry["id"]]


def test_a_list_follows_every_change(leads: LeadsClient) -> None:
    def ids(query: str = "limit=100") -> list[str]:
        return [entry["id"] for entry in listed(leads, query)[0]]

    before = ids()
    ada = created(leads, name="Ada Quux", status="qualified")["id"]
    assert ids() == [ada, *before]
    leads.update(JOHN, {"status": "qualified", "source": "fair", "name": "Quux Doe"})
    assert ids() == [ada, *before]
    assert ids("status=qualified")[:2] == [ada, JOHN]
    assert ids("source=fair") == [JOHN]
    assert ids("search=quux") == [ada, JOHN]
    assert delete(leads, ada) == delete(leads, JOHN) == 200
    assert ids() == [lead_id for lead_id in before if lead_id != JOHN]
    assert (ids("search=quux"), ids("source=fair")) == ([], [])
    assert not {JOHN, DELETED, FOREIGN} & set(ids())
    leads.reset()
    assert ids() == before


@pytest.mark.usefixtures("unchanged")
def test_a_filter_finds_all_that_fit_and_no_other(leads: LeadsClient) -> None:
    home = [lead for lead in leads.stored().values() if _is_home(lead)]
    for name in ("status", "source"):
        for value in {lead[name] for lead in home} - {None}:
            found = {entry["id"] for entry in listed(leads, f"{name}={value}")[0]}
            assert found == {lead["id"] for lead in home if lead[name] == value}


@pytest.mark.parametrize("text", [".*", "%", "_", "\\", "'", '"', "[", "^J", "John|Jane", "*", "+", "&", "#"])
def test_no_character_of_a_search_is_special(leads: LeadsClient, text: str) -> None:
    assert listed(leads, f"search={quote(text, safe='')}")[1]["total"] == 0
    odd = created(leads, name=f"a{text}b")["id"]
    assert [entry["id"] for entry in listed(leads, f"search={quote(text, safe='')}")[0]] == [odd]


@pytest.mark.usefixtures("unchanged")
def test_each_workspace_lists_its_own(leads: LeadsClient) -> None:
    entries, pagination = listed(leads, key=OTHER_KEY)
    assert (len(entries), pagination["total"]) == (3, 3)
    assert FOREIGN in {entry["id"] for entry in entries}


# around them


@pytest.mark.usefixtures("unchanged")
def test_methods_and_keys_are_looked_at_as_elsewhere(leads: LeadsClient) -> None:
    lists, creates = "/api/v1/leads", f"/api/v1/chatbots/{CHATBOT}/leads"
    for path, served, not_served in ((lists, "GET, HEAD", "POST"), (creates, "POST", "GET")):
        answer = leads.http.request(not_served, path, headers=bearer(KEY))
        assert (answer.status_code, answer.headers["Allow"]) == (405, served)
    for method, path in (("GET", lists), ("POST", creates)):
        answer = leads.http.request(method, path, json=ADA)
        assert (answer.status_code, answer.json()["code"]) == (401, "MISSING_AUTH_HEADER")
    shown, head = (leads.http.request(method, lists, headers=bearer(KEY)) for method in ("GET", "HEAD"))
    assert head.headers["Content-Length"] == shown.headers["Content-Length"]
