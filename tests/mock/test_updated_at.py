"""Clause `updated-at-is-update-time`: always later, even where the clock stands still or goes back."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from leads_mock.app import create_app
from leads_mock.settings import Settings

from tests.mock.leads import JANE, JOHN, LeadsClient, in_process

FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_it_is_the_time_of_the_update(leads: LeadsClient) -> None:
    start = datetime.now(UTC) - timedelta(milliseconds=1)
    lead = leads.update(JOHN, {"status": "contacted"})
    end = datetime.now(UTC)

    assert FORM.fullmatch(lead["updatedAt"])
    assert start <= datetime.fromisoformat(lead["updatedAt"]) <= end
    assert lead["createdAt"] == "2024-01-15T10:30:00.000Z"


def test_it_is_later_with_every_update(leads: LeadsClient) -> None:
    times = [leads.update(JOHN, {})["updatedAt"] for _ in range(200)]

    assert all(earlier < later for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ([timedelta(0)] * 3, ["12:00:00.000", "12:00:00.001", "12:00:00.002"]),
        ([timedelta(0), timedelta(minutes=-9)], ["12:00:00.000", "12:00:00.001"]),
        ([timedelta(microseconds=999), timedelta(microseconds=1001)], ["12:00:00.000", "12:00:00.001"]),
        ([timedelta(milliseconds=999)] * 2, ["12:00:00.999", "12:00:01.000"]),
    ],
    ids=["stands still", "goes back", "is finer than the timestamp", "turns a second"],
)
def test_it_is_later_whatever_the_clock_does(clock: list[timedelta], expected: list[str]) -> None:
    shown: list[str] = []
    with in_process(create_app(Settings(), lambda: NOON + clock[len(shown)])) as leads:
        while len(shown) < len(clock):
            shown.append(leads.update(JOHN, {"status": "lost"})["updatedAt"])

    assert shown == [f"2026-03-01T{time}Z" for time in expected]


def test_each_lead_has_its_own(leads: LeadsClient) -> None:
    before = leads.stored()

    leads.update(JOHN, {"status": "lost"})

    assert leads.stored()[JANE] == before[JANE]
