"""The snippets in `docs/snippets` do what they say, in each of the three languages."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.mock.leads import JOHN, KEY, OTHER_KEY, UNKNOWN, LeadsClient
from tests.mock.running import ROOT, RunningMock

COMMANDS = {"update_lead.sh": ["sh"], "update_lead.mjs": ["node"], "update_lead.py": [sys.executable]}


def run(
    snippet: str, mock: RunningMock, lead_id: str = JOHN, key: str = KEY
) -> subprocess.CompletedProcess[str]:
    command = COMMANDS[snippet]
    if shutil.which(command[0]) is None and os.environ.get("CI") != "true":
        pytest.skip(f"there is no {command[0]} on this machine")
    env = {**os.environ, "LEADS_BASE_URL": mock.url, "LEADS_API_KEY": key, "NO_PROXY": "127.0.0.1"}
    path = ROOT / "docs" / "snippets" / snippet
    return subprocess.run([*command, str(path), lead_id], env=env, capture_output=True, text=True, timeout=30)


def test_each_snippet_is_tested() -> None:
    assert {path.name for path in (ROOT / "docs" / "snippets").iterdir()} == COMMANDS.keys()


@pytest.mark.parametrize("snippet", COMMANDS)
def test_a_snippet_updates_the_lead(leads: LeadsClient, mock: RunningMock, snippet: str) -> None:
    before = leads.stored()[JOHN]

    ended = run(snippet, mock)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "asked for a quote" in ended.stdout
    after = leads.stored()[JOHN]
    metadata = {**before["metadata"], "note": "asked for a quote"}
    del metadata["job_title"]
    assert after == {**before, "status": "contacted", "metadata": metadata, "updatedAt": after["updatedAt"]}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("snippet", COMMANDS)
@pytest.mark.parametrize(
    ("lead_id", "key", "code"),
    [(UNKNOWN, KEY, "LEAD_NOT_FOUND"), (JOHN, OTHER_KEY, "LEAD_NOT_FOUND"), (JOHN, "x", "INVALID_API_KEY")],
)
def test_a_snippet_tells_why_it_failed(
    mock: RunningMock, snippet: str, lead_id: str, key: str, code: str
) -> None:
    ended = run(snippet, mock, lead_id, key)

    assert ended.returncode != 0
    assert code in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
