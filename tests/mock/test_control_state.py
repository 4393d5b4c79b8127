"""Control calls on what is stored: everything out and in, leads seeded, replaced and removed."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from leads_mock.app import create_app
from leads_mock.fixtures import FixtureError
from leads_mock.settings import Settings

from tests.mock.control import FIRST, NEW, SECOND, refused, state
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
    bearer,
    in_process,
)


def test_the_state_is_a_fixtures_file(leads: LeadsClient, tmp_path: Path) -> None:
    leads.put(
        JOHN,
        b'{"name":"J","metadata":{"huge":1e400,"big":12345678901234567890123,"one":1.0,"odd":"\\u00e9\\n"}}',
    )
    leads.http.delete(f"/api/v1/leads/{JANE}", headers={"Authorization": f"Bearer {KEY}"})
    saved = leads.http.get("/__admin/state").content
    path = tmp_path / "state.json"
    path.write_bytes(saved)

    with in_process(create_app(Settings(fixtures=path))) as again:
        assert again.http.get("/__admin/state").content == saved
        assert again.put(JANE, {}).status_code == 404
        assert again.put(FOREIGN, {}, OTHER_KEY).status_code == 200
    leads.reset()
    assert leads.http.put("/__admin/state", content=saved).content == saved
    assert json.loads(saved, parse_float=Decimal)["workspaces"][0]["leads"][0]["metadata"]["huge"] == Decimal(
        "1e400"
    )


def test_all_of_a_state_goes_in_and_all_else_goes(leads: LeadsClient) -> None:
    key = "sk-workspace_new"
    given = {"workspaces": [{"id": "ws_new", "keys": [key], "deleted": [DELETED], "leads": [NEW]}]}

    answer = leads.http.put("/__admin/state", json=given)

    (workspace,) = answer.json()["workspaces"]
    assert (workspace["id"], workspace["keys"], workspace["deleted"]) == ("ws_new", [key], [DELETED])
    assert workspace["leads"] == [NEW | {"phone": None, "source": None, "workspaceId": "ws_new"}]
    assert leads.update(NEW["id"], {"name": "X"}, key)["createdAt"] == NEW["createdAt"]
    assert leads.put(JOHN, {}).status_code == 401
    leads.reset()
    assert [entry["id"] for entry in state(leads)["workspaces"]] == [FIRST, SECOND]
    assert leads.put(NEW["id"], {}, key).status_code == 401


@pytest.mark.parametrize("answer", ["taken", "free"])
def test_a_state_keeps_the_emails_that_stay_taken(leads: LeadsClient, tmp_path: Path, answer: str) -> None:
    path, profile = tmp_path / "state.json", tmp_path / "profile.yaml"
    profile.write_text(f"deleted-email: {answer}", encoding="utf-8")
    leads.http.put("/__admin/profile", json={"deleted-email": answer}).raise_for_status()
    leads.http.delete(f"/api/v1/leads/{EXISTING}", headers=bearer(KEY))
    saved = leads.http.get("/__admin/state")
    path.write_bytes(saved.content)
    leads.http.put("/__admin/state", json={"workspaces": []}).raise_for_status()
    leads.http.put("/__admin/state", content=saved.content).raise_for_status()

    gone = {"id": EXISTING, "email": "existing@example.com"} if answer == "taken" else EXISTING
    assert saved.json()["workspaces"][0]["deleted"][-1] == gone
    with in_process(create_app(Settings(fixtures=path, profile=profile))) as again:
        for mock in (leads, again):
            assert mock.http.get("/__admin/state").content == saved.content
            answered = mock.put(JANE, {"email": "Existing@example.com"})
            assert answered.status_code == (409 if answer == "taken" else 200)


def test_fixtures_name_an_email_that_stays_taken_once(tmp_path: Path) -> None:
    gone = {"id": DELETED, "email": "Ada@example.com"}
    given = {"workspaces": [{"id": "ws", "keys": [], "deleted": [gone], "leads": [NEW]}]}
    fixtures, profile = tmp_path / "fixtures.json", tmp_path / "profile.yaml"
    fixtures.write_text(json.dumps(given))
    profile.write_text("deleted-email: taken")
    with pytest.raises(FixtureError, match=r"leads\[0\].email.*deleted\[0\].email"):
        create_app(Settings(fixtures=fixtures, profile=profile))


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
def test_a_wrong_state_changes_nothing(leads: LeadsClient, given: Any, field: str, reason: str) -> None:
    before = leads.http.get("/__admin/state").content
    body = {"content": given} if isinstance(given, bytes) else {"json": given}

    assert reason in refused(leads.http.put("/__admin/state", **body), 400, field)
    assert leads.http.get("/__admin/state").content == before


def test_one_workspace_alone(leads: LeadsClient) -> None:
    (foreign,) = state(leads, workspace=SECOND)["workspaces"]
    assert foreign["id"] == SECOND
    before = state(leads, workspace=FIRST)
    only = {"workspaces": [foreign | {"leads": [NEW]}]}

    leads.http.put("/__admin/state", json=only, headers={"X-Mock-Workspace": SECOND}).raise_for_status()
    leads.update(JOHN, {"name": "changed"})

    assert [lead["id"] for lead in state(leads, workspace=SECOND)["workspaces"][0]["leads"]] == [NEW["id"]]
    leads.http.post("/__admin/reset", params={"workspace": FIRST}).raise_for_status()
    assert state(leads, workspace=FIRST) == before
    assert NEW["id"] in leads.stored()
    leads.http.post("/__admin/reset", params={"workspace": SECOND}).raise_for_status()
    assert state(leads, workspace=SECOND)["workspaces"] == [foreign]


def test_one_workspace_alone_takes_no_other(leads: LeadsClient) -> None:
    (first,) = state(leads, workspace=FIRST)["workspaces"]
    put = leads.http.put
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
def test_an_unknown_workspace_is_told(leads: LeadsClient, method: str, path: str) -> None:
    answer = leads.http.request(method, f"/__admin/{path}", params={"workspace": "ws_none"})

    assert "ws_none" in refused(answer, 404, "workspace")


def test_an_unknown_parameter_is_told(leads: LeadsClient) -> None:
    assert "workspace" in refused(leads.http.get("/__admin/leads?worksapce=x"), 400, "worksapce")


def test_leads_are_seeded_replaced_and_removed(leads: LeadsClient) -> None:
    john = {**NEW, "id": JOHN, "email": "john.doe@example.com", "name": "Replaced"}

    made = leads.http.post("/__admin/leads", json={"workspace": FIRST, "leads": [NEW, john]})

    assert made.status_code == 201
    assert [lead["id"] for lead in made.json()["leads"]] == [NEW["id"], JOHN]
    stored = leads.stored()
    assert stored[JOHN] == john | {"phone": None, "source": None, "workspaceId": FIRST}
    assert leads.put(JANE, {"email": "ada@example.com"}).json()["details"]["existingLeadId"] == NEW["id"]
    assert leads.http.delete(f"/__admin/leads/{NEW['id']}").status_code == 204
    assert leads.put(NEW["id"], {}).status_code == 404
    assert NEW["id"] in state(leads, workspace=FIRST)["workspaces"][0]["deleted"]
    leads.update(JANE, {"email": "ada@example.com"})
    refused(leads.http.delete(f"/__admin/leads/{NEW['id']}"), 404, "leadId")


def test_a_deleted_lead_that_is_seeded_again_gives_its_email_back(leads: LeadsClient) -> None:
    leads.http.put("/__admin/profile", json={"deleted-email": "taken"}).raise_for_status()
    leads.http.delete(f"/api/v1/leads/{JOHN}", headers=bearer(KEY))
    seed = {"workspace": FIRST, "leads": [NEW | {"id": JOHN}]}
    leads.http.post("/__admin/leads", json=seed).raise_for_status()
    leads.update(JANE, {"email": "john.doe@example.com"})


def test_a_lead_without_id_and_times_gets_them(leads: LeadsClient) -> None:
    few = {"name": "Ada", "email": "ada@example.com", "status": "new", "metadata": {}}
    leads.http.put("/__admin/clock", json={"now": "2030-01-01T00:00:00Z", "frozen": True})
    given = [few, few | {"email": "b@example.com", "createdAt": "2020-01-01T00:00:00.000Z"}]

    made = leads.http.post("/__admin/leads", json={"workspace": FIRST, "leads": given}).json()["leads"]

    assert [lead["createdAt"] for lead in made] == ["2030-01-01T00:00:00.000Z", "2020-01-01T00:00:00.000Z"]
    assert [lead["updatedAt"] for lead in made] == [lead["createdAt"] for lead in made]
    for lead in made:
        assert leads.update(lead["id"], {})["name"] == "Ada"


def test_a_removed_lead_can_be_seeded_again(leads: LeadsClient) -> None:
    seed = {"workspace": FIRST, "leads": [NEW | {"id": DELETED}]}

    assert leads.http.post("/__admin/leads", json=seed).status_code == 201
    assert leads.update(DELETED, {})["name"] == NEW["name"]
    assert DELETED not in state(leads, workspace=FIRST)["workspaces"][0]["deleted"]


def test_an_id_of_another_workspace_is_left_alone(leads: LeadsClient) -> None:
    answer = leads.http.delete(f"/__admin/leads/{FOREIGN_JOHN}", params={"workspace": FIRST})

    refused(answer, 404, "leadId")
    assert FOREIGN_JOHN in leads.stored()


WRONG_LEADS: dict[str, tuple[Any, str, str]] = {
    "no body": (b"", "leads", "required"),
    "no workspace": ({"leads": []}, "workspace", f"required; there are: {FIRST}, {SECOND}"),
    "an unknown member": ({"workspace": FIRST, "leads": [], "lead": 1}, "lead", "known"),
    "a lead that is none": ({"workspace": FIRST, "leads": [1]}, "leads[0]", "object"),
    "a lead without a name": ({"workspace": FIRST, "leads": [{"id": JOHN}]}, "leads[0]", "name"),
    "no id at all": ({"workspace": FIRST, "leads": [NEW | {"id": None}]}, "leads[0].id", "string"),
    "a body too deep": (b'{"leads":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "body", "JSON"),
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
def test_wrong_leads_change_nothing(leads: LeadsClient, given: Any, field: str, reason: str) -> None:
    before = leads.stored()
    body = {"content": given} if isinstance(given, bytes) else {"json": given}

    assert reason in refused(leads.http.post("/__admin/leads", **body), 400, field)
    assert leads.stored() == before


def test_an_unknown_workspace_takes_no_leads(leads: LeadsClient) -> None:
    refused(leads.http.post("/__admin/leads", json={"workspace": "ws_none", "leads": []}), 404, "workspace")
    both = leads.http.post("/__admin/leads?workspace=" + SECOND, json={"workspace": FIRST, "leads": []})
    refused(both, 400, "workspace")
