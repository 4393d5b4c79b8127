"""Snapshots: what is stored, kept under a name, and brought back."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from leads_mock.app import create_app
from leads_mock.settings import Settings

from benchmarks.many_leads import seeds
from tests.mock.control import FIRST, NEW, SECOND, refused, state
from tests.mock.leads import FOREIGN, JANE, JOHN, KEY, OTHER_KEY, LeadsClient, bearer, in_process

PATH = "/__admin/snapshots"


@pytest.fixture
def leads(leads: LeadsClient) -> Iterator[LeadsClient]:
    """The running mock without snapshots."""
    yield leads
    for kept in leads.http.get(PATH).json()["snapshots"]:
        scope = {"workspace": kept["workspace"]} if kept["workspace"] else {}
        leads.http.delete(f"{PATH}/{kept['name']}", params=scope)


def taken(leads: LeadsClient, name: str, **scope: str) -> Any:
    answer = leads.http.put(f"{PATH}/{name}", params=scope)
    assert answer.status_code == 201, answer.text
    return answer.json()


def restore(leads: LeadsClient, name: str, **scope: str) -> Any:
    return leads.http.post(f"{PATH}/{name}/restore", params=scope).raise_for_status().json()


def changed(leads: LeadsClient) -> None:
    """Changes, adds and removes, so that a restored state differs in all."""
    leads.update(JOHN, {"email": "free@example.com", "metadata": {"changed": True}})
    leads.http.delete(f"/api/v1/leads/{JANE}", headers=bearer(KEY)).raise_for_status()
    leads.http.post("/__admin/leads", json={"workspace": FIRST, "leads": [NEW]}).raise_for_status()
    leads.update(FOREIGN, {"name": "changed"}, OTHER_KEY)


def test_what_is_stored_comes_back(leads: LeadsClient) -> None:
    leads.update(JOHN, {"name": "At the snapshot"})
    before = state(leads)
    assert taken(leads, "a b-ü") | {"at": ""} == {
        "name": "a b-ü",
        "workspace": None,
        "at": "",
        "workspaces": 2,
        "leads": 12,
    }
    for _ in range(2):
        changed(leads)
        assert restore(leads, "a b-ü") == before == state(leads)
    # Emails are free or taken as they were.
    leads.update(JOHN, {"email": "john.doe@example.com"})
    assert leads.put(JOHN, {"email": "jane.smith@example.com"}).status_code == 409


def test_workspaces_come_back_and_go(leads: LeadsClient) -> None:
    taken(leads, "both")
    before = state(leads)
    leads.http.put(
        "/__admin/state", json={"workspaces": [{"id": "ws_new", "keys": ["k"]}]}
    ).raise_for_status()

    assert restore(leads, "both") == before
    assert leads.put(JOHN, {}).status_code == 200
    assert leads.put(JOHN, {}, "k").status_code == 401


def test_one_workspace_comes_back_alone(leads: LeadsClient) -> None:
    before = state(leads)
    taken(leads, "of all")
    leads.update(JOHN, {"name": "later"})
    taken(leads, "own", workspace=FIRST)
    later = state(leads, workspace=FIRST)
    changed(leads)
    foreign = state(leads, workspace=SECOND)

    assert restore(leads, "own", workspace=FIRST) == later
    assert restore(leads, "of all", workspace=FIRST)["workspaces"] == before["workspaces"][:1]
    assert state(leads, workspace=SECOND) == foreign
    assert restore(leads, "own")["workspaces"] == later["workspaces"] + foreign["workspaces"]


def test_a_workspace_sees_its_own_and_a_reset_keeps_them(leads: LeadsClient) -> None:
    for workspace in (FIRST, SECOND):
        taken(leads, "mine", workspace=workspace)
    taken(leads, "first", workspace=FIRST)
    leads.reset()

    def names(**scope: str) -> list[str]:
        return [kept["name"] for kept in leads.http.get(PATH, params=scope).json()["snapshots"]]

    assert (names(workspace=FIRST), names(workspace=SECOND)) == (["mine", "first"], ["mine"])
    assert sorted(names()) == ["first", "mine", "mine"]
    assert leads.http.delete(f"{PATH}/mine", params={"workspace": FIRST}).status_code == 204
    assert sorted(names()) == ["first", "mine"]
    assert leads.http.delete(f"{PATH}/mine").status_code == 204
    assert names() == ["first"]


@pytest.mark.parametrize(("method", "end"), [("POST", "/restore"), ("DELETE", "")])
def test_an_unknown_one_is_told(leads: LeadsClient, method: str, end: str) -> None:
    assert "there are: none" in refused(leads.http.request(method, f"{PATH}/nothing{end}"), 404, "name")
    taken(leads, "other", workspace=SECOND)
    answer = leads.http.request(method, f"{PATH}/other{end}", params={"workspace": FIRST})
    assert "no snapshot other" in refused(answer, 404, "name")


def test_an_unknown_workspace_is_told(leads: LeadsClient) -> None:
    refused(leads.http.put(f"{PATH}/a", params={"workspace": "ws_none"}), 404, "workspace")


def test_ten_thousand_leads_take_no_time() -> None:
    many = create_app(Settings(), read_seeds=lambda *_: seeds(10_000))
    with in_process(many) as leads:
        leads.http.event_hooks = {}  # to check an answer of megabytes takes longer than to make it
        starts = time.process_time()
        taken(leads, "many")
        middle = time.process_time()
        leads.http.post(f"{PATH}/many/restore")
        ends = time.process_time()

    # The goal is 50 ms, but a machine may be busy; to write each lead anew would take ten times as long.
    assert middle - starts < 0.1
    assert ends - middle < 0.2
