"""`--watch`: fixtures and profile are read again when they change; a broken edit changes nothing."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from leads_mock.app import compose
from leads_mock.fixtures import bundled_fixtures
from leads_mock.settings import Settings
from leads_mock.watching import Watch

from tests.mock.leads import JOHN, KEY, LeadsClient, in_process, over_http
from tests.mock.running import running_mock


class Edited:
    """A mock with files that are edited while it runs."""

    def __init__(self, folder: Path) -> None:
        self.fixtures, self.profile = folder / "leads.yaml", folder / "profile.yaml"
        self.fixtures.write_bytes((bundled_fixtures() / "leads.yaml").read_bytes())
        self.profile.write_text("null-name: cleared", encoding="utf-8")
        settings = Settings(fixtures=self.fixtures, profile=self.profile)
        self.app, house = compose(settings)
        self._watch = Watch(settings, house)

    def look(self, times: int = 3) -> None:
        for _ in range(times):
            asyncio.run(self._watch.look())


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    return Edited(tmp_path)


def fixtures_with(**members: Any) -> str:
    """Fixtures with one lead."""
    lead = {"id": JOHN, "name": "Ada", "status": "new", "metadata": {}, "email": "ada@example.com", **members}
    lead |= dict.fromkeys(("createdAt", "updatedAt"), "2024-01-15T10:30:00.000Z")
    return json.dumps({"workspaces": [{"id": "ws", "keys": [KEY], "leads": [lead]}]})


def test_changed_fixtures_are_what_is_stored_and_what_a_reset_brings_back(edited: Edited) -> None:
    with in_process(edited.app) as leads:
        edited.fixtures.write_text(fixtures_with(), encoding="utf-8")
        edited.look()
        assert {lead["name"] for lead in leads.stored().values()} == {"Ada"}
        leads.update(JOHN, {"name": "Bob"})
        edited.look()
        assert leads.stored()[JOHN]["name"] == "Bob"
        leads.reset()
        assert leads.stored()[JOHN]["name"] == "Ada"


def test_a_changed_profile_keeps_what_is_stored(edited: Edited) -> None:
    with in_process(edited.app) as leads:
        leads.update(JOHN, {"status": "lost", "phone": None})
        edited.profile.write_text("null-name: refused\ncleared-field: left-out", encoding="utf-8")
        edited.look()
        assert leads.put(JOHN, {"name": None}).status_code == 400
        assert (leads.stored()[JOHN]["status"], "phone" in leads.stored()[JOHN]) == ("lost", False)
        leads.reset()
        assert leads.stored()[JOHN]["status"] == "new"
        assert leads.put(JOHN, {"name": None}).status_code == 400


BROKEN = {
    # the file that is broken, what it holds, and what is said
    "an unknown answer": ("profile", "null-name: sometimes", "unknown answer 'sometimes'"),
    "no profile at all": ("profile", None, "No such file"),
    "half a file": ("fixtures", fixtures_with()[:-20], "not YAML"),
    "an unknown status": ("fixtures", fixtures_with(status="odd"), "workspaces[0].leads[0].status"),
    "an empty file": ("fixtures", "", "the file"),
}


@pytest.mark.parametrize(("kind", "content", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_edit_changes_nothing_and_is_told_in_a_line(
    edited: Edited, caplog: pytest.LogCaptureFixture, kind: str, content: str | None, said: str
) -> None:
    file: Path = getattr(edited, kind)
    good = file.read_text(encoding="utf-8")
    with in_process(edited.app) as leads:
        leads.update(JOHN, {"name": "Bob"})
        before = leads.stored()
        if content is None:
            file.unlink()
        else:
            file.write_text(content, encoding="utf-8")
        edited.look(6)
        assert leads.stored() == before
        assert leads.put(JOHN, {"name": None}).status_code == 200

        (record,) = caplog.records
        message = record.getMessage()
        assert message.startswith(f"{file}: ")
        assert message.endswith("; what was read before stays")
        assert (said in message, "\n" in message, KEY in message) == (True, False, False)

        file.write_text(good + "\n", encoding="utf-8")
        edited.look()
        assert caplog.records[-1].getMessage() == f"read again: {file}"


def test_an_edit_beside_a_broken_file_counts_once_that_is_mended(
    edited: Edited, caplog: pytest.LogCaptureFixture
) -> None:
    with in_process(edited.app) as leads:
        edited.profile.write_text("null-name: sometimes", encoding="utf-8")
        edited.look()
        edited.fixtures.write_text(fixtures_with(), encoding="utf-8")
        edited.look()
        assert leads.stored()[JOHN]["name"] == "John Doe"
        edited.profile.write_text("null-name: refused", encoding="utf-8")
        edited.look()
        assert {lead["name"] for lead in leads.stored().values()} == {"Ada"}
        assert caplog.records[-1].getMessage() == f"read again: {edited.fixtures}, {edited.profile}"
        leads.update(JOHN, {"name": "Bob"})
        edited.profile.write_text("null-name: cleared", encoding="utf-8")
        edited.look()
        assert leads.stored()[JOHN]["name"] == "Bob"


def test_a_file_that_is_being_written_is_waited_for(edited: Edited, caplog: pytest.LogCaptureFixture) -> None:
    text = fixtures_with()
    for end in range(0, len(text), 100):
        edited.fixtures.write_text(text[:end], encoding="utf-8")
        edited.look(1)
    edited.fixtures.write_text(text, encoding="utf-8")
    edited.look()
    assert [record.getMessage() for record in caplog.records] == [f"read again: {edited.fixtures}"]


def test_a_running_mock_notices(tmp_path: Path) -> None:
    file = tmp_path / "leads.json"
    file.write_text(fixtures_with(), encoding="utf-8")
    with running_mock("--watch", "--fixtures", str(file)) as mock, over_http(mock.url) as leads:
        file.with_suffix(".new").write_text(fixtures_with(name="Bob"), encoding="utf-8")
        file.with_suffix(".new").replace(file)
        wait_for(leads, "Bob")
        assert f"read again: {file}" in mock.log()


def wait_for(leads: LeadsClient, name: str) -> None:
    """Until the lead has the name."""
    deadline = time.monotonic() + 10
    while leads.stored()[JOHN]["name"] != name:
        assert time.monotonic() < deadline
        time.sleep(0.05)
