"""The code on the documentation's page runs as it is printed there, but for the base URL."""

import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

from tests.mock.leads import JOHN, LeadsClient
from tests.mock.running import ROOT, RunningMock

PAGE = ROOT.parent / "shared" / "reference" / "update-lead-page.txt"
SECTIONS = {
    # the headings before and after the code, and what runs it
    "curl": ("cURL", "JavaScript (fetch)", ["sh"]),
    "node": ("JavaScript (fetch)", "Python (requests)", ["node", "--input-type=module"]),
    "python": ("Python (requests)", "Error Scenarios", [sys.executable]),
}

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason=f"the page is not at {os.path.relpath(PAGE, ROOT)}")


def run(language: str, mock: RunningMock) -> str:
    """Runs the page's code against the mock; what it prints."""
    heading, following, command = SECTIONS[language]
    if shutil.which(command[0]) is None and os.environ.get("CI") != "true":
        pytest.skip(f"there is no {command[0]} on this machine")
    page = PAGE.read_text(encoding="utf-8")
    code = page.partition(f"\n{heading}\n")[2].partition(f"\n{following}\n")[0]
    assert "https://your-domain.com" in code
    ended = subprocess.run(
        command,
        input=code.replace("https://your-domain.com", mock.url),
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def expected(leads: LeadsClient) -> dict[str, Any]:
    """John as he is before the code runs."""
    return leads.stored()[JOHN]


def test_the_curl_command(leads: LeadsClient, mock: RunningMock, expected: dict[str, Any]) -> None:
    printed = run("curl", mock)

    after = leads.stored()[JOHN]
    sent = {"notes": "Follow up scheduled for next week", "last_interaction": "2024-01-16T14:30:00.000Z"}
    expected |= {
        "status": "contacted",
        "metadata": expected["metadata"] | sent,
        "updatedAt": after["updatedAt"],
    }
    assert after == expected
    assert '"success":true' in printed


def test_the_javascript(leads: LeadsClient, mock: RunningMock, expected: dict[str, Any]) -> None:
    assert run("node", mock) == ""

    after = leads.stored()[JOHN]
    # Its three updates go out together, so that either status may be the last.
    assert after["status"] in ("contacted", "qualified")
    sent = {
        "notes": "Very interested in our services",
        "lead_score": 90,
        "follow_up_date": "2024-01-25",
        "referrer": "Jane Smith",
        "budget_range": "$10k-25k",
    }
    expected |= {"phone": "+1-555-999-8888", "source": "referral", "metadata": expected["metadata"] | sent}
    assert after == expected | {"status": after["status"], "updatedAt": after["updatedAt"]}


def test_the_python(leads: LeadsClient, mock: RunningMock, expected: dict[str, Any]) -> None:
    assert run("python", mock).splitlines() == [
        "Updated lead: John Doe - Status: contacted",
        "Status updated to: contacted",
        "Updated lead: John Doe - Status: contacted",
        "Updated lead: John Doe - Status: qualified",
    ]

    after = leads.stored()[JOHN]
    sent = {"notes": "Ready for sales team", "follow_up_date": "2024-01-25", "priority": "high"}
    expected |= {
        "status": "qualified",
        "metadata": expected["metadata"] | sent,
        "updatedAt": after["updatedAt"],
    }
    assert after == expected
