"""Two checks never write to one lead at the same time, and a killed one is told from one that is going."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from leads_check.deeds.check import check
from leads_check.rules import RULES
from leads_check.session.mark import make_mark, marks_in
from leads_check.wire.client import Answer

from leads_reference.deployment import Deployment, Wire
from leads_reference.serve import serve
from tests.check.checking import broken, settings_for, without_time
from tests.check.command import arguments, run, start
from tests.check.test_interruptions import wait_for_writes
from tests.check.within import BASE_URL, within


def test_a_second_check_ends_with_3_and_says_who_holds_the_lead(tmp_path: Path) -> None:
    deployment = Deployment(wire=Wire(delay=0.01))
    world, before = deployment.model.world, without_time(deployment.snapshot())
    with serve(deployment) as base_url:
        first = start(arguments(base_url, world), world, tmp_path)
        wait_for_writes(deployment)
        second = run(arguments(base_url, world, "--journal-dir=elsewhere"), world, tmp_path)
        output, errors = first.communicate(timeout=60)
    assert second.returncode == 3, second.stdout
    assert "held by another check: run " in second.stdout
    assert str(datetime.now(UTC).date()) in second.stdout
    assert "restore" not in second.stdout
    assert first.returncode == 0, output + errors
    assert without_time(deployment.snapshot()) == before
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("folder", [".leads-contract", "elsewhere"])
def test_the_mark_of_a_killed_check_names_the_way_back(folder: str, tmp_path: Path) -> None:
    deployment = Deployment(wire=Wire(delay=0.01))
    world, before = deployment.model.world, without_time(deployment.snapshot())
    with serve(deployment) as base_url:
        first = start(arguments(base_url, world, "--max-time=2", "--max-wait=0"), world, tmp_path)
        wait_for_writes(deployment)
        first.kill()
        first.communicate(timeout=10)
        (journal,) = (tmp_path / ".leads-contract").iterdir()
        deployment.wire = Wire()
        wait_until_over(journal)
        second = run(arguments(base_url, world, f"--journal-dir={folder}"), world, tmp_path)
        assert second.returncode == 3, second.stdout
        assert "was killed" in second.stdout
        assert f"leads-contract restore {folder}/{journal.name}" in " ".join(second.stdout.split())
        restored = run(restoring(journal), world, tmp_path)
        assert restored.returncode == 0, restored.stderr
        assert without_time(deployment.snapshot()) == before
        assert not list(tmp_path.iterdir())
        assert run(arguments(base_url, world), world, tmp_path).returncode == 0


def restoring(journal: Path, *more: str) -> list[str]:
    command = [sys.executable, "-m", "leads_check.entrance.cli", "restore", str(journal), "--yes"]
    return [*command, "--foreign-api-key-env=FOREIGN_KEY", *more]


def wait_until_over(journal: Path) -> None:
    """Until the killed run must have ended, even where its journal is not seen."""
    started = datetime.fromisoformat(json.loads(journal.read_text())["started"])
    time.sleep(max(0.0, (started + timedelta(seconds=3.5) - datetime.now(UTC)).total_seconds()))


def test_a_check_that_comes_in_between_is_noticed_and_blames_nobody(tmp_path: Path) -> None:
    """Both looked before either marked the lead: then the marks are seen in what is answered next."""
    deployment = Deployment()
    lead_id = deployment.model.world.lead_id
    theirs = make_mark("0123abcd", "somewhere", datetime.now(UTC), 600)
    before = without_time(deployment.snapshot())

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        if number == 100:
            deployment.model.leads[lead_id]["metadata"][theirs.key] = theirs.value
        return carry_out()

    with within(deployment, meet):
        settings = settings_for(BASE_URL, deployment.model.world, tmp_path)
        report = check(settings, RULES, sleep=lambda seconds: None)
    assert report.exit_code == 3
    assert "held by another check: run 0123abcd" in report.fatal
    assert broken(report) == {}
    after = without_time(deployment.snapshot())
    assert after[lead_id]["metadata"].pop(theirs.key) == theirs.value
    assert after == before
    assert not (tmp_path / "journals").exists()


def test_a_mark_survives_its_way_through_json() -> None:
    mark = make_mark("0123abcd", "büro-3.example.com", datetime(2026, 11, 25, 4, 12, tzinfo=UTC), 660)
    (read,) = marks_in({"metadata": {mark.key: mark.value}}, own="ffffffff")
    assert read == mark
    assert str(read) == "run 0123abcd since 2026-11-25T04:12:00Z on bro-3.example.com"
    assert not read.is_over(datetime(2026, 11, 25, 4, 23, tzinfo=UTC))
    assert read.is_over(datetime(2026, 11, 25, 4, 23, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "value", ["", "x", 5, True, [1], {"a": 1}, "::error::/x y", "2026/2027 " + "h" * 999]
)
def test_a_mark_can_hold_anything(value: object) -> None:
    (read,) = marks_in({"metadata": {"contract_test_run_0123abcd": value}}, own="ffffffff")
    assert str(read).isprintable()
    assert len(str(read)) < 100
    assert not read.is_over(datetime.now(UTC))


def test_ones_own_mark_and_cleared_ones_are_none() -> None:
    keys = {"contract_test_run_0123abcd": "x", "contract_test_run_ffffffff": None, "contract_test_run_": "x"}
    assert list(marks_in({"metadata": keys}, own="0123abcd")) == []
    assert list(marks_in({"metadata": "contract_test_run_0123abcd"}, own="")) == []
    assert list(marks_in(None, own="")) == []
