"""Somebody else may write to a lead during a check: the run is inconclusive then, and blames nobody."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from leads_check.deeds.check import check
from leads_check.report.run import Report
from leads_check.rules import RULES
from leads_check.wire.client import Answer

from leads_reference.deployment import Deployment, Wire
from leads_reference.faults import FAULTS
from tests.check.checking import broken, check_deployment, settings_for, without_time
from tests.check.within import BASE_URL, within

WIRES = {"GET": Wire(), "no GET": Wire(serves_get=False)}


def write(deployment: Deployment, **values: Any) -> None:
    """What a colleague does in a dashboard."""
    lead = deployment.model.leads[deployment.model.world.lead_id]
    lead["metadata"] |= values.pop("metadata", {})
    lead |= values
    lead["updatedAt"] += timedelta(seconds=1)


def checked(deployment: Deployment, folder: Path, when: Callable[[int], bool], **values: Any) -> Report:
    """The report of a check during which somebody else writes."""

    def meet(number: int, carry_out: Callable[[], Answer]) -> Answer:
        if when(number):
            told = {name: value(number) if callable(value) else value for name, value in values.items()}
            write(deployment, **told)
        return carry_out()

    with within(deployment, meet):
        settings = settings_for(BASE_URL, deployment.model.world, folder)
        return check(settings, RULES, sleep=lambda seconds: None)


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
@pytest.mark.parametrize("at", [20, 37, 55, 80, 110, 150, 190])
def test_one_change_by_somebody_else_makes_a_run_inconclusive(at: int, wire: Wire, tmp_path: Path) -> None:
    deployment = Deployment(wire=wire)
    before = without_time(deployment.snapshot())
    change = {"metadata": {"crm_owner": "Ines", "company": "Another GmbH"}}
    report = checked(deployment, tmp_path, lambda number: number == at, **change)
    assert broken(report) == {}
    assert report.exit_code == 3, report.fatal
    assert "somebody else writes to the lead during" in report.fatal
    lead_id = deployment.model.world.lead_id
    after = without_time(deployment.snapshot())
    # What somebody else wrote is not the check's to put back.
    before[lead_id]["metadata"] |= change["metadata"]
    assert after == before


CHANGES: dict[str, dict[str, Any]] = {
    "a name": {"name": lambda number: f"Ines {number}"},
    "a phone": {"phone": lambda number: f"+49-40-555-{number:04}"},
    "a metadata key": {"metadata": lambda number: {"crm_score": number}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_somebody_who_writes_all_the_time_makes_a_run_inconclusive(
    change: dict[str, Any], tmp_path: Path
) -> None:
    report = checked(Deployment(), tmp_path, lambda number: number > 15 and number % 4 == 0, **change)
    assert broken(report) == {}
    assert report.exit_code in (3, 4), report.fatal


SYSTEMATIC = [
    *[fault for fault in FAULTS if "unsent-fields-unchanged" in fault.clauses][:12:2],
    *[fault for fault in FAULTS if fault.id in ("invalid-noted-in-metadata", "conflict-own-email-changed")],
]


@pytest.mark.parametrize("fault", SYSTEMATIC, ids=lambda fault: fault.id)
def test_what_a_deployment_does_each_time_is_its_own_doing(fault: Any, tmp_path: Path) -> None:
    report = check_deployment(fault.deploy(), tmp_path)
    assert "somebody else" not in report.fatal
    assert broken(report).keys() & set(fault.clauses)
