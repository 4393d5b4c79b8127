"""The journal: what the leads were, and what is about to be sent to them, on the disk before it is sent.

It is one JSON document at any time. Entries are added in place, so that each costs what it holds. Where a
crash tore the last one, what it announced was never sent, and the rest of the document still stands.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leads_check.evidence.exchange import Target
from leads_check.evidence.values import Lead
from leads_check.session.made import Made
from leads_check.session.written import Written
from leads_check.settings import Settings, UsageError

VERSION = 2
LARGEST = 256 * 2**20
_END = b"\n]}\n"


class JournalFailed(Exception):
    """An entry could not be written down, so what it announces must not be sent."""


class Journal:
    """An open journal. It is locked while its run lives; no key is ever in it, only the variables' names."""

    def __init__(self, path: Path, handle: int, *, made_folder: bool) -> None:
        self.path = path
        self._handle = handle
        self._made_folder = made_folder
        self._end = os.fstat(handle).st_size
        self._has_entries = False

    @classmethod
    def create(cls, settings: Settings, run: str) -> Journal:
        """A new file below the journal folder, for its owner alone; on the disk when this returns.

        Raises UsageError where it cannot be written.
        """
        folder, path = settings.journal_dir, settings.journal_dir / file_name(run)
        head = {
            "version": VERSION,
            "run": run,
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "baseUrl": settings.base_url,
            "apiKeyEnv": settings.api_key_env,
            "foreignApiKeyEnv": settings.foreign_api_key_env,
            "asked": dict(settings.lead_ids),
        }
        text = json.dumps(head)[:-1].encode() + b', "entries": ['
        try:
            made_folder = not folder.exists()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            journal = cls(path, os.open(path, flags, 0o600), made_folder=made_folder)
            journal._lock()
            journal._write(text, is_first=True)
            _sync_folder(folder)
        except OSError as error:
            raise UsageError(f"cannot write a journal below {folder}: {error.strerror}") from error
        return journal

    def saw(self, target: Target, lead: Lead) -> None:
        """Notes a lead as it was found. Raises JournalFailed."""
        self._add({"lead": target, "seen": lead})

    def follows(self, target: Target) -> None:
        """Notes that looks at the lead follow what is sent to it. Raises JournalFailed."""
        self._add({"lead": target, "isLive": True})

    def announce(self, target: Target, written: Written) -> None:
        """Notes what is about to be sent. Raises JournalFailed."""
        self._add({"lead": target, "sends": asdict(written)})

    def creates(self, made: Made) -> None:
        """Notes a lead that is about to be created. Raises JournalFailed."""
        self._add({"creates": made.target, "key": made.key, "email": made.email, "name": made.name})

    def created(self, made: Made) -> None:
        """Notes its id, and whether a look showed that it is the lead's own. Raises JournalFailed."""
        self._add({"created": made.target, "id": made.id, "isOurs": made.is_ours})

    def refused(self, made: Made) -> None:
        """Notes that the deployment refused to create it. Raises JournalFailed."""
        self._add({"refused": made.target})

    def remove(self) -> None:
        """All is back. The folder goes as well if the run made it and nothing else is in it."""
        with suppress(OSError):
            self.path.unlink()
        self.close()
        if self._made_folder:
            with suppress(OSError):
                self.path.parent.rmdir()

    def close(self) -> None:
        """Lets go of the file, and keeps it."""
        with suppress(OSError):
            os.close(self._handle)

    def _add(self, entry: Mapping[str, Any]) -> None:
        try:
            # In ASCII, since a lead may hold what UTF-8 has no bytes for.
            self._write(json.dumps(entry).encode(), is_first=not self._has_entries)
        except OSError as error:
            raise JournalFailed(f"the journal {self.path} cannot be written: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            raise JournalFailed(f"the lead cannot be written down in a journal: {error}") from error
        self._has_entries = True

    def _write(self, text: bytes, *, is_first: bool) -> None:
        start = self._end - len(_END) if self._end else 0
        separator = b"" if not self._end else b"\n" if is_first else b",\n"
        whole = separator + text + _END
        written = 0
        while written < len(whole):
            written += os.pwrite(self._handle, whole[written:], start + written)
        os.fsync(self._handle)
        self._end = start + len(whole)

    def _lock(self) -> None:
        fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def file_name(run: str) -> str:
    """The name of a run's journal."""
    return f"journal-{run}.json"


def is_held(path: Path) -> bool:
    """Whether the run that writes the journal still lives, on this machine. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def read_document(path: Path) -> tuple[Any, bool]:
    """The JSON document in a journal's file, whatever it is, and whether it is whole. Raises UsageError."""
    try:
        text = _content(path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    for candidate in _candidates(text):
        with suppress(ValueError, RecursionError):
            return json.loads(candidate), candidate is text
    raise UsageError(f"{path}: not a journal of leads-contract")


def _content(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            raise UsageError(f"{path}: not a journal of leads-contract")
        return file.read()


def _candidates(text: bytes) -> Iterator[bytes]:
    """The text, and what stands of it where its last entry is torn."""
    yield text
    lines = text.split(b"\n")
    for last in range(len(lines), len(lines) - 4, -1):
        if last > 0:
            yield b"\n".join(lines[:last]).rstrip(b",") + _END


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
