"""`leads-contract restore`, from outside: a journal may have been written by anybody."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from leads_reference.deployment import Deployment, Wire
from leads_reference.serve import serve
from tests.check.checking import without_time
from tests.check.command import arguments, environment, run, start
from tests.check.test_interruptions import wait_for_writes

COMMAND = [sys.executable, "-m", "leads_check.entrance.cli", "restore"]
FOREIGN = "--foreign-api-key-env=FOREIGN_KEY"


@dataclass
class Killed:
    """A deployment whose check was killed, and the journal."""

    deployment: Deployment
    before: Any
    base_url: str
    folder: Path
    journal: Path

    def restore(self, *words: str, answer: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        """The command's outcome; `answer` is what is typed."""
        return subprocess.run(
            [*COMMAND, str(self.journal), *words],
            cwd=self.folder,
            env={**environment(self.deployment.model.world), **variables},
            input=answer,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Killed]:
    deployment = Deployment(wire=Wire(delay=0.005))
    before = without_time(deployment.snapshot())
    with serve(deployment) as base_url:
        process = start(arguments(base_url, deployment.model.world), deployment.model.world, tmp_path)
        wait_for_writes(deployment)
        process.kill()
        process.communicate(timeout=10)
        (journal,) = (tmp_path / ".leads-contract").iterdir()
        deployment.wire = Wire()
        time.sleep(0.2)  # what was under way when it was killed
        deployment.requests.clear()
        yield Killed(deployment, before, base_url, tmp_path, journal)


def test_it_shows_where_it_goes_and_asks(killed: Killed) -> None:
    for answer in ("", "n\n", "\n", "maybe\n"):
        outcome = killed.restore(FOREIGN, answer=answer)
        assert outcome.returncode == 2
        assert killed.base_url in outcome.stderr
        assert "LEADS_API_KEY" in outcome.stderr
        assert killed.deployment.model.world.lead_id in outcome.stderr
        assert "--yes" in outcome.stderr
    assert killed.deployment.requests == []
    assert killed.journal.exists()
    assert killed.restore(FOREIGN, answer="y\n").returncode == 0
    assert without_time(killed.deployment.snapshot()) == killed.before
    assert not killed.journal.parent.exists()


def test_no_journal_chooses_whose_key_is_sent(killed: Killed) -> None:
    text = killed.journal.read_text()
    stranger = Deployment()
    with serve(stranger) as elsewhere:
        killed.journal.write_text(
            text.replace(killed.base_url, elsewhere).replace('"LEADS_API_KEY"', '"AWS_SECRET_ACCESS_KEY"')
        )
        outcome = killed.restore("--yes", FOREIGN, AWS_SECRET_ACCESS_KEY="aws-secret")
        assert outcome.returncode == 2
        assert "--api-key-env AWS_SECRET_ACCESS_KEY" in outcome.stderr
        assert "aws-secret" not in outcome.stderr + outcome.stdout
        killed.journal.write_text(text)
        assert "--foreign-api-key-env FOREIGN_KEY" in killed.restore("--yes").stderr
        assert stranger.requests == killed.deployment.requests == []
    assert killed.restore("--yes", FOREIGN).returncode == 0


Change = Callable[[dict[str, Any]], object]
CRAFTED: dict[str, Change] = {
    "no address": lambda j: j.update(baseUrl=5),
    "half an address": lambda j: j.update(baseUrl="http://[::1"),
    "another scheme": lambda j: j.update(baseUrl="ftp://127.0.0.1:9"),
    "credentials in the address": lambda j: j.update(baseUrl="http://me:pw@127.0.0.1:9"),
    "an id that climbs": lambda j: j["asked"].update(lead=".."),
    "an id with a path": lambda j: j["asked"].update(lead="a/b"),
    "an id that is a number": lambda j: j["asked"].update(lead=5),
    "an unknown target": lambda j: j["asked"].update(everybody="lead_1"),
    "two targets with one id": lambda j: j["asked"].update(other=j["asked"]["lead"]),
    "asked as a list": lambda j: j.update(asked=[]),
    "entries as an object": lambda j: j.update(entries={}),
    "an entry that is a text": lambda j: j["entries"].append("x"),
    "an entry on nobody": lambda j: j["entries"].append({"lead": "nobody", "isLive": True}),
    "an entry of another kind": lambda j: j["entries"].append({"lead": "lead", "deletes": True}),
    "another lead was seen": lambda j: j["entries"].append({"lead": "lead", "seen": {"id": "lead_2"}}),
    "metadata as a text": lambda j: j["entries"].append(
        {"lead": "lead", "seen": {"id": j["asked"]["lead"], "metadata": "x"}}
    ),
    "fields that are none": lambda j: j["entries"].append(
        {"lead": "lead", "sends": {"fields": ["workspaceId"], "keys": [], "others": []}}
    ),
    "keys that are no texts": lambda j: j["entries"].append(
        {"lead": "lead", "sends": {"fields": [], "keys": [5], "others": []}}
    ),
    "a version of texts": lambda j: j.update(version="2"),
}


def test_a_crafted_journal_is_refused_and_stays(killed: Killed) -> None:
    whole = json.loads(killed.journal.read_text())
    for name, change in CRAFTED.items():
        crafted = json.loads(json.dumps(whole))
        change(crafted)
        killed.journal.write_text(json.dumps(crafted))
        outcome = killed.restore("--yes", FOREIGN)
        assert outcome.returncode == 2, (name, outcome.stderr)
        assert "Traceback" not in outcome.stderr, name
        assert "pw" not in outcome.stderr.replace("pwd", ""), name
        assert json.loads(killed.journal.read_text()) == crafted, name
    for text in ("", "[", "[" * 100_000, "5", "null", '{"version": 2}', "\x00" * 1000):
        killed.journal.write_text(text)
        outcome = killed.restore("--yes", FOREIGN)
        assert outcome.returncode == 2, text[:9]
        assert "Traceback" not in outcome.stderr, text[:9]
        assert killed.journal.read_text() == text
    assert killed.deployment.requests == []


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/", "/nowhere"])
def test_what_is_no_file_is_no_journal(path: str, tmp_path: Path) -> None:
    outcome = run([*COMMAND, path, "--yes"], Deployment().model.world, tmp_path)
    assert outcome.returncode == 2
    assert "Traceback" not in outcome.stderr


def test_the_journal_of_a_check_that_is_going_is_left_alone(tmp_path: Path) -> None:
    deployment = Deployment(wire=Wire(delay=0.01))
    world = deployment.model.world
    with serve(deployment) as base_url:
        process = start(arguments(base_url, world), world, tmp_path)
        wait_for_writes(deployment)
        (journal,) = (tmp_path / ".leads-contract").iterdir()
        outcome = run([*COMMAND, str(journal), "--yes", FOREIGN], world, tmp_path)
        process.communicate(timeout=60)
    assert outcome.returncode == 2
    assert "still going" in outcome.stderr
    assert process.returncode == 0


def test_what_cannot_be_put_back_is_said_and_the_journal_stays(killed: Killed) -> None:
    outcome = killed.restore("--yes", FOREIGN, LEADS_API_KEY="sk-workspace_nobody")
    assert outcome.returncode == 4, outcome.stderr
    assert "cannot be read" in outcome.stderr
    assert "curl" in outcome.stderr
    assert killed.journal.exists()
