"""Workspaces that are opened while the mock runs, and go when nobody uses them any more."""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256

from leads_mock.core.memory import MemoryStore, Snapshot, Workspace
from leads_mock.ids import new_key
from leads_mock.rooms import Rooms

MOST = 1000
"""Guests at a time; one more, and the one that was unused longest goes."""
_KEY = re.compile(r"sk-workspace_(?!nobody)[!-~]{51}")
"""The documented form of keys. One with `nobody` opens nothing, so that a test has a wrong key."""


class Guests:
    """Opens workspaces, each a copy of the `model`; with `auto` for any key of the documented form.

    `idle` is after how many seconds an unused one goes; `elapsed` tells seconds.
    """

    def __init__(
        self, store: MemoryStore, rooms: Rooms, *, auto: bool, idle: float, elapsed: Callable[[], float]
    ) -> None:
        self._store, self._rooms = store, rooms
        self._auto, self._idle, self._elapsed = auto, idle, elapsed
        self._used: dict[str, float] = {}
        """When each was used last, the one unused longest first."""
        self.model = first_of(store.workspaces)
        self.are_awaited = auto
        """Whether it matters to anyone here which key a request shows."""

    def __contains__(self, workspace: str) -> bool:
        return workspace in self._used

    def welcome(self, key: str, workspace: str | None) -> str | None:
        """The workspace of a request with this key, which is so far known to belong to `workspace`."""
        self.sweep()
        if workspace is None or workspace not in self._store.workspaces:  # it may just have gone
            return self.open(key).id if self._auto and _KEY.fullmatch(key) else None
        self.use(workspace)
        return workspace

    def use(self, workspace: str) -> None:
        """Notes that it is used now, if it is a guest."""
        if workspace in self._used:
            self._use(workspace)

    def open(self, key: str | None = None) -> Workspace:
        """A new workspace, with this key or one of its own."""
        key = key or new_key()
        workspace = self.model.under(_name(key), key)
        self._store.add(workspace)
        self._use(workspace.id)
        self.are_awaited = True
        self.sweep()
        return workspace

    def keep(self, workspaces: Mapping[str, Workspace]) -> None:
        """Has no other guests than these. One that comes back, or from an earlier mock, is one again."""
        self._used = {name: used for name, used in self._used.items() if name in workspaces}
        for name, workspace in workspaces.items():
            if name not in self._used and len(workspace.keys) == 1 and name == _name(*workspace.keys):
                self._use(name)
                self.are_awaited = True

    def fresh(self, workspace: str) -> Workspace:
        """A guest as it was when it was opened."""
        (key,) = self._store.workspaces[workspace].keys
        return self.model.under(workspace, key)

    def sweep(self) -> None:
        """Lets those go that were unused for too long, or are too many."""
        latest = self._elapsed() - self._idle
        while self._used:
            workspace, used = next(iter(self._used.items()))
            if used >= latest and len(self._used) <= MOST:
                return
            del self._used[workspace]
            self._store.remove(workspace)
            self._rooms.drop(workspace)

    def _use(self, workspace: str) -> None:
        self._used.pop(workspace, None)
        self._used[workspace] = self._elapsed()


def _name(key: str) -> str:
    return f"ws_{sha256(key.encode()).hexdigest()[:16]}"


def first_of(workspaces: Snapshot) -> Workspace:
    """A copy of the first workspace, an empty one where there is none."""
    return next(iter(workspaces.values()), Workspace("")).copy()
