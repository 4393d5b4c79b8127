"""What a test can do with a mock, in Python."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from leads_mock.testing import ControlError, Mock, MockServer

from tests.mock.leads import JOHN

PATH = f"/api/v1/leads/{JOHN}"


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer() as mock:
        yield mock


@pytest.fixture
def mock(server: MockServer) -> Mock:
    return server.new_workspace()


def put(mock: Mock, **update: Any) -> httpx.Response:
    """The answer to an update of the usual lead."""
    return httpx.put(mock.url + PATH, headers=mock.headers, json=update, trust_env=False)


def name(mock: Mock) -> Any:
    """What the usual lead is called."""
    return {lead["id"]: lead for lead in mock.leads()}[JOHN]["name"]


def test_a_workspace_is_alone(server: MockServer, mock: Mock) -> None:
    another = server.new_workspace()
    put(mock, name="Ada")
    assert (name(mock), name(another), name(server)) == ("Ada", "John Doe", "John Doe")
    assert (len(mock.requests()), len(another.requests())) == (1, 0)
    mock.reset()
    assert (name(mock), mock.requests()) == ("John Doe", [])


def test_what_arrived_can_be_asked_and_verified(mock: Mock) -> None:
    put(mock, name="Ada", metadata={"a": 1, "b": [1, 2]})
    put(mock, status="odd")

    assert [entry["status"] for entry in mock.requests()] == [400, 200]
    assert [entry["after"]["name"] for entry in mock.requests(status=200, lead=JOHN)] == ["Ada"]
    assert mock.requests(since=datetime(2100, 1, 1, tzinfo=UTC)) == []
    assert [len(mock.requests(method=method)) for method in ("PUT", "GET")] == [2, 0]
    assert [len(mock.requests(path=path)) for path in ("/api/*", "/api")] == [2, 0]
    with pytest.raises(ControlError, match="body: is no parameter of this call"):
        mock.requests(body="Ada")
    assert mock.key not in str(mock.requests())
    assert mock.verify(method="PUT", path="/api/v1/leads/*", times=2) == 2
    assert mock.verify(body={"metadata": {"b": [1, 2]}}, status=200, times={"atMost": 1}) == 1
    with pytest.raises(AssertionError) as told:
        mock.verify(method="PUT", body={"name": "Eve"})
    first, *nearest = str(told.value).splitlines()
    assert first == "0 requests match method='PUT', body={'name': 'Eve'}"
    assert any(
        line.startswith(f'- PUT {PATH} {{"name": "Ada", ')
        and line.endswith('answered 200: body.name is "Ada", not "Eve"')
        for line in nearest
    )
    with pytest.raises(AssertionError, match="2 requests match method='PUT', times=1"):
        mock.verify(method="PUT", times=1)


def test_answers_can_be_scripted(mock: Mock) -> None:
    script = mock.script(match={"method": "PUT"}, when={"times": 1}, answer={"status": 429})
    assert script["id"]
    assert [put(mock, name="Ada").status_code for _ in range(2)] == [429, 200]
    mock.script(match={"method": "PUT"}, drop="after")
    with pytest.raises(httpx.TransportError):
        put(mock, name="Bob")
    assert name(mock) == "Bob"


def test_the_clock_can_be_set(mock: Mock) -> None:
    mock.clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    mock.clock.advance(90)
    assert put(mock, name="Ada").json()["data"]["updatedAt"] == "2030-01-01T00:01:30.000Z"
    assert mock.clock.now().startswith("2030-01-01T00:01:30")
    mock.clock.release()
    assert not mock.clock.now().startswith("2030-01-01")


def test_leads_can_be_seeded_and_everything_kept(server: MockServer, mock: Mock) -> None:
    lead = {**mock.leads()[0], "id": "lead_00000000000000aa", "email": "new@example.com", "name": "Seeded"}
    assert mock.seed([lead])[0]["name"] == "Seeded"
    mock.snapshot("seeded")
    state = mock.state()
    put(mock, name="Ada")
    mock.restore("seeded")
    assert (mock.state(), name(mock)) == (state, "John Doe")
    put(mock, name="Ada")
    mock.load(state)
    assert mock.state() == state
    with pytest.raises(ControlError) as told:
        mock.seed([{**lead, "status": "odd"}])
    assert (told.value.status, told.value.field) == (400, "leads[0].status")


@pytest.mark.parametrize("name", ["a/b", "tests/test_a.py::test[x%2Fy]", "a/restore", "ü ?#&", "%41"])
def test_a_snapshot_may_be_called_anything(mock: Mock, name: str) -> None:
    state = mock.state()
    mock.snapshot(name)
    put(mock, name="Ada")
    assert [it["name"] for it in mock.control.call("GET", "/snapshots")["snapshots"]] == [name]
    mock.restore(name)
    assert mock.state() == state


def test_a_lead_with_a_slash_can_be_removed(mock: Mock) -> None:
    mock.seed([{**mock.leads()[0], "id": "a/b", "email": "new@example.com"}])
    mock.control.call("DELETE", "/leads/a%2Fb")
    assert "a/b" not in [lead["id"] for lead in mock.leads()]


def test_the_profile_can_be_changed(server: MockServer, mock: Mock) -> None:
    before = server.profile()
    try:
        assert server.profile(null_name="refused")["null-name"] == "refused"
        assert put(server, name=None).status_code == 400
        with pytest.raises(ControlError, match="one profile for all workspaces"):
            mock.profile(null_name="ignored")
        assert mock.profile()["null-name"] == "refused"
    finally:
        server.reset()
    assert server.profile() == before
