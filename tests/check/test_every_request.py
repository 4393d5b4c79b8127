"""A run may end at any of its requests, in any way: the leads are as they were, or the journal makes them so.

All of it happens within this process, so that every request can be the last one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from leads_check.deeds.restore import read_journal, restore
from leads_check.session.journal import Journal
from leads_check.session.restoring import differences
from leads_check.session.session import Session
from leads_check.wire.client import Answer, Trouble

from leads_reference.deployment import Deployment, Wire
from leads_reference.jsontext import copied
from tests.check.checking import settings_for, without_time
from tests.check.within import BASE_URL, CUT, run, session, within

STEP = 9
"""Every how many-th request is the last one where a whole run is needed to get there."""
WIRES = {"GET": Wire(), "no GET": Wire(serves_get=False)}


@pytest.fixture(autouse=True)
def _no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a journal outlives the machine is not the question here."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def count(wire: Wire, folder: Path) -> int:
    """The requests of an undisturbed run."""
    deployment = Deployment(wire=wire)
    with within(deployment):
        assert run(session(deployment, folder)).is_complete
    return len(deployment.requests)


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_killed_before_or_after_any_request_the_journal_restores(wire: Wire, tmp_path: Path) -> None:
    deployment, made = Deployment(wire=wire), list[Session]()
    before, checked = without_time(deployment.snapshot()), list[int]()

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        if made[0].journal is not None:
            restored_as(before, deployment, made[0], tmp_path / f"{number}-before")
        answer = carry_out()
        if made[0].journal is not None:
            restored_as(before, deployment, made[0], tmp_path / f"{number}-after")
        checked.append(number)
        return answer

    with within(deployment, meet):
        made.append(session(deployment, tmp_path))
        assert run(made[0]).is_complete
    assert len(checked) == len(deployment.requests) > 200


def restored_as(before: Any, deployment: Deployment, made: Session, folder: Path) -> None:
    """Restores a copy of the deployment from a copy of the journal, as a process that knows nothing else."""
    assert made.journal is not None
    folder.mkdir()
    path = shutil.copy(made.journal.path, folder)
    copy = Deployment(wire=deployment.wire)
    copy.model.leads = copied(deployment.model.leads)
    found = read_journal(Path(path))
    assert {held.target: held.written for held in found.leads} == {
        target: held.written for target, held in made.held.items()
    }
    with within(copy):
        settings = settings_for(BASE_URL, copy.model.world, folder)
        restored = restore(settings, found, sleep=lambda seconds: None)
    assert restored.is_complete, restored
    assert without_time(copy.snapshot()) == before


@pytest.mark.parametrize("start", range(3))
@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_interrupted_at_a_request_everything_is_put_back(wire: Wire, start: int, tmp_path: Path) -> None:
    last = count(wire, tmp_path)
    for stop in range(1 + start * STEP // 3, last, STEP):
        deployment = Deployment(wire=wire)
        before = without_time(deployment.snapshot())
        reason = interrupted_after(deployment, stop)
        with within(deployment):
            outcome = run(session(deployment, tmp_path, interrupted=reason))
        assert outcome.is_complete, (stop, outcome.left, outcome.unreadable)
        assert without_time(deployment.snapshot()) == before, stop
        assert list(tmp_path.rglob("journal-*")) == []


def interrupted_after(deployment: Deployment, stop: int) -> Callable[[], str]:
    return lambda: "enough" if len(deployment.requests) >= stop else ""


@pytest.mark.parametrize("is_applied", [True, False], ids=["applied", "not applied"])
@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_one_connection_cut_changes_nothing_in_the_end(wire: Wire, is_applied: bool, tmp_path: Path) -> None:
    last = count(wire, tmp_path)
    for cut in range(1 + is_applied, last, 2 * STEP):
        deployment = Deployment(wire=wire)
        before = without_time(deployment.snapshot())

        def meet(number: int, carry_out: Callable[[], Answer], cut: int = cut) -> Answer:
            if number not in (cut, cut + 1):  # the repetition too
                return carry_out()
            if is_applied:
                carry_out()
            return CUT

        with within(deployment, meet):
            outcome = run(session(deployment, tmp_path))
        assert outcome.is_complete, (cut, outcome.left, outcome.unreadable)
        assert without_time(deployment.snapshot()) == before, cut


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_a_server_that_is_gone_for_good_leaves_a_journal_that_restores(wire: Wire, tmp_path: Path) -> None:
    last = count(wire, tmp_path)
    for gone in range(12, last, 4 * STEP):
        deployment, folder = Deployment(wire=wire), tmp_path / str(gone)
        before = without_time(deployment.snapshot())
        with within(deployment, down(gone, 10**6)):
            outcome = run(session(deployment, folder))
        assert not outcome.is_complete, gone
        (path,) = folder.rglob("journal-*")
        found = read_journal(path)
        with within(deployment):
            settings = settings_for(BASE_URL, deployment.model.world, folder)
            assert restore(settings, found, sleep=lambda seconds: None).is_complete
        assert without_time(deployment.snapshot()) == before, gone


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_a_journal_without_its_end_restores_or_says_that_it_cannot(wire: Wire, tmp_path: Path) -> None:
    deployment = Deployment(wire=wire)
    before = without_time(deployment.snapshot())
    with within(deployment, down(150, 10**6)):
        run(session(deployment, tmp_path))
    (path,) = tmp_path.rglob("journal-*")
    lines, complete = path.read_bytes().split(b"\n"), list[int]()
    for length in (*range(1, 12), *range(12, len(lines) - 1, 7)):
        copy = Deployment(wire=wire)
        copy.model.leads = copied(deployment.model.leads)
        path.write_bytes(b"\n".join(lines[:length]))
        with within(copy):
            settings = settings_for(BASE_URL, copy.model.world, tmp_path)
            restored = restore(settings, read_journal(path), sleep=lambda seconds: None)
        if restored.is_complete:
            complete.append(length)
            assert without_time(copy.snapshot()) == before, length
    assert complete


@pytest.mark.parametrize("requests", [1, 5, 12])
def test_a_server_that_restarts_is_waited_for(requests: int, tmp_path: Path) -> None:
    last = count(Wire(), tmp_path)
    for gone in (15, last // 2, last - 3, last - 1):
        deployment = Deployment()
        before = without_time(deployment.snapshot())
        with within(deployment, down(gone, requests)):
            outcome = run(session(deployment, tmp_path))
        assert outcome.is_complete, (gone, outcome.left, outcome.unreadable)
        assert without_time(deployment.snapshot()) == before, gone


def down(first: int, requests: int) -> Callable[[int, Callable[[], Answer]], Answer]:
    """No connection can be made for so many requests."""
    refused = Answer(problem="connection refused", trouble=Trouble.UNSENT)
    return lambda number, carry_out: refused if first <= number < first + requests else carry_out()


def test_the_journal_is_a_json_document_at_any_time_and_a_torn_entry_costs_nothing(tmp_path: Path) -> None:
    deployment = Deployment()
    texts = list[bytes]()

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        if made.journal is not None:
            texts.append(made.journal.path.read_bytes())
        return carry_out()

    with within(deployment, meet):
        made = session(deployment, tmp_path)
        run(made)
    sizes = [len(json.loads(text)["entries"]) for text in texts]
    assert sizes == sorted(sizes)
    for older, text in pairwise(texts):
        for torn in {len(older) - 4, len(older) + 1, len(text) - 2} if text != older else ():
            least, found, most = (written(content, tmp_path) for content in (older, text[:torn], text))
            assert least <= found <= most


def written(content: bytes, folder: Path) -> set[tuple[str, str]]:
    """Targets and names of all that the journal says was sent."""
    path = folder / "torn.json"
    path.write_bytes(content)
    return {
        (held.target, name)
        for held in read_journal(path).leads
        for name in (*held.written.fields, *held.written.keys, *held.written.others)
    }


def test_what_cannot_be_journalled_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment = Deployment()
    before = without_time(deployment.snapshot())
    write, calls = os.pwrite, list[int]()

    def full(handle: int, text: bytes, offset: int) -> int:
        calls.append(offset)
        if len(calls) > 30:
            raise OSError(28, "No space left on device")
        return write(handle, text, offset)

    monkeypatch.setattr(os, "pwrite", full)
    with within(deployment):
        made = session(deployment, tmp_path)
        outcome = run(made)
    assert outcome.is_complete
    assert without_time(deployment.snapshot()) == before
    sent = {name for logged in deployment.requests for name in _keys(logged.body)}
    assert "contract_test_parallel" not in sent


def _keys(body: bytes) -> set[str]:
    try:
        return set(json.loads(body)["metadata"])
    except (ValueError, KeyError, TypeError):
        return set()


def test_a_failure_of_ours_while_putting_back_is_said_and_hides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment = Deployment()
    other = deployment.model.world.other_lead_id
    before = without_time(deployment.snapshot())

    def failing(lead: Any, shown: Any) -> Any:
        if lead["id"] != other:
            raise RecursionError("too deep")
        return differences(lead, shown)

    monkeypatch.setattr("leads_check.session.putting_back.differences", failing)
    with within(deployment):
        made = session(deployment, tmp_path)
        outcome = run(made)
    assert not outcome.is_complete
    assert {one.target for one in outcome.unreadable} >= {"lead"}
    assert any("RecursionError" in notice and ".py, line" in notice for notice in made.notices)
    assert without_time(deployment.snapshot())[other] == before[other]
    assert list(tmp_path.rglob("journal-*"))


def test_a_journal_is_for_its_owner_alone_and_follows_no_link(tmp_path: Path) -> None:
    settings = settings_for(BASE_URL, Deployment().model.world, tmp_path)
    journal = Journal.create(settings, "00000001")
    assert journal.path.stat().st_mode & 0o077 == 0
    (settings.journal_dir / "journal-00000002.json").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="cannot write a journal"):
        Journal.create(settings, "00000002")
    assert not (tmp_path / "elsewhere").exists()
