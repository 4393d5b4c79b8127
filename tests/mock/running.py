"""Starts the mock as a process of its own, the way that its users do."""

import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "leads_mock"]
_READY = re.compile(r"leads-mock is listening on (https?://(\S+):(\d+))\n")
_LAST_LINE = "Ctrl-C stops it.\n"
_PATIENCE = 30
"""Seconds that a start or an end may take on a busy machine."""


@dataclass(frozen=True)
class Ended:
    """How a mock's process ended."""

    exit_code: int
    stdout: str
    stderr: str


class RunningMock:
    """A mock that listens: `url` says where, `curl` is the call that it proposes, `told` is the rest."""

    def __init__(self, *options: str) -> None:
        self._log: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self.process = subprocess.Popen(
            [*COMMAND, "--port", "0", *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self.process.stdout is not None
        self._stdout = self.process.stdout
        watchdog = threading.Timer(_PATIENCE, self.process.kill)
        watchdog.start()
        self.listening_line = self._stdout.readline()
        self.curl = self._stdout.readline()
        self.told = [*iter(self._stdout.readline, _LAST_LINE)] if self.curl else []
        watchdog.cancel()
        ready = _READY.fullmatch(self.listening_line)
        assert ready, f"the mock did not start: {self.stop()}"
        self.url, self.host, self.port = ready[1], ready[2], int(ready[3])

    def log(self) -> str:
        """What stands on standard error so far."""
        self._log.seek(0)
        return self._log.read()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        """Sends the signal and waits for the end."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=_PATIENCE)
        return Ended(self.process.returncode, rest, self.log())

    def close(self) -> None:
        """Ends the process if it still runs, and lets go of its log."""
        if self.process.poll() is None:
            self.stop()
        self._stdout.close()
        self._log.close()


@contextmanager
def running_mock(*options: str) -> Generator[RunningMock]:
    """A mock on a free port for the time of the block."""
    mock = RunningMock(*options)
    try:
        yield mock
    finally:
        mock.close()
