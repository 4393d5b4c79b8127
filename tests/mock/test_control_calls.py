"""The control calls and the pages about the contract."""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import pytest
from leads_mock.app import create_app
from leads_mock.control.calls import control_contract
from leads_mock.fixtures import bundled_fixtures
from leads_mock.settings import Settings
from openapi_spec_validator import validate

from leads_contract import load_contract, read_profile, resolved
from tests.mock.leads import JOHN, JOHN_METADATA, LeadsClient, in_process


def test_health(leads: LeadsClient) -> None:
    health = leads.http.get("/__admin/health").json()

    assert health.pop("uptimeSeconds") > 0
    assert health == {"status": "ok", "version": version("leads-contract-kit"), "workspaces": 2, "leads": 12}
    one = leads.http.get("/__admin/health", headers={"X-Mock-Workspace": "ws_another_workspace"}).json()
    assert (one["workspaces"], one["leads"]) == (1, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_header_may_name_a_workspace_beyond_ascii(leads: LeadsClient, encoding: str) -> None:
    entry = {"id": "Büro", "keys": ["sk-workspace_own"], "leads": []}
    leads.http.put("/__admin/state", json={"workspaces": [entry]}).raise_for_status()
    named = {b"X-Mock-Workspace": "Büro".encode(encoding)}
    assert leads.http.get("/__admin/health", headers=named).json()["workspaces"] == 1


def test_a_reset_brings_the_fixtures_back(leads: LeadsClient) -> None:
    before = leads.stored()
    leads.update(JOHN, {"name": "X", "email": "x@example.com", "phone": None, "metadata": None})
    assert leads.stored() != before

    leads.reset()

    assert leads.stored() == before
    leads.update(JOHN, {"email": "john.doe@example.com"})


def test_what_is_stored_is_what_the_fixtures_say(leads: LeadsClient) -> None:
    stored = leads.stored()

    assert len(stored) == 12
    assert {lead["workspaceId"] for lead in stored.values()} == {
        "ws_your_workspace_id",
        "ws_another_workspace",
    }
    assert stored[JOHN] == {
        "id": JOHN,
        "name": "John Doe",
        "email": "john.doe@example.com",
        "phone": "+1-555-123-4567",
        "source": "website",
        "status": "new",
        "metadata": JOHN_METADATA,
        "createdAt": "2024-01-15T10:30:00.000Z",
        "updatedAt": "2024-01-15T10:30:00.000Z",
        "workspaceId": "ws_your_workspace_id",
    }


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/__admin/health", "GET, HEAD"),
        ("GET", "/__admin/reset", "POST"),
        ("PATCH", "/__admin/leads", "GET, HEAD, POST"),
        ("GET", f"/__admin/leads/{JOHN}", "DELETE"),
        ("DELETE", "/__admin/state", "GET, HEAD, PUT"),
    ],
)
def test_another_method_is_refused(leads: LeadsClient, method: str, path: str, allow: str) -> None:
    answer = leads.http.request(method, path)

    assert (answer.status_code, answer.headers["Allow"]) == (405, allow)
    assert answer.json() == {"error": f"{method} is not served here", "field": None}


def test_a_page_of_the_mock_refuses_another_method_as_the_contract_does(leads: LeadsClient) -> None:
    answer = leads.http.put("/docs")

    assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_the_api_describes_itself(leads: LeadsClient) -> None:
    served = leads.http.get("/__admin/openapi.json").json()

    assert served == control_contract().document
    validate(served)
    assert leads.http.head("/__admin/health").status_code == 200
    calls = leads.http.get("/__admin").json()["calls"]
    assert {"method": "POST", "path": "/__admin/reset", "summary": "Reset"} in calls
    assert {call["path"] for call in calls} == served["paths"].keys()


CALLS = control_contract().operations


@pytest.mark.parametrize("scope", [{"workspace": "ws_none"}, {}], ids=["parameter", "header"])
@pytest.mark.parametrize("name", CALLS)
def test_every_call_knows_its_workspace(leads: LeadsClient, name: str, scope: dict[str, str]) -> None:
    call = CALLS[name]
    path = call.path.format(leadId=JOHN, name="none", scriptId="none")
    headers = {} if scope else {"X-Mock-Workspace": "ws_none"}

    answer = leads.http.request(call.method, path, params=scope, headers=headers, json=_BODIES.get(name, {}))

    assert (answer.status_code, answer.json()["field"]) == (404, "workspace")


_BODIES: dict[str, Any] = {
    "putState": {"workspaces": []},
    "postLeads": {"leads": []},
    "advanceClock": {"seconds": 1},
}


@pytest.mark.parametrize("name", ["default", "lenient", "strict"])
def test_the_contract_is_served_as_the_profile_settles_it(name: str) -> None:
    path = bundled_fixtures() / "profiles" / f"{name}.yaml"
    contract = resolved(load_contract(), read_profile(path, load_contract().questions)).document
    with in_process(create_app(Settings(profile=path))) as leads:
        served: dict[str, Any] = leads.http.get("/openapi.json").json()

    assert served["servers"][0]["url"] == "/"
    assert served["servers"][1:] == contract["servers"]
    assert {**served, "servers": None} == {**contract, "servers": None}


def test_the_pages_are_served_with_their_types(leads: LeadsClient) -> None:
    moved = leads.http.get("/docs")
    front, style, script = (leads.http.get(f"/docs/{name}") for name in ("", "site.css", "search.js"))

    assert (moved.status_code, moved.headers["Location"]) == (307, "docs/")
    assert front.text == leads.http.get("/docs/index.html").text
    assert front.headers["Content-Type"] == "text/html; charset=utf-8"
    assert style.headers["Content-Type"] == "text/css; charset=utf-8"
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert leads.http.get("/docs/nothing.html").json()["code"] == "NOT_FOUND"


def test_a_failure_of_our_own_is_told_in_the_envelope() -> None:
    failures: list[Exception] = []

    def clock() -> datetime:
        if failures:
            raise failures.pop()
        return datetime.now(UTC)

    with in_process(create_app(Settings(), clock)) as leads:
        before = leads.stored()
        failures.append(RuntimeError("no time"))
        answer = leads.put(JOHN, {"status": "lost"})

        assert answer.json() == {"success": False, "error": "Internal server error", "code": "INTERNAL_ERROR"}
        assert answer.status_code == 500
        assert leads.stored() == before
