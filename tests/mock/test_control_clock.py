"""The clock, set over HTTP: leads, quotas, refusals and the `Date` header follow it."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from leads_mock.app import create_app
from leads_mock.settings import Settings

from tests.mock.control import FIRST, SECOND, refused
from tests.mock.leads import FOREIGN, JOHN, KEY, OTHER_KEY, LeadsClient, bearer, in_process

NEW_YEAR = "2030-01-01T00:00:00.000Z"
HOUR = 3600


def put(leads: LeadsClient, body: Any, **scope: str) -> Any:
    return leads.http.put("/__admin/clock", json=body, params=scope).raise_for_status().json()


def advance(leads: LeadsClient, seconds: float, **scope: str) -> Any:
    answer = leads.http.post("/__admin/clock/advance", json={"seconds": seconds}, params=scope)
    return answer.raise_for_status().json()


def test_it_follows_the_wall_clock_until_it_is_set(leads: LeadsClient) -> None:
    told = leads.http.get("/__admin/clock").json()

    assert told["frozen"] is False
    assert datetime.fromisoformat(told["now"]).timestamp() == pytest.approx(time.time(), abs=2)


def test_everything_follows_a_frozen_clock(leads: LeadsClient) -> None:
    assert put(leads, {"now": "2030-01-01T01:00:00+01:00", "frozen": True}) == {
        "now": NEW_YEAR,
        "frozen": True,
    }

    answer = leads.put(JOHN, {"status": "lost"})

    assert answer.json()["data"]["updatedAt"] == NEW_YEAR
    assert answer.headers["Date"] == "Tue, 01 Jan 2030 00:00:00 GMT"
    assert int(answer.headers["X-RateLimit-Reset"]) == datetime.fromisoformat(NEW_YEAR).timestamp() + HOUR
    assert leads.http.get("/elsewhere").headers["Date"] == "Tue, 01 Jan 2030 00:00:00 GMT"
    # It stands still, and yet each update is later than the one before.
    assert leads.update(JOHN, {"status": "new"})["updatedAt"] == "2030-01-01T00:00:00.001Z"
    assert leads.update(JOHN, {"status": "new"})["updatedAt"] == "2030-01-01T00:00:00.002Z"
    assert leads.http.get("/__admin/clock").json()["now"] == NEW_YEAR


@pytest.mark.parametrize(
    "now",
    [
        "2030-01-01T00:00:00Z",
        "2030-01-01t00:00:00z",
        "2030-01-01 00:00:00Z",
        "2030-01-01T00:00:00.0Z",
        "2030-01-01T00:00:00.000000000Z",
        "2029-12-31T23:30:00-00:30",
    ],
)
def test_every_form_of_rfc_3339_is_read(leads: LeadsClient, now: str) -> None:
    assert put(leads, {"now": now, "frozen": True})["now"] == NEW_YEAR


def test_it_is_advanced_and_released(leads: LeadsClient) -> None:
    put(leads, {"now": NEW_YEAR, "frozen": True})
    assert advance(leads, 90.5) == {"now": "2030-01-01T00:01:30.500Z", "frozen": True}
    assert leads.update(JOHN, {"status": "lost"})["updatedAt"] == "2030-01-01T00:01:30.500Z"

    assert put(leads, {"frozen": False})["frozen"] is False
    assert leads.update(JOHN, {"status": "new"})["updatedAt"].startswith("2030-01-01T00:01:3")
    assert leads.http.delete("/__admin/clock").status_code == 204
    now = leads.http.get("/__admin/clock").json()["now"]
    assert datetime.fromisoformat(now).timestamp() == pytest.approx(time.time(), abs=2)


def test_it_runs_on_unless_it_is_frozen(leads: LeadsClient) -> None:
    put(leads, {"now": NEW_YEAR})
    time.sleep(0.01)
    later = leads.http.get("/__admin/clock").json()
    assert NEW_YEAR < later["now"] < "2030-01-01T00:00:20"
    assert later["frozen"] is False

    stopped = put(leads, {"frozen": True})["now"]
    assert leads.http.get("/__admin/clock").json() == {"now": stopped, "frozen": True}


def test_a_reset_releases_it(leads: LeadsClient) -> None:
    put(leads, {"now": NEW_YEAR, "frozen": True})
    leads.reset()
    assert leads.http.get("/__admin/clock").json()["frozen"] is False


def test_each_workspace_has_its_own(leads: LeadsClient) -> None:
    put(leads, {"now": NEW_YEAR, "frozen": True}, workspace=FIRST)

    assert leads.update(JOHN, {"status": "lost"})["updatedAt"] == NEW_YEAR
    assert leads.update(FOREIGN, {"status": "lost"}, OTHER_KEY)["updatedAt"] < "2029"
    assert leads.http.get("/__admin/clock", params={"workspace": SECOND}).json()["frozen"] is False
    assert leads.http.get("/elsewhere", headers=bearer(KEY)).headers["Date"].startswith("Tue, 01 Jan 2030")
    assert "2030" not in leads.http.get("/elsewhere").headers["Date"]
    leads.http.delete("/__admin/clock", params={"workspace": FIRST})
    assert leads.http.get("/__admin/clock", params={"workspace": FIRST}).json()["frozen"] is False


@pytest.fixture
def limited() -> Iterator[LeadsClient]:
    with in_process(create_app(Settings(rate_limit=2))) as client:
        yield client


def test_quotas_follow_it(limited: LeadsClient) -> None:
    put(limited, {"now": NEW_YEAR, "frozen": True})
    assert [limited.put(JOHN, {}).status_code for _ in range(3)] == [200, 200, 429]
    advance(limited, HOUR)
    assert limited.put(JOHN, {}).status_code == 200
    # Before all that was counted, nothing was.
    put(limited, {"now": "2029-01-01T00:00:00Z"})
    assert limited.put(JOHN, {}).headers["X-RateLimit-Used"] == "1"


WRONG: dict[str, tuple[str, Any, str, str]] = {
    "no time": ("", {"now": "soon"}, "now", "no time such as"),
    "a time without an offset": ("", {"now": "2030-01-01T00:00:00"}, "now", "no time such as"),
    "a week": ("", {"now": "2030-W01-1T00:00Z"}, "now", "no time such as"),
    "a time without seconds": ("", {"now": "2030-01-01T00:00Z"}, "now", "no time such as"),
    "a time without colons": ("", {"now": "20300101T000000Z"}, "now", "no time such as"),
    "an offset without a colon": ("", {"now": "2030-01-01T00:00:00+0100"}, "now", "no time such as"),
    "other digits": ("", {"now": "٢٠٣٠-01-01T00:00:00Z"}, "now", "no time such as"),
    "no such day": ("", {"now": "2030-02-30T00:00:00Z"}, "now", "no time such as"),
    "no such hour": ("", {"now": "2030-01-01T24:00:00Z"}, "now", "no time such as"),
    "a number": ("", {"now": 7}, "now", "string"),
    "too late": ("", {"now": "9999-12-31T00:00:00Z"}, "now", "9998"),
    "too early": ("", {"now": "1969-12-31T00:00:00Z"}, "now", "1970"),
    "frozen is no truth": ("", {"frozen": "yes"}, "frozen", "boolean"),
    "an unknown member": ("", {"time": NEW_YEAR}, "time", "known"),
    "no seconds": ("/advance", {}, "seconds", "required"),
    "seconds are no number": ("/advance", {"seconds": "1"}, "seconds", "number"),
    "back": ("/advance", {"seconds": -1}, "seconds", "at least"),
    "beyond all times": ("/advance", {"seconds": 1e300}, "seconds", "9998"),
    "beyond the latest": ("/advance", {"seconds": 9e11}, "seconds", "9998"),
}


@pytest.mark.parametrize(("path", "body", "field", "reason"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told(leads: LeadsClient, path: str, body: Any, field: str, reason: str) -> None:
    put(leads, {"now": NEW_YEAR, "frozen": True})

    answer: httpx.Response = leads.http.request("POST" if path else "PUT", f"/__admin/clock{path}", json=body)

    assert reason in refused(answer, 400, field)
    assert leads.http.get("/__admin/clock").json() == {"now": NEW_YEAR, "frozen": True}
