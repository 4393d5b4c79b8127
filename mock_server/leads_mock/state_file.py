"""Keeps the state in a file across restarts, in the form of a fixtures file that is JSON.

The file is replaced whole: at any moment it holds one state or the next one, never a part.
"""

import asyncio
import fcntl
import logging
import os
import stat
from pathlib import Path

from leads_mock.control.state import state_text
from leads_mock.core.emails import fold_of
from leads_mock.core.json_text import decode
from leads_mock.core.memory import Snapshot, seeded
from leads_mock.fixtures import FixtureError, seeds_of
from leads_mock.house import House

logger = logging.getLogger(__name__)


class StateFile:
    """The file of one mock; no other mock may use it meanwhile."""

    def __init__(self, path: Path, house: House) -> None:
        """Puts into the house what the file holds, if there is one.

        Raises FixtureError for what is no state file, which stays as it is, and for what cannot be written.
        """
        self._told, self._path, self._house = path, path.resolve(), house
        self._fails = False
        try:
            self._lock = self._locked()
            self._begin()
        except OSError as error:
            raise FixtureError(f"{path}: {error.strerror}") from error

    async def keep(self) -> None:
        """Writes the file if anything has changed. The event loop only makes the copy."""
        snapshot = self._house.store.snapshot()
        try:
            await asyncio.to_thread(self._write_if_new, snapshot)
        except OSError as error:
            if not self._fails:
                logger.error("%s: the state cannot be kept: %s", self._told, error.strerror)
            self._fails = True

    def close(self) -> None:
        """Lets another mock have the file."""
        os.close(self._lock)

    def _locked(self) -> int:
        # Not the file itself, which is another one after each change.
        lock = os.open(self._beside("lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(lock)
            raise FixtureError(f"{self._told}: another mock keeps its state there") from error
        return lock

    def _begin(self) -> None:
        try:
            if self._path.exists():
                self._load()
            self._kept = self._house.store.snapshot()
            self._write(self._kept)
        except BaseException:
            self.close()
            raise

    def _load(self) -> None:
        profile, contract = self._house.profile, self._house.contract
        try:
            seeds = seeds_of(decode(self._path.read_bytes()), contract, profile, is_state=True)
        except (ValueError, RecursionError) as error:
            reason = "nests too deeply" if isinstance(error, RecursionError) else error
            raise FixtureError(f"{self._told}: no state of a mock: {reason}; it is left as it is") from error
        workspaces = seeded(seeds, fold_of(profile))
        self._house.replace(workspaces)

    def _write_if_new(self, snapshot: Snapshot) -> None:
        if snapshot != self._kept:
            self._write(snapshot)
            self._kept, self._fails = snapshot, False

    def _write(self, snapshot: Snapshot) -> None:
        new = self._beside("new")
        with open(new, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            if self._path.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(self._path.stat().st_mode))
            file.write(state_text(snapshot))
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _beside(self, ending: str) -> Path:
        return self._path.with_name(f".{self._path.name}.{ending}")
