"""A mock on this machine answers to names of this machine: no page reads it by a name of the page's own."""

import socket

import pytest
from leads_mock.app import create_app
from leads_mock.cli import main
from leads_mock.settings import Settings

from tests.mock.leads import JOHN, LeadsClient, in_process
from tests.mock.raw import exchange, put_request
from tests.mock.running import RunningMock, running_mock

OWN = (
    *("localhost", "LOCALHOST:80", "localhost.:8080", "app.localhost:8080", "127.0.0.1", "127.0.0.1:65535"),
    *("127.8.8.8", "[::1]", "[::1]:8080", "host.docker.internal:8080", socket.gethostname()),
)
FOREIGN = (
    *("evil.com", "evil.com:8080", "localhost.evil.com", "127.0.0.1.evil.com", "evil-localhost", "192.0.2.1"),
    *("[2001:db8::1]:8080", "0.0.0.0:8080", "mock.example.com", "x" * 255),
)
NO_HOSTS = (
    *("", " ", ":8080", "a b", "user@localhost", "localhost:port", "localhost:123456", "[localhost]"),
    *(
        "http://localhost",
        "localhost,evil.com",
        "localhost/",
        "\xe9vil.com",
        "x" * 256,
        "::1",
        "localhost..x\\",
    ),
)
TARGETS = {
    # what stands before the path, and the status of the answer; None where it is the same without
    **dict.fromkeys(("http://localhost", "HTTP://127.0.0.1:1", "https://[::1]:8080"), None),
    **dict.fromkeys(("http://evil.com", "https://evil.com:80", "HTTP://localhost.evil.com"), 421),
    **dict.fromkeys(("http://user@localhost", "http://localhost@evil.com", "http://"), 400),
}
PATHS = (
    *(f"/api/v1/leads/{JOHN}", "/__admin/leads", "/__admin/health", "/docs/", "/openapi.json", "/nothing"),
)


def asked(leads: LeadsClient, host: str, path: str) -> tuple[int, str | None]:
    """The answer's status and `code`."""
    answer = leads.http.get(path, headers={b"Host": host.encode("latin-1")})
    if answer.is_error:
        assert answer.json()["error"]
    return answer.status_code, answer.json().get("code") if answer.is_error else None


@pytest.mark.parametrize("path", PATHS)
def test_only_own_names_are_answered(path: str) -> None:
    with in_process(create_app(Settings())) as leads:
        statuses = {asked(leads, host, path) for host in OWN}
        assert {status for status, _ in statuses} <= {200, 401, 404}
        is_control = path.startswith("/__admin")
        foreign, none = (None, None) if is_control else ("UNKNOWN_HOST", "BAD_REQUEST")
        assert {asked(leads, host, path) for host in FOREIGN} == {(421, foreign)}
        assert {asked(leads, host, path) for host in NO_HOSTS} == {(400, none)}
        assert {asked(leads, host, path) for host in OWN} == statuses


def test_a_foreign_name_changes_nothing_and_the_answer_says_what_to_do() -> None:
    with in_process(create_app(Settings())) as leads:
        before = leads.stored()
        answer = leads.put(JOHN, {"status": "lost"}, headers={"Host": "mock.example.com:8080"})
        leads.http.post("/__admin/reset", headers={"Host": "mock.example.com"})
        assert "--allowed-host mock.example.com " in answer.json()["error"]
        assert leads.stored() == before


def test_names_that_are_allowed_are_answered_too() -> None:
    allowed = Settings(allowed_hosts=("mock.example.com", "2001:db8::1"))
    with in_process(create_app(allowed)) as leads:
        for host in ("mock.example.com", "Mock.Example.com:80", "[2001:db8::1]:8080", "localhost:8080"):
            assert asked(leads, host, "/__admin/health") == (200, None)
        assert asked(leads, "other.example.com", "/__admin/health")[0] == 421


def test_a_mock_for_other_machines_answers_to_every_name_unless_some_are_named() -> None:
    with in_process(create_app(Settings(host="0.0.0.0"))) as leads:
        assert leads.put(JOHN, {}, headers={"Host": "mock.example.com"}).status_code == 200
    with in_process(create_app(Settings(host="0.0.0.0", allowed_hosts=("mock",)))) as leads:
        assert [leads.put(JOHN, {}, headers={"Host": host}).status_code for host in ("mock", "evil.com")] == [
            200,
            421,
        ]


def test_only_what_no_browser_sends_may_leave_it_out(mock: RunningMock) -> None:
    request = put_request(b"{").replace(b"Host: 127.0.0.1\r\n", b"")

    assert exchange(mock.port, request).json()["code"] == "BAD_REQUEST"
    assert exchange(mock.port, request.replace(b"HTTP/1.1", b"HTTP/1.0")).json()["code"] == "VALIDATION_ERROR"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("origin", "expected"), TARGETS.items())
def test_an_absolute_target_must_name_the_mock_too(
    mock: RunningMock, path: str, origin: str, expected: int | None
) -> None:
    for lines in ("HTTP/1.1\r\nHost: localhost", "HTTP/1.0"):
        plain, absolute = (
            exchange(mock.port, f"GET {target} {lines}\r\n\r\n".encode()).status
            for target in (path, origin + path)
        )
        assert absolute == (expected or plain)


def test_a_target_that_names_the_mock_makes_no_foreign_header_good(mock: RunningMock) -> None:
    request = put_request(b"{}").replace(b"PUT /", b"PUT http://localhost/")

    assert exchange(mock.port, request.replace(b"127.0.0.1", b"evil.com")).status == 421


def test_the_option() -> None:
    with running_mock("--allowed-host", "one.example.com", "--allowed-host", "Two.example.com") as mock:
        for host, status in (
            ("one.example.com", 400),
            ("two.example.com:1", 400),
            ("three.example.com", 421),
        ):
            request = put_request(b"{").replace(b"Host: 127.0.0.1", f"Host: {host}".encode())
            assert exchange(mock.port, request).status == status


@pytest.mark.parametrize("name", ["http://localhost", "localhost:8080", "*", "", "a b", "[::1]:80"])
def test_a_name_that_is_none(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--allowed-host", name])
    assert "is no host name" in capsys.readouterr().err
