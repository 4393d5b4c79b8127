"""The profile, changed while the mock runs."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from leads_mock.app import compose, create_app
from leads_mock.fixtures import FixtureError, bundled_fixtures
from leads_mock.settings import Settings
from leads_mock.state_file import StateFile

from leads_contract import load_contract, read_profile
from tests.mock.control import FIRST, refused, state
from tests.mock.leads import EXISTING, JANE, JOHN, KEY, ZOE, LeadsClient, bearer, in_process

QUESTIONS = load_contract().questions
PATH = "/__admin/profile"


def put(leads: LeadsClient, **answers: str) -> dict[str, str]:
    named = {name.replace("_", "-"): answer for name, answer in answers.items()}
    told: dict[str, str] = leads.http.put(PATH, json=named).raise_for_status().json()
    return told


def test_the_defaults_are_told(leads: LeadsClient) -> None:
    assert leads.http.get(PATH).json() == {name: question.default for name, question in QUESTIONS.items()}


def test_what_is_not_named_stays_and_a_reset_brings_all_back(leads: LeadsClient) -> None:
    before = leads.http.get(PATH).json()

    assert put(leads, null_name="ignored") == before | {"null-name": "ignored"}
    assert put(leads, nested_metadata="replaced") == before | {
        "null-name": "ignored",
        "nested-metadata": "replaced",
    }
    assert leads.put(JOHN, {"name": None}).status_code == 200
    assert put(leads) == leads.http.get(PATH).json()
    leads.http.post("/__admin/reset", params={"workspace": FIRST})
    assert leads.put(JOHN, {"name": None}).status_code == 200
    leads.reset()
    assert leads.http.get(PATH).json() == before
    assert leads.put(JOHN, {"name": None}).status_code == 400


def test_each_part_of_the_mock_follows(leads: LeadsClient) -> None:
    put(
        leads,
        error_extras="included",
        www_authenticate="omitted",
        unserved_method="not-found",
        missing_content_type="as-another-type",
    )

    answer = leads.put(JOHN, {}, "unknown")
    assert answer.json()["requestId"].startswith("req_")
    assert "WWW-Authenticate" not in answer.headers
    assert leads.http.patch(f"/api/v1/leads/{JOHN}").status_code == 404
    put(leads, unserved_method="method-not-allowed", error_extras="omitted")
    assert leads.http.patch(f"/api/v1/leads/{JOHN}").status_code == 405
    lead = leads.http.get("/openapi.json").json()["components"]["schemas"]["Lead"]
    put(leads, cleared_field="left-out")
    assert leads.http.get("/openapi.json").json()["components"]["schemas"]["Lead"] != lead


def test_stored_leads_are_shown_as_the_new_profile_has_them(leads: LeadsClient) -> None:
    leads.update(JANE, {"email": "Jane.Smith@example.com"})

    put(leads, cleared_field="left-out", timestamp_precision="seconds", stored_email_case="lower-cased")

    stored = leads.stored()
    assert "phone" not in stored[EXISTING]
    assert stored[JOHN]["createdAt"] == "2024-01-15T10:30:00Z"
    assert stored[JANE]["email"] == "jane.smith@example.com"
    put(leads, cleared_field="shown-as-null")
    assert leads.stored()[EXISTING]["phone"] is None


def test_emails_are_compared_as_the_new_profile_has_them(leads: LeadsClient) -> None:
    put(leads, email_case="different")
    leads.update(JANE, {"email": "JOHN.DOE@example.com"})
    put(leads, email_case="same")
    assert leads.put(EXISTING, {"email": "John.Doe@example.com"}).json()["details"]["existingLeadId"] == JOHN


def test_the_email_of_a_deleted_lead_is_free_where_the_new_profile_frees_it(leads: LeadsClient) -> None:
    put(leads, deleted_email="taken")
    for lead_id in (EXISTING, JOHN):
        leads.http.delete(f"/api/v1/leads/{lead_id}", headers=bearer(KEY))
    put(leads, email_case="different", stored_email_case="lower-cased")
    refusal = leads.put(JANE, {"email": "existing@example.com"})
    assert (refusal.status_code, refusal.json()["details"]["existingLeadId"]) == (409, EXISTING)

    put(leads, deleted_email="free")
    leads.update(JANE, {"email": "existing@example.com"})
    put(leads, deleted_email="taken")
    leads.update(ZOE, {"email": "john.doe@example.com"})


def test_a_snapshot_comes_back_as_the_present_profile_has_it(leads: LeadsClient) -> None:
    leads.http.put("/__admin/snapshots/full").raise_for_status()
    put(leads, timestamp_precision="seconds")

    leads.http.post("/__admin/snapshots/full/restore").raise_for_status()
    assert leads.stored()[JOHN]["createdAt"] == "2024-01-15T10:30:00Z"
    leads.http.post("/__admin/reset", params={"workspace": FIRST})
    assert leads.stored()[JOHN]["createdAt"] == "2024-01-15T10:30:00Z"
    leads.reset()
    assert leads.stored()[JOHN]["createdAt"] == "2024-01-15T10:30:00.000Z"
    leads.http.delete("/__admin/snapshots/full")


WRONG: dict[str, tuple[Any, str, str]] = {
    "an unknown question": ({"null-nam": "ignored"}, "null-nam", "null-name"),
    "an unknown answer": ({"null-name": "maybe"}, "null-name", ", ".join(QUESTIONS["null-name"].answers)),
    "an answer that is no text": ({"null-name": True}, "null-name", "string"),
    "a list": ([], "body", "object"),
    "one right and one wrong": ({"null-name": "ignored", "head": "x"}, "head", "as-get"),
}


@pytest.mark.parametrize(("body", "field", "reason"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_changes_nothing(leads: LeadsClient, body: Any, field: str, reason: str) -> None:
    before = leads.http.get(PATH).json()

    assert reason in refused(leads.http.put(PATH, json=body), 400, field)
    assert leads.http.get(PATH).json() == before


@pytest.mark.parametrize(
    "scope", [{"params": {"workspace": FIRST}}, {"headers": {"X-Mock-Workspace": FIRST}}]
)
def test_no_workspace_has_one_of_its_own(leads: LeadsClient, scope: dict[str, Any]) -> None:
    before = leads.http.get(PATH, **scope).json()

    answer = leads.http.put(PATH, json={"null-name": "ignored"}, **scope)

    assert "one profile for all workspaces" in refused(answer, 400, "workspace")
    assert leads.http.get(PATH).json() == before


TAKEN_BY_ANOTHER: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    # answers, and an update that the defaults would refuse or store otherwise
    **{
        f"null for {name}": ({f"null-{name}": "cleared"}, {name: None})
        for name in ("name", "email", "status", "metadata")
    },
    "no name": ({"null-name": "cleared", "cleared-field": "left-out"}, {"name": None}),
    "an email twice": ({"email-case": "different"}, {"email": "JANE.SMITH@example.com"}),
}


@pytest.mark.parametrize(("answers", "update"), TAKEN_BY_ANOTHER.values(), ids=TAKEN_BY_ANOTHER)
def test_a_state_is_taken_again_whatever_the_profile_is(
    answers: dict[str, str], update: dict[str, Any], tmp_path: Path
) -> None:
    app, house = compose(Settings())
    file = StateFile(tmp_path / "state.json", house)
    with in_process(app) as leads:
        leads.http.put(PATH, json=answers).raise_for_status()
        leads.update(JOHN, update)
        before = leads.http.get("/__admin/state").content
        leads.http.put(PATH, json={name: QUESTIONS[name].default for name in answers}).raise_for_status()
        after = leads.http.get("/__admin/state").content

        assert leads.http.put("/__admin/state", content=before).content == after
        assert leads.http.put("/__admin/state", content=after).content == after
        # Of leads with the same email, the first one owns it.
        taken = leads.put(EXISTING, {"email": "jane.smith@example.com"}).json()["details"]
        assert taken["existingLeadId"] == (JOHN if "email-case" in answers else JANE)
    asyncio.run(file.keep())
    file.close()

    app, house = compose(Settings())
    StateFile(tmp_path / "state.json", house).close()
    with in_process(app) as leads:
        assert leads.http.get("/__admin/state").content == after


def test_fixtures_hold_what_the_profile_allows(leads: LeadsClient, tmp_path: Path) -> None:
    file = tmp_path / "leads.json"
    lead = leads.http.get("/__admin/leads").json()["leads"][0]
    for wrong in ({"name": None}, {"email": "JANE.SMITH@example.com"}):
        content = state(leads)
        content["workspaces"][0]["leads"][0] = lead | wrong
        file.write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(FixtureError, match=r"workspaces\[0\]\.leads\[[01]\]\."):
            create_app(Settings(fixtures=file))


ODD: list[dict[str, Any]] = [
    {"name": ""},
    {"name": None},
    {"phone": ""},
    {"phone": "x1"},
    {"source": ""},
    {"email": "someone@localhost"},
    {"email": "JANE.SMITH@EXAMPLE.COM"},
    {"email": None},
    {"status": None},
    {"metadata": None},
    {"metadata": {"": 1, "a.b": [1.0, 10**30]}},
    {"unknown": {"a": 1}, "id": "x"},
]


@pytest.mark.parametrize("name", ["default", "lenient", "strict"])
def test_a_state_that_a_profile_allows_is_a_fixtures_file(name: str) -> None:
    path = bundled_fixtures() / "profiles" / f"{name}.yaml"
    with in_process(create_app(Settings(profile=path))) as leads:
        assert [leads.put(JOHN, update).status_code < 500 for update in ODD] == [True] * len(ODD)
        whole = leads.http.get("/__admin/state").content
        assert leads.http.put("/__admin/state", content=whole).content == whole
        assert leads.http.get(PATH).json() == dict(read_profile(path, QUESTIONS))
        assert state(leads)["workspaces"]
