"""What is printed: nobody has to listen, and no CI service takes it for a command."""

import os
import sys
from collections.abc import Iterable
from typing import TextIO

from leads_check.report.inert import inert


def tell(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Prints the lines, to stdout unless said. Never fails, not even where nobody listens any more."""
    _print("".join(f"{inert(line)}\n" for line in lines), stream)


def tell_runner(commands: Iterable[str]) -> None:
    """Prints workflow commands of ours, which the runner of a CI job is to carry out."""
    _print("".join(f"{command}\n" for command in commands), None)


def open_streams() -> None:
    """Opens what was closed at the start, as by `2>&-`: else the next file would be taken for it."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if number and getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def _print(text: str, stream: TextIO | None) -> None:
    stream = stream or sys.stdout
    try:
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, errors="backslashreplace").decode(encoding))
        stream.flush()
    except (OSError, ValueError):
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Else what is still in its buffer would fail once more when the interpreter ends."""
    try:
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, stream.fileno())
        os.close(void)
    except (OSError, ValueError):
        return
