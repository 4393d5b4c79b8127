"""The process from its first line to its end: what it prints, what it logs, how it stops."""

import json
import re
import shlex
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, suppress

import httpx
import pytest

from tests.mock.leads import JOHN, KEY, OTHER_KEY, over_http
from tests.mock.raw import JSON, RawConnection, exchange, put_request
from tests.mock.running import COMMAND, ROOT, RunningMock, running_mock

WHOLE = put_request(b'{"status": "lost"}', JSON)
SECRETS = (KEY, OTHER_KEY, "sk-workspace_unknown", "dXNlcjpwYXNz")


def test_the_first_lines(mock: RunningMock) -> None:
    assert mock.listening_line == f"leads-mock is listening on {mock.url}\n"
    assert mock.url == f"http://127.0.0.1:{mock.port}"
    assert mock.curl.startswith(f"curl -X PUT {mock.url}/api/v1/leads/{JOHN} ")
    assert mock.told[0] == f"key: {KEY} (workspace ws_your_workspace_id)\n"
    assert mock.told[1:] == [f"documentation: {mock.url}/docs/\n", f"control API: {mock.url}/__admin\n"]


def test_the_printed_call_works_when_pasted(mock: RunningMock) -> None:
    with over_http(mock.url) as leads:
        leads.reset()
        printed = subprocess.run(mock.curl, shell=True, capture_output=True, text=True, check=True)

        assert json.loads(printed.stdout)["data"] == leads.stored()[JOHN]
        assert leads.stored()[JOHN]["status"] == "contacted"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    with running_mock() as mock, ExitStack() as stack:
        idle, silent, half_head, half_body = (stack.enter_context(RawConnection(mock.port)) for _ in range(4))
        idle.send(WHOLE)
        assert idle.answer().status == 200
        half_head.send(WHOLE[:60])
        half_body.send(WHOLE[:-5])
        exchange(mock.port, WHOLE)

        start = time.monotonic()
        ended = mock.stop(number)

        assert time.monotonic() - start < 5
        assert (ended.exit_code, ended.stdout) == (0, "")
        for word in ("Traceback", "ERROR", "WARNING", "Exception"):
            assert word not in ended.stderr
        assert silent.socket.recv(1) == b""


@pytest.mark.parametrize("delay", [0.2, 0.4])
def test_a_signal_before_it_listens_ends_it_cleanly(delay: float) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=10)

    assert process.returncode == 0
    assert "Traceback" not in stderr


def test_the_log_has_no_key_and_is_json_where_asked() -> None:
    with running_mock("--log-level", "debug", "--log-format", "json") as mock:
        with over_http(mock.url) as leads:
            leads.put(JOHN, {"status": "lost"})
            leads.put(JOHN, {"status": "x"}, OTHER_KEY)
            leads.put(JOHN, {}, "sk-workspace_unknown")
            leads.put(JOHN, {}, headers={"Authorization": "Basic dXNlcjpwYXNz"})
        for key in (f"{KEY}\x01", f"{KEY} {KEY}", KEY):
            exchange(mock.port, put_request(b"{", key=key))
        ended = mock.stop()

    entries = [json.loads(line) for line in ended.stderr.splitlines()]
    assert all(entry.keys() == {"time", "level", "logger", "message"} for entry in entries)
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", entry["time"]) for entry in entries
    )
    assert sum(f"PUT /api/v1/leads/{JOHN}" in entry["message"] for entry in entries) >= 6
    assert [secret for secret in SECRETS if secret in ended.stderr] == []


def test_a_request_is_one_line_of_the_log() -> None:
    with running_mock("--log-level", "info") as mock, over_http(mock.url) as leads:
        leads.put(JOHN, {"status": "lost"})
        leads.put(JOHN, {"status": "x"})
        leads.http.get(f"/api/v1/nothing/a%0A2026%1b[31m?key={KEY}&q=%0Aa")
        half = RawConnection(mock.port)
        half.send(WHOLE[:-5])
        half.socket.close()
        leads.http.get("/__admin/health")
        ended = mock.stop()

    lines = [line.partition(" leads_mock.layers.lines: ")[2] for line in ended.stderr.splitlines()]
    shown = [re.sub(r"\d+\.\d ms$", "N ms", line) for line in lines if line]
    assert sorted(shown) == sorted(
        [
            f"PUT /api/v1/leads/{JOHN}: 200, ws_your_workspace_id, N ms",
            f"PUT /api/v1/leads/{JOHN}: 400 VALIDATION_ERROR, ws_your_workspace_id, N ms",
            r"GET /api/v1/nothing/a\n2026\x1b[31m?key=sk-***&q=\na: 404 NOT_FOUND, no workspace, N ms",
            f"PUT /api/v1/leads/{JOHN}: the client went away",
            "GET /__admin/health: 200, no workspace, N ms",
        ]
    )


def test_nothing_is_logged_without_being_asked(mock: RunningMock) -> None:
    httpx.put(f"{mock.url}/api/v1/leads/{JOHN}", trust_env=False)
    assert mock.log() == ""


@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_it_serves_on_where_nobody_reads_what_it_prints(reader: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = f"exec {shlex.join(COMMAND)} --port {port} > >({reader} >/dev/null 2>&1)"
    process = subprocess.Popen(["bash", "-c", command], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    _wait_until_it_answers(port)
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=10)

    assert process.returncode == 0
    assert stderr == ""


@pytest.mark.parametrize("closed", ["<&- >&- 2>&-", ">/dev/full"])
def test_it_serves_without_what_is_closed(closed: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = f"exec {shlex.join(COMMAND)} --port {port} {closed}"
    process = subprocess.Popen(
        ["bash", "-c", command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    _wait_until_it_answers(port)
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=10)

    assert (process.returncode, stderr) == (0, b"")


def _wait_until_it_answers(port: int) -> None:
    for _ in range(100):
        with suppress(OSError):
            assert exchange(port, WHOLE).status == 200
            return
        time.sleep(0.1)
    raise AssertionError("it does not answer")
