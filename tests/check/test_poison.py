"""What harms a lead, or brings a deployment down, is named, taken back where that helps, and sent once."""

from pathlib import Path

import pytest
from leads_check.report.run import Report
from leads_check.rules import BY_ID

from leads_reference.deployment import Deployment
from leads_reference.fragile import FRAGILE
from tests.check.checking import broken, check_deployment, without_time

BY_NAME = {fragile.id: fragile for fragile in FRAGILE}
RULES = [BY_ID[rule] for rule in ("no-server-error", "malformed-body-refused", "body-limit", "nesting-limit")]
SPOILT = "was accepted, and the lead could not be read afterwards"
SILENCED = "got no answer, and nothing was answered from then on"
RESTARTED = "got no answer, and the lead could not be read afterwards"


def checked(deployment: Deployment, folder: Path, timeout: float = 2.0) -> Report:
    return check_deployment(deployment, folder, RULES, timeout=timeout, max_wait=4.0)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nan-poisons-later", f"NaN {SPOILT}"),
        ("surrogate-poisons-later", f"A lone surrogate {SPOILT}"),
        ("nul-poisons-later", f"An escaped NUL {SPOILT}"),
        ("nesting-poisons-later", f"200 levels of nesting {SPOILT}"),
        ("nul-restarts", f"An escaped NUL {RESTARTED}"),
        ("huge-body-restarts", f"A body of 1025 KiB {RESTARTED}"),
    ],
)
def test_what_did_harm_is_named_and_the_lead_is_back(name: str, told: str, tmp_path: Path) -> None:
    deployment = BY_NAME[name].deploy()
    before = without_time(deployment.snapshot())
    report = checked(deployment, tmp_path)
    assert broken(report)["no-server-error"] == told
    assert without_time(deployment.snapshot()) == before
    assert not report.left
    assert not any("could not be put back" in notice for notice in report.notices)


def test_what_brought_it_down_for_good_is_named_and_not_sent_again(tmp_path: Path) -> None:
    deployment = BY_NAME["nan-hangs"].deploy()
    report = checked(deployment, tmp_path, timeout=0.5)
    assert broken(report)["no-server-error"] == f"NaN {SILENCED}"
    assert "nothing was answered from 'NaN' on" in report.fatal
    assert report.exit_code == 4
    assert sum(b"NaN" in received.body for received in deployment.requests) == 1
    assert report.seconds < 30
