"""Who may make control calls: this machine, and whoever shows the token; no page that CORS keeps out."""

from dataclasses import replace

import pytest
from leads_mock.app import create_app
from leads_mock.settings import Settings

from tests.mock.leads import JOHN, KEY, bearer, in_process
from tests.mock.running import running_mock

CALLS = (("GET", "/__admin/health"), ("POST", "/__admin/reset"), ("GET", "/__admin/leads"))
TOKEN = "a-token-of-the-team"
SHOWN = bearer(TOKEN)
CALLERS = {
    # the caller's address, the headers, and the status
    "this machine": ("127.0.0.1", {}, 200),
    "another loopback address": ("127.8.8.8", {}, 200),
    "IPv6": ("::1", {}, 200),
    "IPv4 within IPv6": ("::ffff:127.0.0.1", {}, 200),
    "this machine with any key": ("127.0.0.1", bearer(KEY), 200),
    "a page of this machine": ("127.0.0.1", {"Origin": "http://localhost:3000"}, 200),
    "a page that is named": ("127.0.0.1", {"Origin": "https://app.example.com"}, 200),
    "a foreign page": ("127.0.0.1", {"Origin": "https://example.com"}, 403),
    "a page of no origin": ("127.0.0.1", {"Origin": "null"}, 403),
    "a page of the mock's own": (
        "127.0.0.1",
        {"Host": "host.docker.internal:8080", "Origin": "http://host.docker.internal:8080"},
        200,
    ),
    "another machine": ("192.168.0.7", {}, 401),
    "a machine that claims to be this one": ("192.168.0.7", {"X-Forwarded-For": "127.0.0.1"}, 401),
    "another machine in IPv6": ("::ffff:192.168.0.7", {}, 401),
    "a link-local address": ("fe80::1", {}, 401),
    "no address": ("unknown", {}, 401),
    "another machine with the token": ("192.168.0.7", SHOWN, 200),
    "the scheme in lower case": ("192.168.0.7", {"Authorization": f"bearer {TOKEN}"}, 200),
    "another token": ("192.168.0.7", bearer(f"{TOKEN}s"), 401),
    "half a token": ("192.168.0.7", bearer(TOKEN[:-1]), 401),
    "a token beyond ASCII": ("192.168.0.7", {"Authorization": "Bearer t\xf6ken".encode()}, 401),
    "an empty token": ("192.168.0.7", {"Authorization": "Bearer "}, 401),
    "a key for a token": ("192.168.0.7", bearer(KEY), 401),
    "the token as a password": ("192.168.0.7", {"Authorization": f"Basic {TOKEN}"}, 401),
    "a foreign page with the token": ("192.168.0.7", {**SHOWN, "Origin": "https://example.com"}, 403),
    "a named page with the token": ("192.168.0.7", {**SHOWN, "Origin": "https://app.example.com"}, 200),
}
SETTINGS = Settings(cors_origins=("https://app.example.com",), admin_token=TOKEN)


@pytest.mark.parametrize(("peer", "headers", "status"), CALLERS.values(), ids=CALLERS)
def test_who_may_make_control_calls(peer: str, headers: dict[str, str], status: int) -> None:
    with in_process(create_app(SETTINGS), peer) as leads:
        for method, path in CALLS:
            answer = leads.http.request(method, path, headers=headers)
            assert answer.status_code == status
            if status != 200:
                assert answer.json().keys() == {"error", "field"}
                assert answer.headers.get("WWW-Authenticate") == ("Bearer" if status == 401 else None)
        assert leads.put(JOHN, {}).status_code == 200


def test_every_page_may_call_the_api_yet_not_the_control_api() -> None:
    with in_process(create_app(Settings(cors_origins=("*",)))) as leads:
        page = {"Origin": "https://anywhere.example"}
        allowed = leads.put(JOHN, {}, headers=page).headers["Access-Control-Allow-Origin"]
        assert (allowed, leads.http.get("/__admin/leads", headers=page).status_code) == (page["Origin"], 403)


def test_a_name_that_a_page_gave_this_machine_leads_nowhere() -> None:
    # DNS rebinding: the browser takes the page and the mock for one. The API may be called by any name.
    open_to_all = replace(SETTINGS, host="0.0.0.0")
    rebound = {"Host": "evil.example:8080", "Origin": "http://evil.example:8080"}
    with in_process(create_app(open_to_all)) as leads:
        for headers in (rebound, {"Host": rebound["Host"]}):
            assert leads.http.get("/__admin/state", headers=headers).status_code == 421
            assert leads.put(JOHN, {}, headers=headers).status_code == 200
        for host in ("localhost:8080", "127.0.0.1:1", "host.docker.internal:8080"):
            assert leads.http.get("/__admin/state", headers={"Host": host}).status_code == 200
        assert leads.http.get("/__admin/state", headers={"Host": "mock:8080", **SHOWN}).status_code == 200


def test_without_a_token_nobody_else_gets_in() -> None:
    with in_process(create_app(Settings()), "192.168.0.7") as leads:
        for value in ("", "None", TOKEN):
            answer = leads.http.get("/__admin/health", headers={"Authorization": f"Bearer {value}"})
            assert answer.status_code == 401


def test_there_may_be_no_control_api() -> None:
    with in_process(create_app(Settings(admin=False, admin_token=TOKEN))) as leads:
        for method, path in CALLS:
            answer = leads.http.request(method, path, headers=SHOWN)
            assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_a_token_is_made_and_printed_where_other_machines_can_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCK_TOKEN", "")
    with running_mock("--host", "0.0.0.0", "--admin-token-env", "MOCK_TOKEN") as mock:
        (line,) = (line for line in mock.told if "Bearer" in line)
    assert len(line.split()[-1]) >= 32

    monkeypatch.setenv("MOCK_TOKEN", TOKEN)
    with running_mock("--host", "0.0.0.0", "--admin-token-env", "MOCK_TOKEN") as mock:
        assert not any(TOKEN in line or "Bearer" in line for line in mock.told)
        assert TOKEN not in mock.log()
