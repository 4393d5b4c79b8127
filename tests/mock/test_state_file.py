"""`--state-file`: the state outlives the process, however that ends; no other file is touched."""

import asyncio
import json
import os
import random
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from leads_mock.app import compose
from leads_mock.control.state import state_text
from leads_mock.core.borrowed import Borrowed
from leads_mock.fixtures import FixtureError, bundled_fixtures
from leads_mock.server import PERIOD
from leads_mock.settings import Settings
from leads_mock.state_file import StateFile

from benchmarks.many_leads import seeds
from tests.mock.leads import JANE, JOHN, KEY, bearer, in_process, over_http
from tests.mock.running import running_mock

PATH = f"/api/v1/leads/{JOHN}"


def test_the_state_is_there_after_a_restart_and_a_reset_brings_the_fixtures_back(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with running_mock("--state-file", str(file)) as mock, over_http(mock.url) as leads:
        before = leads.stored()
        leads.update(JOHN, {"name": "Ada", "metadata": {"exact": 12345678901234567890}})
        leads.http.delete(f"/api/v1/leads/{JANE}", headers=bearer(KEY))
        shown = leads.http.get("/__admin/state").content
        assert mock.stop().exit_code == 0
    assert file.read_bytes() == shown
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    with running_mock("--state-file", str(file)) as mock, over_http(mock.url) as leads:
        assert leads.http.get("/__admin/state").content == shown
        leads.reset()
        assert leads.stored() == before


def test_the_email_of_a_deleted_lead_stays_taken_after_a_restart(tmp_path: Path) -> None:
    profile, file = tmp_path / "profile.yaml", tmp_path / "state.json"
    profile.write_text("deleted-email: taken", encoding="utf-8")
    for status in (200, 404):  # what the deletion answers, before and after the restart
        app, house = compose(Settings(profile=profile))
        state = StateFile(file, house)
        with in_process(app) as leads:
            deletion = leads.http.delete(f"/api/v1/leads/{JANE}", headers=bearer(KEY))
            assert deletion.status_code == status
            assert leads.put(JOHN, {"email": "jane.smith@example.com"}).status_code == 409
        asyncio.run(state.keep())
        state.close()


@pytest.mark.parametrize("seed", range(2))
def test_a_kill_loses_nothing_older_than_a_second(tmp_path: Path, seed: int) -> None:
    file, written = tmp_path / "state.json", dict[int, float]()
    lasting = random.Random(seed).uniform(1.1, 1.8)
    with running_mock("--state-file", str(file)) as mock, httpx.Client(trust_env=False) as http:
        end = time.monotonic() + lasting
        while time.monotonic() < end:
            number = len(written)
            answer = http.put(mock.url + PATH, headers=bearer(KEY), json={"metadata": {"number": number}})
            assert answer.status_code == 200
            written[number] = time.monotonic()
        killed = time.monotonic()
        mock.process.kill()
        mock.process.wait()

    (kept,) = (lead for lead in all_leads(json.loads(file.read_bytes())) if lead["id"] == JOHN)
    due = [number for number, at in written.items() if at < killed - 1]
    assert kept["metadata"].get("number", -1) >= max(due, default=-1)


def test_fifty_thousand_leads_are_kept_within_the_second(tmp_path: Path) -> None:
    app, house = compose(Settings(), read_seeds=lambda *_: seeds(50_000))
    state = StateFile(tmp_path / "state.json", house)
    with in_process(app) as leads:
        leads.update(JOHN, {"name": "Ada"})
    starts = time.process_time()
    asyncio.run(state.keep())
    took = time.process_time() - starts
    state.close()

    # An update that comes while the file is written waits for this, for a pause, and for the next time.
    assert 2 * took + PERIOD < 1


def all_leads(state: Any) -> list[dict[str, Any]]:
    """Every lead of a state."""
    return [lead for workspace in state["workspaces"] for lead in workspace["leads"]]


WORKSPACE = {"id": "ws", "keys": ["sk-workspace_secret"]}
FOREIGN = {
    # what a file holds that is no state, and what is said of it
    "nothing": (b"", "no state of a mock"),
    "a text": (b"dear diary", "no state of a mock"),
    "half a state": (b'{"workspaces": [{"id": "ws"', "no state of a mock"),
    "YAML fixtures": ((bundled_fixtures() / "leads.yaml").read_bytes(), "no state of a mock"),
    "another JSON": (b'{"name": "package", "version": "1.0.0"}', "'name', 'version'"),
    "a list": (b"[1, 2]", "no state of a mock"),
    "a member too many": (json.dumps({"workspaces": [{**WORKSPACE, "colour": 1}]}).encode(), "colour"),
    "a lead that is none": (json.dumps({"workspaces": [{**WORKSPACE, "leads": [{}]}]}).encode(), "leads[0]"),
    "what nests too deeply": (b'{"workspaces":' + b"[" * 100_000, "no state of a mock"),
    "bytes": (bytes(range(256)), "no state of a mock"),
}


@pytest.mark.parametrize(("content", "said"), FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_state_is_never_overwritten(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "state.json"
    file.write_bytes(content)
    with pytest.raises(FixtureError) as told:
        opened(file)
    assert str(told.value).startswith(f"{file}: ")
    assert said in str(told.value)
    assert "secret" not in str(told.value)
    assert file.read_bytes() == content


def opened(file: Path) -> StateFile:
    """The file, kept by a mock of its own."""
    return StateFile(file, compose(Settings())[1])


def test_where_no_state_can_be_kept(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match="No such file"):
        opened(tmp_path / "absent" / "state.json")
    with pytest.raises(FixtureError, match="Is a directory"):
        opened(tmp_path)
    first = opened(tmp_path / "state.json")
    with pytest.raises(FixtureError, match="another mock keeps its state there"):
        opened(tmp_path / "state.json")
    first.close()
    opened(tmp_path / "state.json").close()


def test_a_link_is_followed_and_permissions_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "state.json", tmp_path / "link.json"
    opened(file).close()
    file.chmod(0o640)
    link.symlink_to(file)
    state = opened(link)
    try:
        assert link.is_symlink()
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
    finally:
        state.close()


def test_workspaces_that_were_opened_go_as_ever_after_a_restart(tmp_path: Path) -> None:
    file, settings = tmp_path / "state.json", Settings(workspaces="auto", workspace_idle=1)
    key = f"sk-workspace_{'a' * 51}"
    app, house = compose(settings)
    state = StateFile(file, house)
    with in_process(app) as leads:
        leads.update(JOHN, {"name": "Ada"}, key)
    asyncio.run(state.keep())
    state.close()
    assert b'"Ada"' in file.read_bytes()

    app, house = compose(settings)
    state = StateFile(file, house)
    with in_process(app) as leads:
        assert leads.update(JOHN, {}, key)["name"] == "Ada"
        time.sleep(1.1)
        assert leads.update(JOHN, {}, key)["name"] == "John Doe"
    state.close()


def test_an_unchanged_copy_is_seen_to_be_the_same_without_a_look() -> None:
    shared = {"a": 1, "b": 2}
    seen: list[int] = []

    def look(value: int) -> int:
        seen.append(value)
        return value

    copied = Borrowed(shared, look)
    changed = copied.copy()
    changed["a"] = 3
    assert copied == copied.copy()
    assert copied != changed
    assert seen == []
    assert copied == {"a": 1, "b": 2}
    assert Borrowed(dict(shared), look) == copied


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    # a moment of a write that fails, as it does where the disk is full or the machine goes down
    "writing": lambda patch: patch.setattr("leads_mock.state_file.state_text", failing),
    "syncing": lambda patch: patch.setattr(os, "fsync", failing),
    "replacing": lambda patch: patch.setattr(os, "replace", failing),
}


def failing(*arguments: object) -> bytes:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", STEPS)
def test_a_write_that_fails_leaves_the_last_state(
    tmp_path: Path, step: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "state.json"
    app, house = compose(Settings())
    state = StateFile(file, house)
    before = file.read_bytes()
    with in_process(app) as leads, pytest.MonkeyPatch.context() as patch:
        leads.update(JOHN, {"name": "Ada"})
        STEPS[step](patch)
        for _ in range(3):
            asyncio.run(state.keep())
    assert file.read_bytes() == before
    assert [record.getMessage() for record in caplog.records] == [
        f"{file}: the state cannot be kept: No space left on device"
    ]
    asyncio.run(state.keep())
    assert file.read_bytes() == state_text(house.workspaces()) != before
    state.close()


ODD: dict[str, list[dict[str, Any]]] = {
    # an answer, and updates that only a mock of this answer takes, or that it stores in its own way
    "email-case: different": [{"email": "JANE.SMITH@example.com"}],
    "email-format: any-domain": [{"email": "ada@localhost"}],
    "email-format: internationalised": [{"email": "ÄDA@exämple.com"}],
    "empty-phone: stored": [{"phone": ""}],
    "phone-format: any-with-digit": [{"phone": "ext 1"}],
    "cleared-field: left-out": [{"phone": None, "source": None}],
    "cleared-field: shown-as-null": [{"phone": None, "source": None}],
}


@pytest.mark.parametrize("answer", ODD)
def test_what_a_mock_stores_it_reads_again(tmp_path: Path, answer: str) -> None:
    profile, file = tmp_path / "profile.yaml", tmp_path / "state.json"
    profile.write_text(answer, encoding="utf-8")
    app, house = compose(Settings(profile=profile))
    state = StateFile(file, house)
    with in_process(app) as leads:
        for update in ODD[answer]:
            leads.update(JOHN, update)
    asyncio.run(state.keep())
    state.close()

    _, another = compose(Settings(profile=profile))
    StateFile(file, another).close()
    assert state_text(another.workspaces()) == state_text(house.workspaces())
