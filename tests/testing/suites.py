"""Suites of other people, as files in a folder of their own, run by a pytest of their own."""

import os
import subprocess
import sys
from pathlib import Path

OWN = """
import json
import urllib.request
from pathlib import Path

import pytest

JOHN = "lead_1234567890abcdef"


def put(mock, **body):
    headers = {**mock.headers, "Content-Type": "application/json"}
    url, data = f"{mock.url}/api/v1/leads/{JOHN}", json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method="PUT")) as answer:
        return json.load(answer)["data"]


@pytest.mark.parametrize("number", range(COUNT))
def test_nobody_else_is_here(leads_mock, number):
    Path("urls").mkdir(exist_ok=True)
    Path("urls", leads_mock.url.rpartition(":")[2]).touch()
    (before,) = [lead for lead in leads_mock.leads() if lead["id"] == JOHN]
    assert before["name"] == "John Doe"
    leads_mock.clock.set(f"2030-01-01T00:00:{number % 60:02}Z")
    for step in range(3):
        assert put(leads_mock, name=f"{number}-{step}")["name"] == f"{number}-{step}"
    (after,) = [lead for lead in leads_mock.leads() if lead["id"] == JOHN]
    assert (after["name"], after["updatedAt"][:19]) == (f"{number}-2", f"2030-01-01T00:00:{number % 60:02}")
"""
"""Tests that write to the same lead, each of a workspace of its own."""


def run_suite(folder: Path, *options: str, alone: bool = False) -> str:
    """What a pytest of the folder's tests says that must pass; warnings are errors.

    `alone` leaves out all plugins of the environment but those that the options name.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    if alone:
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", *options]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=110
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
