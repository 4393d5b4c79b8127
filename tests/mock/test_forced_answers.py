"""What a request wishes for its answer: `Prefer`, as Prism's users know it, and the same in a link."""

import time
from typing import Any

import pytest

from leads_contract import load_contract
from tests.mock.control import FIRST
from tests.mock.leads import JOHN, KEY, UNKNOWN, LeadsClient, bearer

CONTRACT = load_contract()
PATH = f"/api/v1/leads/{JOHN}"
EMAIL = {"email": "mine@example.com"}


def wish(leads: LeadsClient, text: str, body: Any = None, key: str = KEY) -> Any:
    return leads.put(JOHN, {} if body is None else body, key, {"Prefer": text})


ANSWERS: dict[str, tuple[str, Any, int, dict[str, Any]]] = {
    # the wish, the body, the status, and members of the answer's details or data
    "a code": ("code=409", EMAIL, 409, {"email": "mine@example.com", "existingLeadId": "lead_another123"}),
    "nothing sent": ("code=409", {}, 409, {"email": "existing@example.com"}),
    "a lead's id": ("code=404", {}, 404, {"leadId": JOHN}),
    "an example": ("example=invalidEmail", {"email": "x@"}, 400, {"field": "email", "value": "x@"}),
    "the first example": ("code=400", {}, 400, {"field": "status", "value": "invalid_status"}),
    "the example of what is sent": ("code=400", {"email": 7}, 400, {"field": "email", "value": 7}),
    "both": ("code=400, example=invalidEmail", {"status": "x"}, 400, {"field": "email"}),
    "a semicolon": ("code=400; example=invalidEmail", {}, 400, {"field": "email"}),
    "quotes": ('code="404"', {}, 404, {"leadId": JOHN}),
    "beside others": ("return=minimal, respond-async, code=404, wait=5", {}, 404, {"leadId": JOHN}),
    "twice": ("code=404, CODE=409", {}, 404, {"leadId": JOHN}),
    "a success": ("code=200", {"name": "Mine"}, 200, {"id": JOHN, "name": "Mine", "status": "qualified"}),
    "a limit": ("code=429", {}, 429, {"limit": 1000, "retryAfter": 1800}),
}


@pytest.mark.parametrize(("text", "body", "status", "members"), ANSWERS.values(), ids=ANSWERS)
def test_a_wish_is_granted_and_stores_nothing(
    leads: LeadsClient, text: str, body: Any, status: int, members: dict[str, Any]
) -> None:
    before = leads.stored()

    answer = wish(leads, text, body)

    assert answer.status_code == status
    told = answer.json().get("details") or answer.json()["data"]
    assert {name: told[name] for name in members} == members
    assert answer.headers["Preference-Applied"].split("=")[0] in ("code", "example")
    assert leads.stored() == before


ODD: dict[str, Any] = {
    "createdAt": 5,
    "updatedAt": "soon",
    "id": "lead_other",
    "workspaceId": "w",
    "status": "bogus",
    "name": {"a": 1},
    "email": "x@",
    "phone": True,
    "source": 7,
    "metadata": [1],
    "colour": "red",
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("scripted", [False, True], ids=["wished", "scripted"])
def test_no_success_shows_what_no_lead_can_hold(leads: LeadsClient, name: str, scripted: bool) -> None:
    if scripted:
        leads.http.post("/__admin/scripts", json={"answer": {"status": 200}, "when": {"times": 2}})
    preferred = {} if scripted else {"Prefer": "code=200"}
    usual = leads.put(JOHN, {}, headers=preferred).json()
    assert leads.put(JOHN, {name: ODD[name]}, headers=preferred).json() == usual
    assert usual["data"]["workspaceId"] == FIRST
    assert usual["data"]["id"] == JOHN


def test_every_status_and_example_of_each_operation_can_be_wished(leads: LeadsClient) -> None:
    before = leads.stored()
    for operation in CONTRACT.operations.values():
        path = operation.path.format(leadId=UNKNOWN, chatbotId="cb_none")
        for status, response in operation.responses.items():
            for wished in (f"code={status}", *(f"example={name}" for name in response.examples)):
                answer = leads.http.request(operation.method, path, headers={"Prefer": wished})
                assert answer.status_code == status, (operation.id, wished)
                assert answer.headers["Preference-Applied"] == wished
    assert leads.stored() == before


@pytest.mark.parametrize(
    "query",
    [
        "__prefer=code=409",
        "__prefer=code%3D409",
        "a=b&__prefer=code=409,delay=1",
        "__prefer=code=409&__prefer=delay=1",
    ],
)
def test_a_link_can_wish_too(leads: LeadsClient, query: str) -> None:
    answer = leads.http.put(f"{PATH}?{query}", json=EMAIL)  # and needs no key
    assert (answer.status_code, answer.json()["details"]["email"]) == (409, "mine@example.com")


def test_a_delay_alone_delays_the_real_answer(leads: LeadsClient) -> None:
    starts = time.perf_counter()
    answer = wish(leads, "delay=120", {"status": "lost"})
    assert time.perf_counter() - starts >= 0.12
    assert answer.json()["data"]["status"] == leads.stored()[JOHN]["status"] == "lost"
    assert answer.headers["Preference-Applied"] == "delay=120"
    starts = time.perf_counter()
    assert wish(leads, "code=409, delay=60").status_code == 409
    assert time.perf_counter() - starts >= 0.06


@pytest.mark.parametrize(
    "text",
    [
        "code=418",
        "code=",
        "code=four",
        "example=nothing",
        "code=404, example=invalidEmail",
        "delay=x",
        "delay=-1",
    ],
)
def test_a_wish_that_cannot_be_granted_tells_what_can(leads: LeadsClient, text: str) -> None:
    before = leads.stored()

    answer = wish(leads, text, {"status": "lost"})

    assert (answer.status_code, answer.json()["details"]["field"]) == (400, "Prefer")
    message = answer.json()["details"]["message"]
    assert ("milliseconds" if "delay" in text else "code=409 (example=taken)") in message
    assert "Preference-Applied" not in answer.headers
    assert leads.stored() == before


@pytest.mark.parametrize("text", ["return=minimal", "", "dynamic=true", "=,;"])
def test_other_preferences_are_none_of_ours(leads: LeadsClient, text: str) -> None:
    answer = wish(leads, text, {"status": "lost"})
    assert (answer.status_code, "Preference-Applied" in answer.headers) == (200, False)


def test_a_wish_in_a_link_is_no_parameter(leads: LeadsClient) -> None:
    leads.http.put("/__admin/profile", json={"unknown-parameter": "refused"}).raise_for_status()
    path = "/api/v1/leads?__prefer=delay=1&page=1"
    assert leads.http.get(path, headers=bearer(KEY)).status_code == 200
    assert leads.http.get("/__admin/requests").json()["requests"][0]["query"]["__prefer"] == "delay=1"


def test_what_is_no_operation_stays_what_it_is(leads: LeadsClient) -> None:
    assert leads.http.get("/elsewhere", headers={"Prefer": "code=200"}).status_code == 404
    assert leads.http.patch(PATH, headers={"Prefer": "code=200"}).status_code == 405


def test_a_limit_follows_the_clock_of_the_workspace(leads: LeadsClient) -> None:
    clock = {"now": "2030-01-01T00:00:00.5Z", "frozen": True}
    leads.http.put("/__admin/clock", params={"workspace": FIRST}, json=clock).raise_for_status()
    leads.http.post("/__admin/scripts", json={"answer": {"status": 429}, "when": {"times": 1}})
    reset_time = 1893456001 + 1800
    for limited in (leads.put(JOHN, {}), wish(leads, "code=429")):
        assert limited.status_code == 429
        assert limited.headers["X-RateLimit-Reset"] == str(reset_time)
        assert limited.json()["details"]["resetTime"] == reset_time


def test_headers_belong_to_the_wished_answer(leads: LeadsClient) -> None:
    limited = wish(leads, "code=429").headers
    assert limited["Retry-After"] == "1800"
    assert (limited["X-RateLimit-Used"], limited["X-RateLimit-Remaining"]) == ("1000", "0")
    assert wish(leads, "code=405").headers["Allow"] == "DELETE, GET, PUT"
    assert wish(leads, "code=401").headers["WWW-Authenticate"] == "Bearer"
    assert "X-RateLimit-Limit" in wish(leads, "code=500").headers


def test_the_journal_has_it(leads: LeadsClient) -> None:
    wish(leads, "code=409", EMAIL)
    (told,) = leads.http.get("/__admin/requests").json()["requests"]
    assert (told["status"], told["refusal"], told["body"]) == (409, "DUPLICATE_EMAIL", EMAIL)
    assert told["before"] == told["after"] == leads.stored()[JOHN]


def test_a_workspace_is_made_known(leads: LeadsClient) -> None:
    answer = leads.http.get(PATH, headers={**bearer(KEY), "Prefer": "code=200"}).json()
    assert (answer["data"]["id"], answer["data"]["workspaceId"]) == (JOHN, "ws_your_workspace_id")
