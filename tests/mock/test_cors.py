"""Pages on this machine may call the API from any port; pages from elsewhere may not."""

from argparse import ArgumentTypeError

import httpx
import pytest
from leads_mock import arguments
from leads_mock.app import create_app
from leads_mock.settings import Settings

from tests.mock.leads import JOHN, KEY, UNKNOWN, LeadsClient, bearer, in_process

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


NAMED = ("https://app.example.com", "https://staging.example.com:8443", "capacitor://localhost")


def test_named_origins_may_call_as_well() -> None:
    with in_process(create_app(Settings(cors_origins=NAMED))) as leads:
        for origin in (*NAMED, LOCAL[1]):
            assert preflight(leads, origin).headers["Access-Control-Allow-Origin"] == origin
            for status, (method, path, update) in ANSWERS.items():
                headers = {**bearer(KEY), "Origin": origin}
                answer = leads.http.request(method, path, headers=headers, json=update)
                assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, origin)
        for origin in (*FOREIGN, "http://app.example.com", "https://app.example.com.evil.example"):
            assert "Access-Control-Allow-Origin" not in preflight(leads, origin).headers


def test_without_cors_no_page_may_call_and_the_mocks_own_still_control_it() -> None:
    own, other = {"Origin": "http://127.0.0.1"}, {"Origin": "http://127.0.0.1:3000"}
    with in_process(create_app(Settings(cors_origins=None))) as leads:
        assert preflight(leads, LOCAL[0]).status_code == 405
        assert "Access-Control-Allow-Origin" not in leads.put(JOHN, {}, headers=own).headers
        assert leads.http.post("/__admin/reset", headers=own).status_code == 200
        assert leads.http.post("/__admin/reset", headers=other).status_code == 403


def test_a_page_of_the_internet_may_be_allowed_to_call_this_machine() -> None:
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Private-Network": "true"}
    with in_process(create_app(Settings(cors_origins=("*",)))) as leads:
        answer = leads.http.options(PATH, headers={"Origin": "https://app.example.com", **asked})
    assert answer.headers["Access-Control-Allow-Private-Network"] == "true"


ORIGINS = {
    # what is given, and what browsers send
    "https://app.example.com": "https://app.example.com",
    "HTTPS://App.Example.com:443": "https://app.example.com",
    "http://app.example.com:80": "http://app.example.com",
    "http://app.example.com:443": "http://app.example.com:443",
    "http://[2001:DB8::1]:8080": "http://[2001:db8::1]:8080",
    "chrome-extension://abcdef": "chrome-extension://abcdef",
    "*": "*",
}


def test_an_origin_is_read_as_browsers_write_it() -> None:
    assert {given: arguments.origin(given) for given in ORIGINS} == ORIGINS


@pytest.mark.parametrize(
    "text", ["", "app.example.com", "https://a/", "https://a/b", "https://", "null", "a b://c"]
)
def test_what_is_no_origin(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="no origin"):
        arguments.origin(text)


def test_an_answer_without_a_key_can_be_read_too(leads: LeadsClient) -> None:
    answer = leads.http.put(PATH, headers={"Origin": LOCAL[1]}, json={})

    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == LOCAL[1]
