"""A whole check of a hostile deployment, watched from outside: its end, its time, its memory."""

from pathlib import Path

import pytest

from tests.hostile.deployments import HOSTILE
from tests.hostile.measuring import LONGEST, MIB, watched
from tests.hostile.serving import serve_raw

MOST_MEMORY = 200 * MIB
OPTIONS = ("--timeout=1", "--max-wait=3", "--report-dir=reports")
LOOK_LIKE_LEADS = {"far_future", "odd_rates", "too_long"}
"""Their answers are JSON objects, and accept whatever is sent: what became of the leads is not known."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see the memory")
class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_from_the_start_nothing_is_judged(self, name: str, tmp_path: Path) -> None:
        with serve_raw(HOSTILE[name]) as server:
            outcome = watched(server.url, tmp_path, *OPTIONS)
        assert outcome.code in ((3, 4) if name in LOOK_LIKE_LEADS else (3,)), outcome.output
        assert "Traceback" not in outcome.output
        assert "Kept" not in outcome.output
        assert outcome.memory < MOST_MEMORY
        assert outcome.seconds < LONGEST / 3

    @pytest.mark.parametrize("name", HOSTILE)
    def test_halfway_the_leads_are_told_not_to_be_back(self, name: str, tmp_path: Path) -> None:
        with serve_raw(HOSTILE[name], honest=40) as server:
            outcome = watched(server.url, tmp_path, *OPTIONS)
        assert outcome.code == 4, outcome.output
        assert "Traceback" not in outcome.output
        assert "leads-contract restore" in outcome.output
        assert outcome.memory < MOST_MEMORY
        assert outcome.seconds < LONGEST / 2
        assert len(server.requests) <= 300


def test_a_usual_check_takes_little_memory_also_in_a_new_folder(tmp_path: Path) -> None:
    with serve_raw(HOSTILE["silent"], honest=300) as server:
        outcome = watched(server.url, tmp_path, "--report-dir=reports")
    assert outcome.code == 0, outcome.output
    assert outcome.memory < MOST_MEMORY
