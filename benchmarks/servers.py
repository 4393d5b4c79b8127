"""Servers to measure: how each is started, when it is ready, and how it is ended."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATH = "/api/v1/leads/lead_1234567890abcdef"
HEADERS = {"Authorization": "Bearer sk-workspace_your_api_key", "Content-Type": "application/json"}
BODY = (
    '{"status":"contacted","phone":"+1-555-123-9999","source":"webinar","name":"John Smith",'
    '"metadata":{"notes":"Interested"}}'
)
_PATIENCE = 60
"""Seconds that a start may take."""


class Unavailable(Exception):
    """Something cannot be measured here; the message says why."""


@dataclass(frozen=True)
class Server:
    """`command` makes the arguments that start it on a port; it may raise Unavailable."""

    name: str
    does: str
    command: Callable[[int], Sequence[str | Path]]


def mock_with(name: str, *options: str) -> Server:
    """The mock with some options."""
    quiet = ("--log-level", "error")
    return Server(
        name,
        "routing, key, validation, merge, state, rate limit headers",
        lambda port: [sys.executable, "-m", "leads_mock", "--port", str(port), *quiet, *options],
    )


MOCK = mock_with("leads-mock", "--journal", "0")
BARE = Server(
    "bare ASGI function",
    "parses, merges, answers",
    lambda port: [sys.executable, "-m", "benchmarks.bare", str(port)],
)
BARE_GATHERING = Server(
    "bare, head and body in one write",
    "the same behind the mock's wire protocol",
    lambda port: [sys.executable, "-m", "benchmarks.bare", str(port), "gathering"],
)


def mock_of(leads: int) -> Server:
    """The mock with so many generated leads in its one workspace."""
    return Server(
        f"leads-mock, {leads:,} leads",
        MOCK.does,
        lambda port: [sys.executable, "-m", "benchmarks.many_leads", str(port), str(leads)],
    )


@dataclass(frozen=True)
class Running:
    """A server that answers; `started_in` is in seconds, from its start to its first right answer."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    started_in: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running(server: Server) -> Generator[Running]:
    """Starts the server, waits until it answers an update with 200, and ends it and its children."""
    # Being told to stop ends this block like any other exception, and with it what was started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    port = _free_port()
    command = server.command(port)
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _await_answer(server.name, port, process)
        yield Running(server.name, port, process, time.perf_counter() - started)
    finally:
        _end(process)


@contextmanager
def all_running(servers: Sequence[Server]) -> Generator[list[Running]]:
    """The servers side by side, in the order given."""
    with ExitStack() as stack:
        yield [stack.enter_context(running(server)) for server in servers]


def status_of(port: int, path: str = PATH, body: str = BODY, key: str = HEADERS["Authorization"]) -> int:
    """The status of one update. Raises OSError or HTTPException where nothing answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("PUT", path, body, {**HEADERS, "Authorization": key})
        return connection.getresponse().status
    finally:
        connection.close()


def _await_answer(name: str, port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    status: int | None = None
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Unavailable(f"{name} ended with exit code {process.returncode}")
        try:
            status = status_of(port)
        except (OSError, HTTPException):
            status = None
        if status == 200:
            return
        time.sleep(0.005)
    raise Unavailable(f"{name} did not answer an update with 200 (last: {status})")


def _end(process: subprocess.Popen[bytes]) -> None:
    # A session of its own: npm's commands start further processes.
    for number, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, number)
            process.wait(patience)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
