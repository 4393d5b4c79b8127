"""One clock: leads, quotas and refusals tell the same time, whatever the wall says."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from leads_mock.app import create_app
from leads_mock.settings import Settings

from tests.mock.leads import JOHN, LeadsClient, in_process

NEW_YEAR = datetime(2030, 1, 1, tzinfo=UTC)
HOUR = 3600


class Future:
    """A clock that stands still in 2030 until it is moved."""

    now = NEW_YEAR


@pytest.fixture
def future() -> Future:
    return Future()


@pytest.fixture
def limited(future: Future, tmp_path: Path) -> Iterator[LeadsClient]:
    """A mock in 2030 that serves two requests an hour, and puts the time into refusals."""
    profile = tmp_path / "profile.yaml"
    profile.write_text("error-extras: included\n", encoding="utf-8")
    with in_process(create_app(Settings(profile=profile, rate_limit=2), lambda: future.now)) as client:
        yield client


def test_the_reset_is_an_hour_later_on_the_same_clock(future: Future) -> None:
    with in_process(create_app(Settings(), lambda: future.now)) as client:
        for status in ("lost", "no status"):
            answer = client.put(JOHN, {"status": status})
            assert int(answer.headers["X-RateLimit-Reset"]) == NEW_YEAR.timestamp() + HOUR
        elsewhere = client.http.get("/elsewhere")
        assert int(elsewhere.headers["X-RateLimit-Reset"]) == NEW_YEAR.timestamp() + HOUR
        for path in ("/elsewhere", "/docs/", "/__admin/health", "/__admin/nothing"):
            assert client.http.get(path).headers["Date"] == "Tue, 01 Jan 2030 00:00:00 GMT"


def test_leads_quotas_and_refusals_agree(limited: LeadsClient, future: Future) -> None:
    assert limited.update(JOHN, {})["updatedAt"] == "2030-01-01T00:00:00.000Z"
    future.now += timedelta(seconds=60)
    refused = limited.put(JOHN, {"status": "no status"})
    future.now += timedelta(seconds=60)
    exceeded = limited.put(JOHN, {})

    assert refused.json()["timestamp"] == "2030-01-01T00:01:00.000Z"
    assert exceeded.json()["timestamp"] == "2030-01-01T00:02:00.000Z"
    assert (exceeded.status_code, exceeded.headers["Retry-After"]) == (429, str(HOUR - 120))
    for answer in (refused, exceeded):
        assert int(answer.headers["X-RateLimit-Reset"]) == NEW_YEAR.timestamp() + HOUR


def test_the_window_slides_with_the_clock(limited: LeadsClient, future: Future) -> None:
    for _ in range(2):
        limited.update(JOHN, {})
    assert limited.put(JOHN, {}).status_code == 429

    future.now += timedelta(seconds=HOUR)

    assert limited.update(JOHN, {})["updatedAt"] == "2030-01-01T01:00:00.000Z"
