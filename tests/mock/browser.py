"""A real browser, without a window: loads a page and hands back what became of it."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Else the browser itself asks its maker about every form.
    "--disable-features=AutofillServerCommunication",
    # No name resolves, so that a page that needs another host cannot work.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--virtual-time-budget=10000",
)

needs_browser = pytest.mark.skipif(
    _CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no chromium on this machine"
)


@dataclass(frozen=True)
class Visit:
    """The document after its scripts have run, and the addresses that it took to get there."""

    dom: str
    requested: frozenset[str]


def visit(url: str) -> Visit:
    """Loads a page with a browser that has never been used before."""
    assert _CHROMIUM is not None, "CI has no chromium"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        log = Path(folder, "net.json")
        dom = subprocess.run(
            [
                _CHROMIUM,
                *_OPTIONS,
                f"--user-data-dir={folder}/user",
                f"--log-net-log={log}",
                "--dump-dom",
                url,
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
        return Visit(dom, frozenset(_requested(json.loads(log.read_text(encoding="utf-8")))))


def _requested(log: Any) -> Generator[str]:
    start = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    for event in log["events"]:
        request = event.get("params", {})
        # The browser itself asks for updates and the time, on behalf of no page of ours.
        if event["type"] == start and "127.0.0.1" in request.get("network_isolation_key", ""):
            yield request["url"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Generator[str]:
    """The files of a folder, served on a port of their own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
