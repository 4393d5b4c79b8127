"""Generated answers: the check never fails by itself, sends only what it may, and puts the leads back."""

import os
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, reduce
from pathlib import Path

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from leads_check.deeds.check import check
from leads_check.deeds.restore import read_journal, restore
from leads_check.report import annotations_of, as_document, closing_lines, write_reports
from leads_check.rules import RULES
from leads_check.rules.rule import Outcome, Rule
from leads_check.settings import Settings, UsageError
from leads_check.wire.client import Answer

from leads_reference.deployment import Deployment, Wire
from tests.check.checking import settings_for, without_time
from tests.check.within import BASE_URL, Meet, within
from tests.fuzz.answers import DISTURBANCES, Disturbance
from tests.fuzz.lasting import AFRESH, PATIENCE, lasting

_CHOSEN = st.lists(st.sampled_from(RULES), min_size=1, max_size=5, unique=True)


def meeting(disturbances: Sequence[Disturbance]) -> Meet:
    """All of them, one around the other."""

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        def around(inner: Callable[[], Answer], disturbance: Disturbance) -> Callable[[], Answer]:
            return lambda: disturbance.meet(number, inner)

        return reduce(around, disturbances, carry_out)()

    return meet


@pytest.fixture(autouse=True)
def _no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.mark.timeout(PATIENCE)
def test_no_answers_hurt() -> None:
    @AFRESH
    @given(_CHOSEN, st.lists(DISTURBANCES, min_size=1, max_size=3), st.booleans())
    def checked(rules: list[Rule], disturbances: list[Disturbance], serves_get: bool) -> None:
        deployment = Deployment(wire=Wire(serves_get=serves_get))
        before = without_time(deployment.snapshot())
        with tempfile.TemporaryDirectory() as folder:
            settings = settings_for(
                BASE_URL, deployment.model.world, Path(folder), report_dir=Path(folder, "r")
            )
            note(f"{[rule.id for rule in rules]} {disturbances} {serves_get}")
            with within(deployment, meeting(disturbances)):
                code, journal = ended(settings, rules, deployment)
            if code == 4 and journal and not restored(deployment, settings, journal):
                return  # what no answer ever showed is nobody's to put back
            assert without_time(deployment.snapshot()) == before
            assert code == 4 or not list(Path(folder).rglob("journal-*"))

    for seeded in lasting(0.3):
        seeded(checked)()


def ended(settings: Settings, rules: Sequence[Rule], deployment: Deployment) -> tuple[int, Path | None]:
    """The exit code and the journal of a check that ended as it may."""
    assert settings.report_dir
    try:
        report = check(settings, rules, sleep=lambda seconds: None)
    except UsageError:
        is_sent_with_care(deployment, settings)
        return 2, None
    note(f"{report.exit_code} {report.requests} {report.fatal} {report.notices}")
    assert report.exit_code in (0, 1, 3, 4)
    assert "leads-contract failed" not in " ".join([report.fatal, *report.notices])
    assert [verdict for verdict in report.verdicts if verdict.outcome is Outcome.ERROR] == []
    assert report.requests <= settings.max_requests
    is_sent_with_care(deployment, settings)
    assert write_reports(report, settings.report_dir) == []
    assert closing_lines(report, False, 80)
    assert annotations_of(as_document(report)) is not None
    return report.exit_code, Path(report.journal) if report.journal else None


def is_sent_with_care(deployment: Deployment, settings: Settings) -> None:
    """Where an undisturbed check sends too, whatever answers say; and not too often."""
    assert {sent.path for sent in deployment.requests} <= usual_paths()
    assert {sent.method for sent in deployment.requests} <= {"GET", "PUT"}
    assert len(deployment.requests) <= settings.max_requests


@cache
def usual_paths() -> frozenset[str]:
    """The paths of the named leads, and those of ids that nobody has."""
    deployment = Deployment()
    with within(deployment), tempfile.TemporaryDirectory() as folder:
        settings = settings_for(BASE_URL, deployment.model.world, Path(folder), max_requests=400)
        check(settings, RULES, sleep=lambda seconds: None)
    return frozenset(sent.path for sent in deployment.requests)


def restored(deployment: Deployment, settings: Settings, journal: Path) -> bool:
    """What `leads-contract restore` says, once the deployment is well again."""
    with within(deployment):
        return restore(settings, read_journal(journal), sleep=lambda seconds: None).is_complete
