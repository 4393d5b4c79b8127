"""What README.md shows of the first minute is what happens."""

import re
import subprocess

from tests.mock.leads import LeadsClient
from tests.mock.running import ROOT, RunningMock

README = (ROOT / "README.md").read_text(encoding="utf-8")
STEPS = re.findall(r"```sh\n(.*?)```\n+```json\n(.*?)```", README, re.DOTALL)
UPDATED = re.compile(r'("updatedAt": )".*?"')


def test_the_first_minute(leads: LeadsClient, mock: RunningMock) -> None:
    assert len(STEPS) == 2
    for command, answer in STEPS:
        assert "127.0.0.1:8080" in command
        command = command.replace("127.0.0.1:8080", f"{mock.host}:{mock.port}")
        shown = subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout
        assert UPDATED.sub(r"\1now", shown) == UPDATED.sub(r"\1now", answer)
    assert leads.stored()["lead_1234567890abcdef"]["name"] == "John Doe"


def test_every_place_that_it_names_is_there() -> None:
    places = re.findall(r"^\| `([\w./]+)`", README.partition("## Where things are")[2], re.MULTILINE)
    places += re.findall(r"\]\(([\w./]+)\)", README)
    assert places
    assert [place for place in places if not (ROOT / place).exists()] == []
