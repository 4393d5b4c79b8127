"""A mock in a process of its own, for the time of a `with` block.

A process rather than a thread: the mock keeps its own event loop, clock, warnings and imports, whatever a
test replaces in its own process, and a test that blocks its thread does not block the mock.
"""

import asyncio
from pathlib import Path
from typing import Any, Self

from leads_mock.testing.control import Control
from leads_mock.testing.mock import Clock, Mock
from leads_mock.testing.process import Process, StartError

__all__ = ["MockServer", "StartError"]


class MockServer(Mock):
    """Starts `leads-mock`, and stops it. `profile` is a packaged one's name, or a file.

    Further options are those of the command, `cors_origin="https://app.example.com"` for `--cors-origin`:
    True is an option without a value, and a list gives it several times. Calls act on all workspaces;
    `key` and `workspace` are those of the first one.
    """

    def __init__(
        self, profile: str | Path | None = None, fixtures: str | Path | None = None, **options: Any
    ) -> None:
        super().__init__(Control(""))
        self._options = {"port": 0, "profile": profile, "fixtures": fixtures, **options}
        self._process: Process | None = None

    def start(self) -> Self:
        """Returns when the mock listens. Raises StartError, with what the command says."""
        self._process = process = Process(self._options)
        trusted = self._options.get("tls_cert")
        self.control = Control(process.url, trusted=str(trusted) if trusted else None)
        self.clock, self.key, self.workspace = Clock(self.control), process.key, process.workspace
        return self

    def stop(self) -> None:
        """Returns when the mock has ended."""
        if self._process:
            self._process.stop()
            self._process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.start)

    async def __aexit__(self, *error: object) -> None:
        await asyncio.to_thread(self.stop)
