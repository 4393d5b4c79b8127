"""A field is added to a copy of the contract and to the fixtures, and to nothing else: both tools know it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from leads_contract.document import contract_path
from tests.mock.leads import JOHN, KEY, bearer

ROOT = Path(__file__).parents[1]
COMPANY = {"type": "string", "nullable": True, "description": "Where they work; null where not known."}
SECRET = "Gutenberg Printing Works"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose `leads_contract` comes before the installed one; its contract has `company`."""
    folder = tmp_path_factory.mktemp("kit")
    shutil.copytree(ROOT / "leads_contract", folder / "leads_contract")
    contract = yaml.safe_load(contract_path().read_text(encoding="utf-8"))
    for schema in ("LeadUpdate", "Lead"):
        contract["components"]["schemas"][schema]["properties"]["company"] = COMPANY
    text = yaml.safe_dump(contract, sort_keys=False)
    (folder / "leads_contract" / "openapi.yaml").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "CHANGELOG.md", folder / "leads_contract")
    seeds = yaml.safe_load((ROOT / "fixtures" / "leads.yaml").read_text(encoding="utf-8"))
    for lead in seeds["workspaces"][0]["leads"]:
        lead["company"] = SECRET
    (folder / "leads.yaml").write_text(yaml.safe_dump(seeds, sort_keys=False), encoding="utf-8")
    return folder


@contextmanager
def mock(kit: Path, *, knows: bool) -> Generator[httpx.Client]:
    """A mock whose contract has the field, or does not and drops what is sent for it."""
    command = [sys.executable, "-m", "leads_mock", "--port", "0", "--fixtures", str(kit / "leads.yaml")]
    # `-m` looks into the present folder first, and PYTHONPATH next.
    environment = os.environ | ({"PYTHONPATH": str(kit)} if knows else {})
    with subprocess.Popen(
        command,
        cwd=kit if knows else kit.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        url = re.search(r"http://\S+", process.stdout.readline())
        assert url
        try:
            with httpx.Client(base_url=url[0], headers=bearer(KEY), trust_env=False) as http:
                yield http
        finally:
            process.terminate()


def stored(http: httpx.Client) -> dict[str, Any]:
    lead: dict[str, Any] = next(it for it in http.get("/__admin/leads").json()["leads"] if it["id"] == JOHN)
    return lead


def check(kit: Path, url: str, folder: Path, *options: str) -> subprocess.Popen[str]:
    """A running check that knows the field."""
    command = (sys.executable, "-m", "leads_check.entrance.cli", "check", url, "--lead-id", JOHN)
    environment = os.environ | {"PYTHONPATH": str(kit), "LEADS_API_KEY": KEY}
    return subprocess.Popen(
        [*command, *options],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_mock_accepts_keeps_clears_and_refuses_it(kit: Path) -> None:
    with mock(kit, knows=True) as http:
        path = f"/api/v1/leads/{JOHN}"
        accepted = http.put(path, json={"company": "Tech Corp"}).json()["data"]
        kept = http.put(path, json={"status": "lost"}).json()["data"]
        cleared = http.put(path, json={"company": None}).json()["data"]
        refused = http.put(path, json={"company": 5})
        contract = http.get("/openapi.json").json()
        page = http.get("/docs/update-lead.html").text
    assert [lead["company"] for lead in (accepted, kept, cleared)] == ["Tech Corp", "Tech Corp", None]
    assert refused.status_code == 400
    details = {"field": "company", "value": 5, "message": "Company must be a string"}
    assert refused.json()["details"] == details
    assert "company" in contract["components"]["schemas"]["Lead"]["required"]
    assert 'id="company"' in page


def test_the_check_finds_a_deployment_that_drops_it_and_shows_no_value_of_it(
    kit: Path, tmp_path: Path
) -> None:
    with mock(kit, knows=False) as http:
        running = check(kit, str(http.base_url), tmp_path, "--report-dir", "out", "--allow-unjudged")
        told, _ = running.communicate(timeout=100)
    assert running.returncode == 1, told
    verdicts = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["verdicts"]
    broken = {v["rule"]: v["findings"] for v in verdicts if v["outcome"] == "fail"}
    assert "company" in {finding["where"] for finding in broken["sent-fields-updated"]}
    assert "company" in {finding["where"] for finding in broken["null-clears-field"]}
    for file in (tmp_path / "out").iterdir():
        assert SECRET not in file.read_text(encoding="utf-8"), file
    assert SECRET not in told


def test_the_check_puts_it_back(kit: Path, tmp_path: Path) -> None:
    with mock(kit, knows=True) as http:
        before = stored(http)
        running = check(kit, str(http.base_url), tmp_path, "--allow-unjudged")
        told, _ = running.communicate(timeout=100)
        after = stored(http)
    assert running.returncode == 0, told
    assert after["updatedAt"] > before["updatedAt"]
    assert {**after, "updatedAt": ""} == {**before, "updatedAt": ""}


def test_the_check_journals_it(kit: Path, tmp_path: Path) -> None:
    with mock(kit, knows=True) as http:
        running = check(kit, str(http.base_url), tmp_path)
        deadline, journal = time.monotonic() + 30, ""
        while SECRET not in journal and time.monotonic() < deadline and running.poll() is None:
            journals = tmp_path.glob(".leads-contract/journal-*.json")
            journal = "".join(path.read_text(encoding="utf-8") for path in journals)
        running.send_signal(signal.SIGKILL)
        running.communicate()
    assert SECRET in journal
