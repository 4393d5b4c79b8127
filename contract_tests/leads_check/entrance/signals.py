"""The signals that end a run: the first one gently, the second one at once."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from threading import Event
from types import FrameType

GENTLE = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """Notes the first signal, so that the run can end between two requests and put everything back.

    The second one ends the process at once, with its exit code, and names the `journal`, empty while there
    is none. To be used as a context manager, in the main thread.
    """

    def __init__(self, journal: str = "") -> None:
        self._journal = journal
        self._event = Event()
        self._number = 0

    def __enter__(self) -> Signals:
        # A run under nohup is meant to outlive its terminal.
        heard = [n for n in GENTLE if n != signal.SIGHUP or signal.getsignal(n) != signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._note) for number in heard}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def code(self) -> int:
        """What the command ends with, 0 where no signal came."""
        return 128 + self._number if self._number else 0

    def reason(self) -> str:
        """Why the run must end, empty where it need not."""
        return f"ended early by {signal.Signals(self._number).name}" if self._number else ""

    def note_journal(self, path: str) -> None:
        """Where the journal is now; the empty text when it is gone."""
        self._journal = path

    def wait(self, seconds: float) -> None:
        """Sleeps; the first signal wakes it. What waits after that has leads to put back, and sleeps on."""
        if self._number:
            time.sleep(seconds)
        else:
            self._event.wait(seconds)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._number:
            self._leave(number)
        self._number = number
        _tell("\nending after this request, and putting everything back; once more ends at once\n")
        self._event.set()

    def _leave(self, number: int) -> None:
        way = f"leads may be left changed; to put them back: leads-contract restore {self._journal}\n"
        _tell("\nended at once; " + (way if self._journal else "no lead was changed\n"))
        os._exit(128 + number)


def _tell(text: str) -> None:
    # Not through sys.stderr: a signal may have come in the middle of a write to it.
    with suppress(OSError, ValueError):
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, text.encode())
