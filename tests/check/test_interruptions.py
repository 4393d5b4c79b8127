"""However a run ends, the leads are put back: at once, or by `leads-contract restore`."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from leads_reference.deployment import Deployment, Wire
from leads_reference.serve import serve
from tests.check.checking import without_time
from tests.check.command import arguments, run, start


def wait_for_writes(deployment: Deployment, count: int = 60) -> None:
    deadline = time.monotonic() + 20
    while len(deployment.requests) < count:
        assert time.monotonic() < deadline, "the check sent nothing"
        time.sleep(0.01)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_run_with_everything_put_back(name: str, tmp_path: Path) -> None:
    number = signal.Signals[name]
    deployment = Deployment(wire=Wire(delay=0.01))
    world, before = deployment.model.world, without_time(deployment.snapshot())
    with serve(deployment) as base_url:
        process = start(arguments(base_url, world), world, tmp_path)
        wait_for_writes(deployment)
        assert without_time(deployment.snapshot()) != before
        process.send_signal(number)
        output, errors = process.communicate(timeout=30)
    assert process.returncode == 128 + number, errors
    assert without_time(deployment.snapshot()) == before
    assert not (tmp_path / ".leads-contract").exists()
    assert number.name in output
    assert "Traceback" not in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_second_signal_ends_at_once_and_names_the_journal(number: signal.Signals, tmp_path: Path) -> None:
    deployment = Deployment(wire=Wire(delay=0.01))
    world, before = deployment.model.world, without_time(deployment.snapshot())
    with serve(deployment) as base_url:
        process = start(arguments(base_url, world), world, tmp_path)
        wait_for_writes(deployment)
        deployment.wire = Wire(delay=5)
        time.sleep(0.1)  # a request is under way that takes long
        process.send_signal(number)
        time.sleep(0.3)
        began = time.monotonic()
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
        assert time.monotonic() - began < 3
        assert process.returncode == 128 + number
        (journal,) = (tmp_path / ".leads-contract").iterdir()
        assert f"leads-contract restore .leads-contract/{journal.name}" in errors
        deployment.wire = Wire()
        words = [sys.executable, "-m", "leads_check.entrance.cli", "restore", str(journal), "--yes"]
        restored = run([*words, "--foreign-api-key-env", "FOREIGN_KEY"], world, tmp_path)
    assert restored.returncode == 0, restored.stderr
    assert without_time(deployment.snapshot()) == before


def test_max_time_ends_a_run(tmp_path: Path) -> None:
    deployment = Deployment(wire=Wire(delay=0.05))
    world, before = deployment.model.world, without_time(deployment.snapshot())
    with serve(deployment) as base_url:
        began = time.monotonic()
        outcome = run(arguments(base_url, world, "--max-time=4"), world, tmp_path)
    assert outcome.returncode == 3
    assert "--max-time" in outcome.stdout
    assert time.monotonic() - began < 9
    assert without_time(deployment.snapshot()) == before


def test_after_a_kill_the_journal_restores(tmp_path: Path) -> None:
    deployment = Deployment(wire=Wire(delay=0.01, serves_get=False))
    world, before = deployment.model.world, without_time(deployment.snapshot())
    with serve(deployment) as base_url:
        process = start(arguments(base_url, world), world, tmp_path)
        wait_for_writes(deployment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=10)
        assert without_time(deployment.snapshot()) != before
        (journal,) = (tmp_path / ".leads-contract").iterdir()
        words = [sys.executable, "-m", "leads_check.entrance.cli", "restore", str(journal), "--yes"]
        words += ["--foreign-api-key-env", "FOREIGN_KEY"]
        restored = run(words, world, tmp_path)
    assert restored.returncode == 0, restored.stderr
    assert without_time(deployment.snapshot()) == before
    assert not journal.exists()


BAD_JOURNALS = {
    "absent": None,
    "no JSON": "nothing",
    "another file": '{"leads": {}}',
    "a later version": '{"version": 99, "baseUrl": "http://127.0.0.1:9", "leads": {}}',
}


@pytest.mark.parametrize("content", BAD_JOURNALS.values(), ids=BAD_JOURNALS)
def test_a_file_that_is_no_journal_is_wrong_usage(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    if content is not None:
        path.write_text(content)
    words = [sys.executable, "-m", "leads_check.entrance.cli", "restore", str(path)]
    outcome = run(words, Deployment().model.world, tmp_path)
    assert outcome.returncode == 2
    assert "journal.json" in outcome.stderr
    assert "Traceback" not in outcome.stderr
