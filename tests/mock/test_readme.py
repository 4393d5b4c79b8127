"""What README.md and docs/using.md show of requests is what happens."""

import re
import subprocess

from tests.mock.leads import LeadsClient
from tests.mock.running import ROOT, RunningMock

README = (ROOT / "README.md").read_text(encoding="utf-8")
USING = (ROOT / "docs" / "using.md").read_text(encoding="utf-8")
STEPS = re.findall(r"```sh\n(.*?)```\n+```json\n(.*?)```", README + USING, re.DOTALL)
UPDATED = re.compile(r'("updatedAt": )".*?"')


def test_the_first_minute(leads: LeadsClient, mock: RunningMock) -> None:
    assert len(STEPS) == 2
    for command, answer in STEPS:
        assert "127.0.0.1:8080" in command
        command = command.replace("127.0.0.1:8080", f"{mock.host}:{mock.port}")
        shown = subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout
        assert UPDATED.sub(r"\1now", shown) == UPDATED.sub(r"\1now", answer)
    assert leads.stored()["lead_1234567890abcdef"]["name"] == "John Doe"


def test_every_place_that_they_name_is_there() -> None:
    places = [ROOT / place for place in re.findall(r"\]\(([\w./]+)\)", README)]
    places += [ROOT / "docs" / place for place in re.findall(r"\]\(([\w./]+)\)", USING)]
    assert len(places) > 10
    assert [place for place in places if not place.exists()] == []


def test_the_readme_stays_short() -> None:
    assert len(README.splitlines()) <= 97
