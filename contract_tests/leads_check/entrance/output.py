"""What is printed: nobody has to listen."""

import os
import sys
from collections.abc import Iterable
from typing import TextIO


def tell(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Prints the lines, to stdout unless said. Never fails, not even where nobody listens any more."""
    stream = stream or sys.stdout
    try:
        print("\n".join(lines), file=stream, flush=True)
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
