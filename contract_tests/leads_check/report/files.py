"""Files of ours, made with care: complete or not there, and nobody else's to read or to redirect."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
_MORE = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NO_LINK


def write_file(path: Path, text: str) -> None:
    """Writes the file whole, in place of what was there; a link is replaced, not followed. Raises OSError."""
    part = path.with_name(f".{path.name}.{token_hex(8)}.part")
    try:
        _write(part, _NEW, text)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def check_writable(folder: Path) -> None:
    """Makes a file in the folder, and takes it away again. Raises OSError."""
    probe = folder / f".{token_hex(8)}.part"
    _write(probe, _NEW, "probe")
    probe.unlink()


def append_file(path: Path, text: str) -> None:
    """Adds the text to a file that others write to as well. Raises OSError."""
    _write(path, _MORE, text)


def _write(path: Path, flags: int, text: str) -> None:
    descriptor = os.open(path, flags, 0o600)
    with open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
