"""However a check with leads of its own ends, at whichever request: none of them is left.

Killed means that the journal restores; interrupted and cut off, that the check itself deletes what it made.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from leads_check.deeds.check import check
from leads_check.deeds.restore import Restored, read_journal, restore
from leads_check.rules.judge import INCONCLUSIVE, NOT_PUT_BACK
from leads_check.settings import UsageError
from leads_check.wire.client import Answer

from leads_reference.answer import Answer as Reply
from leads_reference.deployment import Deployment, Received, Wire
from leads_reference.jsontext import copied
from leads_reference.serve import serve
from tests.check.provisioning import FEW, checked, made, named, settings_for, theirs, without
from tests.check.within import BASE_URL, CUT, within

STEP = 3
"""Every how many-th request is the last one where a whole run is needed to get there."""
WIRES = {"all": Wire(), "no GET": without("get").wire}


@pytest.fixture(autouse=True)
def _no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a journal outlives the machine is not the question here."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def count(wire: Wire, folder: Path) -> int:
    """The requests of an undisturbed run."""
    deployment = Deployment(wire=wire)
    with within(deployment):
        assert not checked(folder).kept
    return len(deployment.requests)


def restored(deployment: Deployment, journal: Path, folder: Path) -> Restored:
    """What `restore` makes of a copy of the journal, as a process that knows nothing else."""
    folder.mkdir()
    found = read_journal(Path(shutil.copy(journal, folder)))
    with within(deployment):
        return restore(settings_for(folder), found, sleep=lambda seconds: None)


def copy_of(deployment: Deployment) -> Deployment:
    copy = Deployment(wire=deployment.wire)
    copy.model.leads, copy.model.gone = copied(deployment.model.leads), copied(deployment.model.gone)
    copy.model.born = deployment.model.born
    return copy


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_killed_before_or_after_any_request_the_journal_restores(wire: Wire, tmp_path: Path) -> None:
    deployment, journals, checks = Deployment(wire=wire), list[str](), list[int]()
    before = deployment.snapshot()

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        for name, act in (("before", None), ("after", carry_out)):
            answer = act() if act else CUT
            copy = copy_of(deployment)
            assert restored(copy, Path(journals[0]), tmp_path / f"{number}-{name}").is_complete, number
            assert copy.snapshot() == before, (number, name)
        checks.append(number)
        return answer

    with within(deployment, meet):
        assert not checked(tmp_path, told=lambda path: journals.append(path) if path else None).kept
    assert len(checks) == len(deployment.requests) > 30


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_interrupted_at_a_request_what_was_made_is_deleted(wire: Wire, tmp_path: Path) -> None:
    for stop in range(1, count(wire, tmp_path), STEP):
        deployment = Deployment(wire=wire)
        before = deployment.snapshot()
        with within(deployment):
            report = checked(tmp_path, interrupted=interrupted_after(deployment, stop))
        assert not report.kept, (stop, report.kept)
        assert deployment.snapshot() == before, stop
        assert not list(tmp_path.rglob("journal-*"))


def interrupted_after(deployment: Deployment, stop: int) -> Callable[[], str]:
    return lambda: "enough" if len(deployment.requests) >= stop else ""


@pytest.mark.parametrize("is_applied", [True, False], ids=["applied", "not applied"])
@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_a_connection_that_is_cut_leaves_nothing(wire: Wire, is_applied: bool, tmp_path: Path) -> None:
    for cut in range(2, count(wire, tmp_path), STEP - is_applied):
        deployment = Deployment(wire=wire)
        before = deployment.snapshot()
        with within(deployment, cutting(cut, 1, is_applied=is_applied)):
            report = checked(tmp_path)
        assert not report.kept, (cut, report.kept)
        assert deployment.snapshot() == before, cut


def cutting(first: int, requests: int, *, is_applied: bool) -> Callable[[int, Callable[[], Answer]], Answer]:
    """The connections of so many requests are closed without an answer."""

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        is_cut = first <= number < first + requests
        if is_applied or not is_cut:
            answer = carry_out()
        return CUT if is_cut else answer

    return meet


def test_a_deployment_that_is_gone_for_good_leaves_a_journal_that_restores(tmp_path: Path) -> None:
    for gone in range(3, count(Wire(), tmp_path), 2 * STEP):
        deployment, folder = Deployment(), tmp_path / str(gone)
        before = deployment.snapshot()
        with within(deployment, cutting(gone, 10**6, is_applied=gone % 2 == 0)):
            report = checked(folder)
        if report.exit_code == NOT_PUT_BACK:
            assert restored(deployment, Path(report.journal), folder / "restored").is_complete, gone
        assert deployment.snapshot() == before, gone
        assert bool(report.kept) == (report.exit_code == NOT_PUT_BACK) == bool(report.journal)


def garbage(random: Random) -> Answer:
    """What a failing deployment, or something in front of it, may answer to anything."""
    contents = (b"", b"[]", b'{"success": true}', b'{"data": {"leads": {}}}', b'{"data": {"id": "x"}}')
    statuses = (200, 201, 204, 302, 400, 403, 409, 418, 500, 502, 503)
    html = Answer(random.choice(statuses), {"content-type": "text/html"}, b"<html>")
    json = Answer(random.choice(statuses), {"content-type": "application/json"}, random.choice(contents))
    return random.choice((CUT, html, json))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_answered_nothing_is_left_or_it_is_named(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    share = random.random() / 4
    deployment = Deployment(wire=random.choice([*WIRES.values(), without("list").wire]))
    before = theirs(deployment)

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        if random.random() > share:
            return carry_out()
        if random.random() < 0.5:
            carry_out()
        return garbage(random)

    code = 2
    with within(deployment, meet), suppress(UsageError):
        report = checked(tmp_path)
        code = report.exit_code
        assert {lead.email for lead in report.kept} >= {*made(deployment)}
        assert "Error:" not in report.fatal
    assert code == NOT_PUT_BACK or not made(deployment)
    assert theirs(deployment) == before
    assert not named(deployment)


def test_a_creation_without_an_answer_in_time_is_looked_for_until_it_is_there(tmp_path: Path) -> None:
    class Slow(Deployment):
        async def on_chatbot(self, received: Received, chatbot_id: str) -> Reply:
            await asyncio.sleep(0.8)
            return await super().on_chatbot(received, chatbot_id)

    deployment = Slow()
    before = deployment.snapshot()
    with serve(deployment) as base_url:
        report = check(settings_for(tmp_path, base_url, timeout=0.3), FEW)
    assert [request.method for request in deployment.requests].count("POST") == 1
    assert report.exit_code == INCONCLUSIVE
    assert not report.kept
    assert deployment.snapshot() == before


def test_what_cannot_be_looked_for_after_a_kill_is_named(tmp_path: Path) -> None:
    deployment, journals = Deployment(wire=without("list").wire), list[str]()
    kept = list[Restored]()

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        answer = carry_out()
        if deployment.requests[-1].status == 201 and not kept:
            kept.append(restored(copy_of(deployment), Path(journals[0]), tmp_path / "restored"))
        return answer

    with within(deployment, meet):
        checked(tmp_path, told=lambda path: journals.append(path) if path else None)
    (one,) = kept[0].kept
    assert one.email.startswith("contract-test+")
    assert "no list" in one.reason


@pytest.mark.parametrize("name", ["looks like ours", "is another's", "a path", "nobody's", "other key"])
def test_a_journal_that_no_check_wrote_deletes_nothing(name: str, tmp_path: Path) -> None:
    """The run, the emails and the ids in it must fit together, and the lead must still show whose it is."""
    deployment = Deployment()
    before = deployment.snapshot()
    ours = {"creates": "lead", "key": "own", "email": "contract-test+0123abcd-1@example.com", "name": ""}
    theirs = {"created": "lead", "id": deployment.model.world.lead_id, "isOurs": True}
    entries, told = {
        "looks like ours": ([ours, theirs], ""),
        "is another's": ([{**ours, "email": "marit.lindqvist@example.com"}], "is not the run's"),
        "a path": ([ours, {**theirs, "id": "../x"}], "there is no lead"),
        "nobody's": ([{**ours, "email": ""}], "is not the run's"),
        "other key": ([{**ours, "key": "foreign"}], "there is no key"),
    }[name]
    head = {"version": 2, "run": "0123abcd", "baseUrl": BASE_URL, "apiKeyEnv": "LEADS_API_KEY", "asked": {}}
    path = tmp_path / "journal.json"
    path.write_text(json.dumps({**head, "entries": entries}))
    if told:
        with pytest.raises(UsageError, match=told):
            read_journal(path)
    else:
        outcome = restored(deployment, path, tmp_path / "restored")
        assert "does not show that the check made it" in outcome.kept[0].reason
    assert deployment.snapshot() == before
    assert not {request.method for request in deployment.requests} & {"PUT", "DELETE", "POST"}
