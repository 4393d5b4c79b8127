"""Pages on this machine may call the API from any port; pages from elsewhere may not."""

import httpx
import pytest

from tests.mock.leads import JOHN, KEY, UNKNOWN, LeadsClient, bearer

LOCAL = (
    *("http://localhost", "http://localhost:3000", "https://localhost:8443", "http://127.0.0.1:5173"),
    *("http://[::1]:4200", "http://localhost:1", "http://localhost:65535"),
)
FOREIGN = (
    *("http://example.com", "https://localhost.example.com", "http://notlocalhost:3000", "null", "file://"),
    *(
        "http://localhost:3000.example.com",
        "http://127.0.0.1.example.com",
        "http://192.168.0.1:3000",
        "localhost",
    ),
)
PATH = f"/api/v1/leads/{JOHN}"
ANSWERS = {
    200: ("PUT", PATH, {"status": "lost"}),
    400: ("PUT", PATH, {"status": "x"}),
    404: ("PUT", f"/api/v1/leads/{UNKNOWN}", {}),
    405: ("PATCH", PATH, {}),
    409: ("PUT", PATH, {"email": "existing@example.com"}),
}


def preflight(leads: LeadsClient, origin: str) -> httpx.Response:
    """The answer to what a browser asks before it sends an update."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    return leads.http.options(PATH, headers=asked)


@pytest.mark.parametrize("origin", LOCAL)
def test_a_preflight_from_this_machine(leads: LeadsClient, origin: str) -> None:
    answer = preflight(leads, origin)
    shown = answer.headers

    assert answer.status_code == 200
    assert shown["access-control-allow-origin"] == origin
    assert "PUT" in shown["access-control-allow-methods"]
    assert {"authorization", "content-type"} <= set(shown["access-control-allow-headers"].lower().split(","))


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_preflight_from_elsewhere(leads: LeadsClient, origin: str) -> None:
    answer = preflight(leads, origin)

    assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("status", ANSWERS)
def test_every_answer_can_be_read_from_this_machine_only(leads: LeadsClient, status: int) -> None:
    method, path, update = ANSWERS[status]
    for origin in (*LOCAL, *FOREIGN):
        answer = leads.http.request(method, path, headers={**bearer(KEY), "Origin": origin}, json=update)
        assert answer.status_code == status
        allowed = answer.headers.get("Access-Control-Allow-Origin")
        assert allowed == (origin if origin in LOCAL else None)
        if allowed:
            assert answer.headers["Vary"] == "Origin"
            assert "X-RateLimit-Remaining" in answer.headers["Access-Control-Expose-Headers"]


def test_an_answer_without_a_key_can_be_read_too(leads: LeadsClient) -> None:
    answer = leads.http.put(PATH, headers={"Origin": LOCAL[1]}, json={})

    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == LOCAL[1]
