"""Control calls on what is stored: everything out and in, leads seeded, replaced and removed."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from leads_mock.app import create_app
from leads_mock.settings import Settings

from tests.mock.leads import (
    DELETED,
    EXISTING,
    FOREIGN,
    FOREIGN_JOHN,
    JANE,
    JOHN,
    KEY,
    OTHER_KEY,
    UNKNOWN,
    LeadsClient,
    in_process,
)

FIRST, SECOND = "ws_your_workspace_id", "ws_another_workspace"
NEW: dict[str, Any] = {
    "id": "lead_00000000000000a1",
    "name": "Ada Novak",
    "email": "ada@example.com",
    "status": "new",
    "metadata": {"exact": 1.0, "nested": {"list": [1, None, "ü"]}},
    "createdAt": "2020-02-02T02:02:02.002Z",
    "updatedAt": "2021-02-02T02:02:02.002Z",
}


@pytest.fixture
def mock() -> Iterator[LeadsClient]:
    with in_process(create_app(Settings())) as client:
        yield client


def state(mock: LeadsClient, **scope: str) -> dict[str, Any]:
    found: dict[str, Any] = mock.http.get("/__admin/state", params=scope).raise_for_status().json()
    return found


def refused(answer: httpx.Response, status: int, field: str | None) -> str:
    """The text of the error."""
    assert (answer.status_code, answer.json()["field"]) == (status, field), answer.text
    text: str = answer.json()["error"]
    return text


def test_the_state_is_a_fixtures_file(mock: LeadsClient, tmp_path: Path) -> None:
    mock.put(
        JOHN,
        b'{"name":"J","metadata":{"huge":1e400,"big":12345678901234567890123,"one":1.0,"odd":"\\u00e9\\n"}}',
    )
    mock.http.delete(f"/api/v1/leads/{JANE}", headers={"Authorization": f"Bearer {KEY}"})
    saved = mock.http.get("/__admin/state").content
    path = tmp_path / "state.json"
    path.write_bytes(saved)

    with in_process(create_app(Settings(fixtures=path))) as again:
        assert again.http.get("/__admin/state").content == saved
        assert again.put(JANE, {}).status_code == 404
        assert again.put(FOREIGN, {}, OTHER_KEY).status_code == 200
    mock.reset()
    assert mock.http.put("/__admin/state", content=saved).content == saved
    assert json.loads(saved, parse_float=Decimal)["workspaces"][0]["leads"][0]["metadata"]["huge"] == Decimal(
        "1e400"
    )


def test_all_of_a_state_goes_in_and_all_else_goes(mock: LeadsClient) -> None:
    key = "sk-workspace_new"
    given = {"workspaces": [{"id": "ws_new", "keys": [key], "deleted": [DELETED], "leads": [NEW]}]}

    answer = mock.http.put("/__admin/state", json=given)

    (workspace,) = answer.json()["workspaces"]
    assert (workspace["id"], workspace["keys"], workspace["deleted"]) == ("ws_new", [key], [DELETED])
    assert workspace["leads"] == [NEW | {"phone": None, "source": None, "workspaceId": "ws_new"}]
    assert mock.update(NEW["id"], {"name": "X"}, key)["createdAt"] == NEW["createdAt"]
    assert mock.put(JOHN, {}).status_code == 401
    mock.reset()
    assert [entry["id"] for entry in state(mock)["workspaces"]] == [FIRST, SECOND]
    assert mock.put(NEW["id"], {}, key).status_code == 401


WRONG_STATES: dict[str, tuple[Any, str, str]] = {
    # what is put: the field that is named, and what the reason has in it
    "no JSON": (b"{", "body", "valid JSON"),
    "no object": ([], "body", "object"),
    "no workspaces": ({}, "workspaces", "required"),
    "workspaces are no list": ({"workspaces": {}}, "workspaces", "array"),
    "no id": ({"workspaces": [{"keys": []}]}, "workspaces[0]", "id"),
    "a key twice": (
        {"workspaces": [{"id": "a", "keys": ["k"]}, {"id": "b", "keys": ["k"]}]},
        "workspaces[1].keys",
        "stands already at workspaces[0].keys",
    ),
    "an email that is none": (
        {"workspaces": [{"id": "a", "keys": [], "leads": [NEW, NEW | {"id": UNKNOWN, "email": "x"}]}]},
        "workspaces[0].leads[1].email",
        "email",
    ),
    "a time that is none": (
        {"workspaces": [{"id": "a", "keys": [], "leads": [NEW | {"createdAt": "today"}]}]},
        "workspaces[0].leads[0].createdAt",
        "date-time",
    ),
}


@pytest.mark.parametrize(("given", "field", "reason"), WRONG_STATES.values(), ids=WRONG_STATES)
def test_a_wrong_state_changes_nothing(mock: LeadsClient, given: Any, field: str, reason: str) -> None:
    before = mock.http.get("/__admin/state").content
    body = {"content": given} if isinstance(given, bytes) else {"json": given}

    assert reason in refused(mock.http.put("/__admin/state", **body), 400, field)
    assert mock.http.get("/__admin/state").content == before


def test_one_workspace_alone(mock: LeadsClient) -> None:
    (foreign,) = state(mock, workspace=SECOND)["workspaces"]
    assert foreign["id"] == SECOND
    before = state(mock, workspace=FIRST)
    only = {"workspaces": [foreign | {"leads": [NEW]}]}

    mock.http.put("/__admin/state", json=only, headers={"X-Mock-Workspace": SECOND}).raise_for_status()
    mock.update(JOHN, {"name": "changed"})

    assert [lead["id"] for lead in state(mock, workspace=SECOND)["workspaces"][0]["leads"]] == [NEW["id"]]
    mock.http.post("/__admin/reset", params={"workspace": FIRST}).raise_for_status()
    assert state(mock, workspace=FIRST) == before
    assert NEW["id"] in mock.stored()
    mock.http.post("/__admin/reset", params={"workspace": SECOND}).raise_for_status()
    assert state(mock, workspace=SECOND)["workspaces"] == [foreign]


def test_one_workspace_alone_takes_no_other(mock: LeadsClient) -> None:
    (first,) = state(mock, workspace=FIRST)["workspaces"]
    put = mock.http.put
    scope = {"workspace": SECOND}

    assert SECOND in refused(
        put("/__admin/state", json={"workspaces": [first]}, params=scope), 400, "workspaces"
    )
    stolen = {"workspaces": [{"id": SECOND, "keys": [KEY]}]}
    assert FIRST in refused(put("/__admin/state", json=stolen, params=scope), 400, "workspaces[0].keys")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "health"), ("POST", "reset"), ("GET", "state"), ("GET", "leads"), ("DELETE", f"leads/{JOHN}")],
)
def test_an_unknown_workspace_is_told(mock: LeadsClient, method: str, path: str) -> None:
    answer = mock.http.request(method, f"/__admin/{path}", params={"workspace": "ws_none"})

    assert "ws_none" in refused(answer, 404, "workspace")


def test_an_unknown_parameter_is_told(mock: LeadsClient) -> None:
    assert "workspace" in refused(mock.http.get("/__admin/leads?worksapce=x"), 400, "worksapce")


def test_leads_are_seeded_replaced_and_removed(mock: LeadsClient) -> None:
    john = {**NEW, "id": JOHN, "email": "john.doe@example.com", "name": "Replaced"}

    made = mock.http.post("/__admin/leads", json={"workspace": FIRST, "leads": [NEW, john]})

    assert made.status_code == 201
    assert [lead["id"] for lead in made.json()["leads"]] == [NEW["id"], JOHN]
    stored = mock.stored()
    assert stored[JOHN] == john | {"phone": None, "source": None, "workspaceId": FIRST}
    assert mock.put(JANE, {"email": "ada@example.com"}).json()["details"]["existingLeadId"] == NEW["id"]
    assert mock.http.delete(f"/__admin/leads/{NEW['id']}").status_code == 204
    assert mock.put(NEW["id"], {}).status_code == 404
    assert NEW["id"] in state(mock, workspace=FIRST)["workspaces"][0]["deleted"]
    mock.update(JANE, {"email": "ada@example.com"})
    refused(mock.http.delete(f"/__admin/leads/{NEW['id']}"), 404, "leadId")


def test_a_removed_lead_can_be_seeded_again(mock: LeadsClient) -> None:
    seed = {"workspace": FIRST, "leads": [NEW | {"id": DELETED}]}

    assert mock.http.post("/__admin/leads", json=seed).status_code == 201
    assert mock.update(DELETED, {})["name"] == NEW["name"]
    assert DELETED not in state(mock, workspace=FIRST)["workspaces"][0]["deleted"]


def test_an_id_of_another_workspace_is_left_alone(mock: LeadsClient) -> None:
    answer = mock.http.delete(f"/__admin/leads/{FOREIGN_JOHN}", params={"workspace": FIRST})

    refused(answer, 404, "leadId")
    assert FOREIGN_JOHN in mock.stored()


WRONG_LEADS: dict[str, tuple[Any, str, str]] = {
    "no body": (b"", "leads", "required"),
    "no workspace": ({"leads": []}, "workspace", f"required; there are: {FIRST}, {SECOND}"),
    "an unknown member": ({"workspace": FIRST, "leads": [], "lead": 1}, "lead", "known"),
    "a lead that is none": ({"workspace": FIRST, "leads": [1]}, "leads[0]", "object"),
    "a lead without a name": ({"workspace": FIRST, "leads": [{"id": JOHN}]}, "leads[0]", "name"),
    "a status that is none": (
        {"workspace": FIRST, "leads": [NEW | {"status": "x"}]},
        "leads[0].status",
        "new",
    ),
    "an email of another lead": (
        {"workspace": FIRST, "leads": [NEW, NEW | {"id": UNKNOWN, "email": "Existing@example.com"}]},
        "leads[1].email",
        EXISTING,
    ),
    "an id twice": ({"workspace": FIRST, "leads": [NEW, NEW]}, "leads[1]", "leads[0]"),
}


@pytest.mark.parametrize(("given", "field", "reason"), WRONG_LEADS.values(), ids=WRONG_LEADS)
def test_wrong_leads_change_nothing(mock: LeadsClient, given: Any, field: str, reason: str) -> None:
    before = mock.stored()
    body = {"content": given} if isinstance(given, bytes) else {"json": given}

    assert reason in refused(mock.http.post("/__admin/leads", **body), 400, field)
    assert mock.stored() == before


def test_an_unknown_workspace_takes_no_leads(mock: LeadsClient) -> None:
    refused(mock.http.post("/__admin/leads", json={"workspace": "ws_none", "leads": []}), 404, "workspace")
    both = mock.http.post("/__admin/leads?workspace=" + SECOND, json={"workspace": FIRST, "leads": []})
    refused(both, 400, "workspace")
