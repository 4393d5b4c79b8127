"""The mock and hostile clients: it goes on serving, in time, and keeps nothing of what they sent."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.clients import CLIENTS
from tests.hostile.measuring import MIB, memory_now
from tests.mock.leads import JANE, over_http
from tests.mock.running import RunningMock, running_mock

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="needs /proc to see the memory"
)
MOST_GROWTH = 40 * MIB
MOST_JOURNAL = 64 * MIB
"""That it keeps of requests, for whoever tests with it."""
LONGEST = 30.0


@pytest.fixture(scope="module")
def attacked() -> Iterator[RunningMock]:
    with running_mock() as mock, over_http(mock.url) as leads:
        leads.update(JANE, {"name": "x" * 100_000})  # what the first large request needs anyway
        leads.reset()
        yield mock
        assert "Traceback" not in mock.log()


@pytest.mark.parametrize("name", CLIENTS)
def test_it_serves_on_and_keeps_nothing(attacked: RunningMock, name: str) -> None:
    before, started = memory_now(attacked.process.pid), time.monotonic()
    CLIENTS[name](attacked.port)
    assert time.monotonic() - started < LONGEST
    with over_http(attacked.url) as leads:
        leads.reset()
        started = time.monotonic()
        assert leads.update(JANE, {"status": "lost"})["status"] == "lost"
        assert time.monotonic() - started < 2
    assert memory_now(attacked.process.pid) - before < MOST_GROWTH + MOST_JOURNAL
