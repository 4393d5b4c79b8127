"""Scripted answers: which requests they are for, how often, and what becomes of those."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from leads_contract import load_contract
from tests.mock.control import FIRST, SECOND, refused
from tests.mock.leads import FOREIGN, JANE, JOHN, KEY, OTHER_KEY, LeadsClient, bearer

PATH = "/__admin/scripts"
CONTRACT = load_contract()


@pytest.fixture
def leads(leads: LeadsClient) -> Iterator[LeadsClient]:
    """The running mock; a scripted answer need not be one of the contract's."""
    leads.http.event_hooks = {}
    yield leads
    leads.reset()


def script(leads: LeadsClient, scope: str | None = None, **members: Any) -> Any:
    answer = leads.http.post(PATH, json=members, params={"workspace": scope} if scope else {})
    assert answer.status_code == 201, answer.text
    return answer.json()


def statuses(leads: LeadsClient, count: int) -> list[int]:
    return [leads.put(JOHN, {"status": "lost"}).status_code for _ in range(count)]


def test_a_script_is_made_listed_and_deleted(leads: LeadsClient) -> None:
    made = script(leads, FIRST, match={"method": "PUT"}, answer={"status": 503})
    other = script(leads, match={"lead": JANE}, delay=1)

    assert made == {
        "id": made["id"],
        "workspace": FIRST,
        "match": {"method": "PUT"},
        "answer": {"status": 503},
        "used": 0,
    }
    assert statuses(leads, 2) == [503, 503]
    assert leads.http.get(PATH).json()["scripts"] == [other, made | {"used": 2}]
    assert leads.http.get(PATH, params={"workspace": FIRST}).json()["scripts"] == [made | {"used": 2}]
    assert leads.http.delete(f"{PATH}/{made['id']}").status_code == 204
    assert statuses(leads, 1) == [200]
    assert other["id"] in refused(leads.http.delete(f"{PATH}/{made['id']}"), 404, "scriptId")
    assert leads.http.delete(PATH).status_code == 204
    assert leads.http.get(PATH).json() == {"scripts": []}


ANSWERS: dict[str, tuple[dict[str, Any], int, dict[str, Any]]] = {
    "a status with examples": (
        {"status": 429},
        429,
        {
            "success": False,
            "error": "Rate limit exceeded",
            "code": "RATE_LIMIT_EXCEEDED",
            "details": {"limit": 1000, "remaining": 0, "resetTime": 1705415400, "retryAfter": 1800},
        },
    ),
    "a status without": (
        {"status": 503},
        503,
        {"success": False, "error": "Service Unavailable", "code": "SERVICE_UNAVAILABLE"},
    ),
    "a status that nobody knows": (
        {"status": 599},
        599,
        {"success": False, "error": "Status 599", "code": "STATUS_599"},
    ),
    "an example": (
        {"example": "invalidEmail"},
        400,
        {
            "success": False,
            "error": "Validation failed",
            "code": "VALIDATION_ERROR",
            "details": {
                "field": "email",
                "value": "new@example.com",
                "message": "Must be a valid email address",
            },
        },
    ),
    "a code": (
        {"code": "LEAD_NOT_FOUND"},
        404,
        {
            "success": False,
            "error": "Lead not found",
            "code": "LEAD_NOT_FOUND",
            "details": {"leadId": JOHN, "message": "No lead found with this ID in your workspace"},
        },
    ),
}


@pytest.mark.parametrize(("answer", "status", "body"), ANSWERS.values(), ids=ANSWERS)
def test_answers(leads: LeadsClient, answer: dict[str, Any], status: int, body: dict[str, Any]) -> None:
    before = leads.stored()
    made = script(leads, answer=answer)
    # half an hour before the limit of the example ends
    clock = {"now": "2024-01-16T14:00:00Z", "frozen": True}
    leads.http.put("/__admin/clock", json=clock).raise_for_status()

    got = leads.put(JOHN, {"email": "new@example.com"})

    assert (got.status_code, got.json()) == (status, body)
    assert ("Retry-After" in got.headers) is (status == 429)
    assert "X-RateLimit-Limit" in got.headers
    assert leads.stored() == before
    (told,) = leads.http.get("/__admin/requests").json()["requests"]
    assert (told["script"], told["status"], told["refusal"]) == (made["id"], status, body["code"])
    assert told["before"] == told["after"] == before[JOHN]


def test_a_status_without_a_body(leads: LeadsClient) -> None:
    script(leads, answer={"status": 204})
    got = leads.put(JOHN, {})
    assert (got.status_code, got.content, "Content-Length" in got.headers) == (204, b"", False)


MATCHES: list[tuple[dict[str, Any], str, str, Any, bool]] = [
    ({}, "PUT", JOHN, {}, True),
    ({}, "GET", JOHN, None, True),
    ({"method": "put"}, "PUT", JOHN, {}, True),
    ({"method": "PUT"}, "GET", JOHN, None, False),
    ({"path": f"/api/v1/leads/{JOHN}"}, "PUT", JOHN, {}, True),
    ({"path": "/api/*/leads/*"}, "PUT", JOHN, {}, True),
    ({"path": "/api/v1/leads"}, "PUT", JOHN, {}, False),
    ({"lead": JOHN}, "PUT", JOHN, {}, True),
    ({"lead": JANE}, "PUT", JOHN, {}, False),
    ({"body": {"status": "lost"}}, "PUT", JOHN, {"status": "lost", "name": "X"}, True),
    ({"body": {"status": "lost"}}, "PUT", JOHN, {"status": "new"}, False),
    ({"body": {"metadata": {"a": [1]}}}, "PUT", JOHN, {"metadata": {"a": [1], "b": 2}}, True),
    ({"body": {"metadata": {"a": [1]}}}, "PUT", JOHN, {"metadata": {"a": [1, 2]}}, False),
    ({"body": {"status": "lost"}}, "PUT", JOHN, b"no JSON", False),
    ({"body": {"status": "lost"}, "method": "PUT", "lead": JANE}, "PUT", JANE, {"status": "lost"}, True),
]


@pytest.mark.parametrize(("match", "method", "lead", "body", "fits"), MATCHES)
def test_matches(
    leads: LeadsClient, match: dict[str, Any], method: str, lead: str, body: Any, fits: bool
) -> None:
    script(leads, match=match, answer={"status": 503})
    sent: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body}

    got = leads.http.request(method, f"/api/v1/leads/{lead}", headers=bearer(KEY), **sent)

    assert (got.status_code == 503) is fits
    assert leads.http.get("/docs/").status_code == 200


WHEN: list[tuple[dict[str, Any], str]] = [
    ({"times": 2}, "xx......"),
    ({"every": 3}, "..x..x.."),
    ({"probability": 1}, "xxxxxxxx"),
    ({"probability": 0}, "........"),
]


@pytest.mark.parametrize(("when", "expected"), WHEN)
def test_when(leads: LeadsClient, when: dict[str, Any], expected: str) -> None:
    script(leads, when=when, answer={"status": 503})
    got = statuses(leads, len(expected))
    assert "".join("x" if status == 503 else "." for status in got) == expected


def test_a_seed_makes_the_same_choices(leads: LeadsClient) -> None:
    runs = []
    for _ in range(2):
        made = script(leads, when={"probability": 0.5, "seed": 7}, answer={"status": 503})
        runs.append(statuses(leads, 20))
        leads.http.delete(f"{PATH}/{made['id']}")
    assert runs[0] == runs[1]
    assert {200, 503} == set(runs[0])


def test_scripts_follow_one_another(leads: LeadsClient) -> None:
    script(leads, when={"times": 1}, answer={"status": 503})
    script(leads, when={"times": 2}, answer={"code": "RATE_LIMIT_EXCEEDED"})
    script(leads, SECOND, answer={"status": 500})

    assert statuses(leads, 4) == [503, 429, 429, 200]
    assert leads.put(FOREIGN, {}, OTHER_KEY).status_code == 500
    leads.http.post("/__admin/reset", params={"workspace": SECOND})
    assert leads.put(FOREIGN, {}, OTHER_KEY).status_code == 200


def test_a_script_for_all_takes_whoever_shows_no_valid_key(leads: LeadsClient) -> None:
    script(leads, FIRST, answer={"status": 500})
    assert leads.put(JOHN, {}, "unknown").status_code == 401
    script(leads, answer={"status": 503})
    assert leads.put(JOHN, {}, "unknown").status_code == 503


def test_delays(leads: LeadsClient) -> None:
    script(leads, match={"lead": JOHN}, delay=80)
    script(leads, match={"lead": JANE}, delay={"median": 60, "sigma": 0})
    for lead, least in ((JOHN, 0.08), (JANE, 0.06)):
        starts = time.perf_counter()
        assert leads.put(lead, {"status": "lost"}).json()["data"]["status"] == "lost"
        assert time.perf_counter() - starts >= least


def test_headers_stand_in_the_real_answer_and_in_a_refusal(leads: LeadsClient) -> None:
    script(leads, headers={"X-Test": "a", "X-RateLimit-Remaining": "0", "Content-Type": "text/plain"})

    for body, status in (({}, 200), ({"status": "x"}, 400)):
        got = leads.put(JOHN, body)
        assert got.status_code == status
        assert got.headers.get_list("X-RateLimit-Remaining") == ["0"]
        assert (got.headers["X-Test"], got.headers["Content-Type"]) == ("a", "text/plain")


DROPS: dict[str, tuple[str, bool, int | None]] = {
    # what is dropped: whether the update is carried out, and the status in the journal
    "before": ("before", False, None),
    "after": ("after", True, 200),
    "halfway": ("halfway", True, 200),
}


@pytest.mark.parametrize(("drop", "is_done", "status"), DROPS.values(), ids=DROPS)
def test_the_connection_is_cut(leads: LeadsClient, drop: str, is_done: bool, status: int | None) -> None:
    script(leads, drop=drop, when={"times": 1})
    with httpx.Client(base_url=leads.http.base_url, trust_env=False) as client:
        with pytest.raises(httpx.RemoteProtocolError) as failed:
            client.put(f"/api/v1/leads/{JOHN}", headers=bearer(KEY), json={"name": drop})
        assert ("without sending complete message" in str(failed.value)) is (drop == "halfway")
        # Which is what the retry of a client has to survive.
        again = client.get(f"/api/v1/leads/{JOHN}", headers=bearer(KEY))
    assert (again.json()["data"]["name"] == drop) is is_done
    told = leads.http.get("/__admin/requests").json()["requests"][-1]
    assert told["status"] == status
    assert (told["before"] != told["after"]) is is_done


def test_a_cut_leaves_no_trace_in_the_log(leads: LeadsClient, mock: Any) -> None:
    before = mock.log()
    for drop in DROPS:
        script(leads, drop=drop, when={"times": 1}, answer={"status": 503})
        with pytest.raises(httpx.TransportError):
            leads.put(JOHN, {})
    assert mock.log() == before


WRONG: dict[str, tuple[Any, str, str]] = {
    "an unknown member": ({"answr": {}}, "answr", "known"),
    "an unknown example": ({"answer": {"example": "x"}}, "answer.example", "invalidEmail"),
    "an unknown code": ({"answer": {"code": "X"}}, "answer.code", "DUPLICATE_EMAIL"),
    "a status that is none": ({"answer": {"status": 100}}, "answer.status", "at least"),
    "no answer in it": ({"answer": {}}, "answer", "status, example, code"),
    "two answers": ({"answer": {"status": 400, "code": "X"}}, "answer.code", "there are"),
    "two kinds of when": ({"when": {"times": 1, "every": 2}}, "when", "times, every, probability"),
    "a seed alone": ({"when": {"seed": 1}}, "when", "probability"),
    "no times": ({"when": {"times": 0}}, "when.times", "at least"),
    "an unlikely probability": ({"when": {"probability": 2}}, "when.probability", "at most"),
    "a negative delay": ({"delay": -1}, "delay", "forms"),
    "an unknown drop": ({"drop": "later"}, "drop", "before, after, halfway"),
    "a header that is none": ({"headers": {"a b": "c"}}, "headers.a b", "no header"),
    "a value that is none": ({"headers": {"a": "b\r\nc: d"}}, "headers.a", "no header"),
    "a length": ({"headers": {"Content-Length": "1"}}, "headers.Content-Length", "no header"),
    "a match that is none": ({"match": {"id": 1}}, "match.id", "known"),
}


@pytest.mark.parametrize(("members", "field", "reason"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told(leads: LeadsClient, members: Any, field: str, reason: str) -> None:
    assert reason in refused(leads.http.post(PATH, json=members), 400, field)
    assert leads.http.get(PATH).json() == {"scripts": []}


def test_every_example_and_code_of_the_contract_can_be_scripted(leads: LeadsClient) -> None:
    names = {
        (name, status)
        for operation in CONTRACT.operations.values()
        for status, response in operation.responses.items()
        for name in response.examples
    }
    for name, status in sorted(names):
        made = script(leads, answer={"example": name})
        assert leads.put(JOHN, {}).status_code == status, name
        leads.http.delete(f"{PATH}/{made['id']}")
    for code in CONTRACT.refusals:
        made = script(leads, answer={"code": code})
        assert leads.put(JOHN, {}).json()["code"] == code
        leads.http.delete(f"{PATH}/{made['id']}")
