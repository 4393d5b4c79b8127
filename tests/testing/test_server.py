"""`MockServer`: a mock for the time of a block, whatever becomes of the process that started it."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from leads_docs.recipes import RECIPES
from leads_mock.testing import ControlError, Mock, MockServer, StartError

from tests.mock.leads import JOHN, bearer


def is_served(url: str) -> bool:
    """Whether somebody listens there."""
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as tried:
        return tried.connect_ex((host, int(port))) == 0


def test_a_mock_for_the_time_of_a_block() -> None:
    with MockServer(profile="strict") as mock:
        update = httpx.put(f"{mock.url}/api/v1/leads/{JOHN}", headers=mock.headers, json={"name": ""})
        assert update.json()["code"] == "VALIDATION_ERROR"
        assert {lead["id"]: lead for lead in mock.leads()}[JOHN]["name"] == "John Doe"
        httpx.put(f"{mock.url}/api/v1/leads/{JOHN}", headers=bearer(mock.key), json={"name": "A"})
        mock.reset()
        assert {lead["id"]: lead for lead in mock.leads()}[JOHN]["name"] == "John Doe"
    assert not is_served(mock.url)


def test_within_an_event_loop() -> None:
    async def used() -> str:
        async with MockServer() as mock, httpx.AsyncClient() as http:
            answer = await http.get(f"{mock.url}/api/v1/leads/{JOHN}", headers=mock.headers)
            assert answer.json()["data"]["id"] == JOHN
            return mock.url

    assert not is_served(asyncio.run(used()))


@pytest.mark.parametrize("name", ["my ws", "ü (1)", "日本", "a)\nb"])
def test_a_workspace_may_be_called_anything(tmp_path: Path, name: str) -> None:
    fixtures = tmp_path / "fixtures.json"
    fixtures.write_text(json.dumps({"workspaces": [{"id": name, "keys": ["sk-workspace_own"], "leads": []}]}))
    with MockServer(fixtures=fixtures) as mock:
        assert (mock.key, mock.workspace) == ("sk-workspace_own", name)
        alone = Mock(mock.control.of(name), mock.key, name)
        alone.snapshot("own")
        told = mock.control.call("GET", "/snapshots")["snapshots"]
        assert [it["workspace"] for it in told] == [name]


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"packaged are: default, lenient, strict"):
        MockServer(profile="strikt").start()
    with pytest.raises(StartError, match="unrecognized arguments: --colour"):
        MockServer(colour="red").start()
    with pytest.raises(RuntimeError, match="does not run yet"):
        MockServer().reset()
    with MockServer(no_cors=True, rate_limit=1) as mock:
        with pytest.raises(ControlError) as told:
            mock.control.call("PUT", "/health")
        assert told.value.status == 405
    mock.stop()


WITHOUT_WARNINGS = """
import gc, sys
from leads_mock.testing import MockServer

sys.unraisablehook = lambda told: sys.exit(f"unraisable: {told.exc_value}")
with MockServer() as mock:
    mock.reset()
try:
    MockServer(profile="strikt").start()
except Exception as error:
    del error
del mock
gc.collect()
heavy = {"connexion", "starlette", "uvicorn", "yaml", "jinja2", "httpx"} & sys.modules.keys()
assert not heavy, heavy
"""


def test_it_leaves_no_warning_and_imports_nothing_heavy() -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_WARNINGS], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_recipe_of_the_documentation() -> None:
    command = [sys.executable, "-c", RECIPES["with_a_server.py"]]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "1\n"


def test_it_ends_with_the_process_that_started_it() -> None:
    program = "import time; from leads_mock.testing import MockServer\n"
    program += "mock = MockServer().start(); print(mock.url, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout
        url = started.stdout.readline().strip()
        assert is_served(url)
        started.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while is_served(url) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_served(url)
