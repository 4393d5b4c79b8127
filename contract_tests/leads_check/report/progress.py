"""How far a run is, while it runs."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

from leads_check.report.inert import inert
from leads_check.wire.budget import Budget

_PAUSE = 2.0
"""Seconds between two lines where lines stay, as in the log of a CI job."""


class ProgressLine:
    """Tells what is being done and how many requests are used: on a terminal in one line that changes.

    To be closed at the end, or used as a context manager; then that line is gone.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._clock = clock
        self._is_live = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._told: float | None = None

    def __call__(self, doing: str, budget: Budget) -> None:
        """Shows the state. Never fails, not even where nobody listens any more."""
        text = f"{budget.used}/{budget.limit} requests  {doing}"
        if self._is_live:
            width = shutil.get_terminal_size().columns - 1
            self._write(f"\r\x1b[2K{text[:width]}")
        elif self._told is None or self._clock() - self._told >= _PAUSE:
            self._write(f"leads-contract: {inert(text)}\n")
        else:
            return
        self._told = self._clock()

    def close(self) -> None:
        """Takes the changing line away."""
        if self._is_live and self._told is not None:
            self._write("\r\x1b[2K")
            self._told = None

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            # A closed pipe must not end a run that has leads to put back.
            self._is_live = False
