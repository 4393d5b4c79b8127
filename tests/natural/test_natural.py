"""The check on deployments that nobody wrote for it: what it says is right, their stores are as before."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.check.command import arguments, environment
from tests.natural.adjudicated import ADJUDICATED
from tests.natural.needs import demand
from tests.natural.running import SERVICES, Running, Service, ended, running
from tests.natural.table import PAGE, page
from tests.natural.world import WORLD

LONGEST = 110
"""Seconds that a check may take; a deployment that hangs is waited for, see `--max-wait`."""


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_check_says_nothing_wrong_and_leaves_the_store_as_it_was(service: Service, tmp_path: Path) -> None:
    demand(service.needs)
    adjudicated = ADJUDICATED[service.name]
    with running(service, tmp_path / "service") as deployment:
        before = deployment.stored()
        report = _checked(deployment, tmp_path)
        after = deployment.stored()
    if _without_time(after) != _without_time(before) and adjudicated.left:
        pytest.xfail(adjudicated.left)
    assert _without_time(after) == _without_time(before)
    astray = adjudicated.astray(report)
    if astray and astray <= adjudicated.known:
        pytest.xfail(f"known to go astray, see docs/natural.md: {', '.join(sorted(astray))}")
    assert astray == set(), "judge it against the service's code, and list it in adjudicated.yaml"


def _checked(deployment: Running, folder: Path) -> dict[str, Any]:
    words = arguments(deployment.base_url, WORLD, f"--report-dir={folder}", "--max-wait=10")
    told = ended(words, folder, environment(WORLD), LONGEST)
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["pass"] > 0, told
    return report


def _without_time(stored: dict[str, Any]) -> dict[str, Any]:
    """The leads but for the time of the last update, which no one can put back."""
    return {
        lead_id: {name: value for name, value in lead.items() if name not in ("updatedAt", "updated_at")}
        for lead_id, lead in stored.items()
    }


def test_every_service_is_adjudicated() -> None:
    assert ADJUDICATED.keys() == {service.name for service in SERVICES}


def test_the_page_is_made_of_the_adjudication() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.natural.table --write"
