"""The process of a mock: started, awaited, and ended with the last one who holds its lease."""

import fcntl
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from itertools import takewhile
from typing import IO, Any

_PATIENCE = 30
"""Seconds that a start may take on a busy machine."""
_LISTENS = re.compile(r"leads-mock is listening on (\S+)\n")
# A workspace may be called anything; only what stands in the next line ends its name for certain.
_KEY = re.compile(r"key: (\S+) \(workspace (.+)\)\ndocumentation: ", re.DOTALL)
_LAST = "Ctrl-C stops it.\n"


class StartError(Exception):
    """The mock did not start; the message is the command's own."""


class Lease:
    """A lock on a file, shared by all who need a mock; a process that dies gives it back."""

    def __init__(self, path: str) -> None:
        """Raises BlockingIOError where the mock is ending already."""
        self._file = open(path, "rb")  # noqa: SIM115
        try:
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise

    def end(self) -> None:
        """Gives it back."""
        self._file.close()


class _Silent(subprocess.Popen[str]):
    def __del__(self) -> None:
        """A mock that others use lives on, which is no mistake of this process."""


class Process:
    """`leads-mock` with `options`, from its first lines on: `url`, and `key` of the first workspace."""

    def __init__(self, options: Mapping[str, Any], lease: str | None = None) -> None:
        """The mock ends when nobody holds the `lease`, a file; by default only this process holds one.

        Raises StartError.
        """
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        with tempfile.NamedTemporaryFile() as own:
            path = lease or own.name
            self._lease = Lease(path)
            with open(path, "rb") as held:
                self._process = _started(_arguments(options), held, self._log)
        told = _first_lines(self._process)
        listens, key = _LISTENS.search(told), _KEY.search(told)
        if not listens:
            said = self.stop()
            raise StartError(said or f"leads-mock did not start within {_PATIENCE} seconds")
        self.url = listens[1]
        self.key, self.workspace = key.groups() if key else ("", "")

    def log(self) -> str:
        """What stands on its standard error so far."""
        self._log.seek(0)
        return self._log.read().strip()

    def stop(self) -> str:
        """Ends it, and returns its log when it has ended."""
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        said = self.log()
        self.leave()
        return said

    def leave(self) -> None:
        """Needs it no more; it ends with the last one who does."""
        self._lease.end()
        self._log.close()


def _started(arguments: list[str], held: IO[bytes], log: IO[str]) -> _Silent:
    # Its own session, since Ctrl-C is for the tests, which may need the mock until they have ended.
    python = [sys.executable, "-P", "-W", "ignore", "-m", "leads_mock.testing.child"]
    return _Silent(
        [*python, *arguments],
        stdin=held,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
    )


def _first_lines(process: _Silent) -> str:
    assert process.stdout
    watchdog = threading.Timer(_PATIENCE, process.kill)
    watchdog.start()
    try:
        with process.stdout as lines:
            return "".join(takewhile(_LAST.__ne__, lines))
    finally:
        watchdog.cancel()


def _arguments(options: Mapping[str, Any]) -> list[str]:
    """The command's options: True is one without a value, None and False are none, a list is several."""
    given: list[str] = []
    for name, value in options.items():
        for one in value if isinstance(value, list | tuple) else [value]:
            option = f"--{name.replace('_', '-')}"
            given += [option] if one is True else [] if one is None or one is False else [f"{option}={one}"]
    return given
