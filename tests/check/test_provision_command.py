"""`--provision` as a user runs it: in processes of its own, over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from threading import Event

import jsonschema_rs

from leads_reference.answer import Answer
from leads_reference.deployment import Deployment, Received
from leads_reference.serve import serve
from leads_reference.world import WORLD
from tests.check.command import run, start
from tests.check.provisioning import OWN, DeletesNothing, made
from tests.mock.leads import LeadsClient
from tests.mock.running import ROOT, RunningMock

COMMAND = [sys.executable, "-m", "leads_check.entrance.cli"]
ONLY = ("--only=deleted-lead-refused", "--only=duplicate-email-refused")


def words(base_url: str, *more: str) -> list[str]:
    return [*COMMAND, "check", base_url, f"--provision={OWN}", *ONLY, *more]


class SlowToCreate(Deployment):
    """Creates a lead at once, and takes its time to answer; `creating` is set meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.creating = Event()

    async def on_chatbot(self, received: Received, chatbot_id: str) -> Answer:
        answer = await super().on_chatbot(received, chatbot_id)
        self.creating.set()
        await asyncio.sleep(0.7)
        return answer


def test_the_mock_is_as_it_was_and_its_leads_were_not_touched(
    mock: RunningMock, leads: LeadsClient, tmp_path: Path
) -> None:
    before = leads.stored()
    foreign = ("--foreign-chatbot-id=cb_a0b1c2d3e4f50617", "--foreign-api-key-env=FOREIGN_KEY")
    keys = {"LEADS_API_KEY": "sk-workspace_your_api_key", "FOREIGN_KEY": "sk-workspace_another_workspace_key"}
    given = words(mock.url, "--provision=cb_1234567890abcdef", *foreign, "--only=foreign-lead-refused")
    outcome = run(given, WORLD, tmp_path, keys)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert outcome.stdout.startswith("Kept: all 3 promises judged")
    assert leads.stored() == before
    assert not (tmp_path / ".leads-contract").exists()


def test_a_creation_that_is_under_way_is_waited_for_and_its_lead_deleted(tmp_path: Path) -> None:
    deployment = SlowToCreate()
    before = deployment.snapshot()
    with serve(deployment) as base_url:
        process = start(words(base_url), WORLD, tmp_path)
        assert deployment.creating.wait(20)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert [request.method for request in deployment.requests].count("POST") == 1
    assert deployment.snapshot() == before
    assert not (tmp_path / ".leads-contract").exists()


def test_killed_before_the_answer_to_a_creation_restore_finds_the_lead(tmp_path: Path) -> None:
    deployment = SlowToCreate()
    before = deployment.snapshot()
    with serve(deployment) as base_url:
        process = start(words(base_url), WORLD, tmp_path)
        assert deployment.creating.wait(20)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=10)
        (email,) = made(deployment)
        (journal,) = (tmp_path / ".leads-contract").iterdir()
        restored = run([*COMMAND, "restore", str(journal), "--yes"], WORLD, tmp_path)
    assert restored.returncode == 0, restored.stderr
    assert "This deletes 1 lead that the check made" in restored.stderr
    assert email in restored.stderr
    assert f"deleted, or never there: {email}" in restored.stdout
    assert deployment.snapshot() == before
    assert not journal.exists()


def test_what_cannot_be_deleted_is_told_everywhere_with_the_command_that_would(tmp_path: Path) -> None:
    deployment = Deployment(DeletesNothing())
    with serve(deployment) as base_url:
        outcome = run(words(base_url, "--report-dir=reports"), WORLD, tmp_path)
        (email,), (lead_id,) = made(deployment), deployment.snapshot().keys() - {x["id"] for x in WORLD.leads}
        (journal,) = (tmp_path / ".leads-contract").iterdir()
        restored = run([*COMMAND, "restore", str(journal), "--yes"], WORLD, tmp_path)
        deployment.model.leads.pop(lead_id)
        again = run([*COMMAND, "restore", str(journal), "--yes"], WORLD, tmp_path)
    assert outcome.returncode == 4, outcome.stdout + outcome.stderr
    told = f"the lead {lead_id} ({email}), which the check made, is not known to be deleted"
    curl = f"curl -sS -i -X DELETE {base_url}/api/v1/leads/{lead_id} -H"
    assert outcome.stdout.startswith("Not put back: 1 lead that the check made may still be there")
    for text in (outcome.stdout, restored.stderr):
        assert told in " ".join(text.split())
        assert curl in text
    assert restored.returncode == 4
    assert again.returncode == 0, again.stderr
    report = json.loads((tmp_path / "reports/report.json").read_text())
    schema = json.loads((ROOT / "docs" / "report-schema.json").read_text())
    jsonschema_rs.validator_for(schema).validate(report)
    assert [one["email"] for one in report["remaining"]] == [email]
    for name in ("junit.xml", "report.html", "summary.md"):
        assert lead_id in (tmp_path / "reports" / name).read_text(), name
