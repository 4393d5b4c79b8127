"""Clauses on the rate limit: a sliding hour for each key, four headers on every answer, and the 429."""

import time
from collections.abc import Iterator

import httpx
import pytest
from leads_mock.app import create_app
from leads_mock.core.errors import RateLimited
from leads_mock.core.ratelimit import Quota, RateLimiter
from leads_mock.settings import Settings

from tests.mock.leads import FOREIGN, JOHN, KEY, OTHER_KEY, LeadsClient, in_process
from tests.mock.running import running_mock

LIMIT = 3


def quota(answer: httpx.Response) -> tuple[int, int, int]:
    """Limit, used and remaining, as the headers say."""
    limit, used, remaining = (
        int(answer.headers[f"X-RateLimit-{name}"]) for name in ("Limit", "Used", "Remaining")
    )
    return limit, used, remaining


@pytest.fixture
def limited() -> Iterator[LeadsClient]:
    with in_process(create_app(Settings(rate_limit=LIMIT))) as client:
        yield client


def test_requests_beyond_the_limit_get_429_and_change_nothing(limited: LeadsClient) -> None:
    for used in range(1, LIMIT + 1):
        assert quota(limited.put(JOHN, {"status": "lost"})) == (LIMIT, used, LIMIT - used)
    before, start = limited.stored(), time.time()

    answer = limited.put(JOHN, {"status": "new"})

    assert (answer.status_code, quota(answer)) == (429, (LIMIT, LIMIT, 0))
    wait = int(answer.headers["Retry-After"])
    details = answer.json()["details"]
    assert details == {"limit": LIMIT, "remaining": 0, "resetTime": details["resetTime"], "retryAfter": wait}
    assert details["resetTime"] == int(answer.headers["X-RateLimit-Reset"])
    assert 3590 <= wait <= 3600
    assert start + 3590 <= details["resetTime"] <= start + 3602
    assert limited.stored() == before


@pytest.mark.parametrize(
    ("lead_id", "update", "status"),
    [(JOHN, {"status": "x"}, 400), (FOREIGN, {}, 404), (JOHN, {"email": "existing@example.com"}, 409)],
)
def test_refusals_say_what_is_left(limited: LeadsClient, lead_id: str, update: object, status: int) -> None:
    for used in range(1, LIMIT + 1):
        answer = limited.put(lead_id, update)
        assert (answer.status_code, quota(answer)) == (status, (LIMIT, used, LIMIT - used))
    assert limited.put(lead_id, update).status_code == 429


def test_what_shows_no_valid_key_is_not_counted(limited: LeadsClient) -> None:
    for headers in ({}, {"Authorization": "Basic x"}, {"Authorization": "Bearer unknown"}) * LIMIT:
        answer = limited.http.put(f"/api/v1/leads/{JOHN}", headers=headers, json={})
        assert (answer.status_code, quota(answer)) == (401, (LIMIT, 0, LIMIT))
    assert limited.put(JOHN, {}).status_code == 200


def test_each_key_has_its_own_hour_and_a_reset_begins_another(limited: LeadsClient) -> None:
    for _ in range(LIMIT):
        limited.update(JOHN, {})
    assert [limited.put(JOHN, {}).status_code, limited.put(FOREIGN, {}, OTHER_KEY).status_code] == [429, 200]

    limited.reset()

    assert quota(limited.put(JOHN, {})) == (LIMIT, 1, LIMIT - 1)


def test_the_window_slides() -> None:
    limiter = RateLimiter(2)
    limiter.count("key", 1000.0)
    limiter.count("key", 3000.5)

    with pytest.raises(RateLimited) as refused:
        limiter.count("key", 4599.9)
    assert (refused.value.retry_after, refused.value.reset_time) == (1, 4600)

    assert limiter.count("key", 4600.0) == Quota(2, 2, 6601)
    assert limiter.quota("key", 6600.5) == Quota(2, 1, 8200)
    assert limiter.quota("key", 9000.0) == Quota(2, 0, 12600)


def test_without_a_limit_the_documented_one_is_shown(leads: LeadsClient) -> None:
    for status in ("lost", "x"):
        answer = leads.put(JOHN, {"status": status})
        assert quota(answer) == (1000, 1, 999)
        assert int(answer.headers["X-RateLimit-Reset"]) == pytest.approx(time.time() + 3600, abs=5)


def test_the_option_sets_the_limit() -> None:
    with running_mock("--rate-limit", "1") as mock:
        request = httpx.Request(
            "PUT", f"{mock.url}/api/v1/leads/{JOHN}", headers={"Authorization": f"Bearer {KEY}"}, json={}
        )
        with httpx.Client(trust_env=False) as client:
            assert [client.send(request).status_code for _ in range(2)] == [200, 429]
