"""All that changes while the mock runs, in one place: what is stored, and each workspace's room."""

from collections.abc import Mapping

from leads_contract import Contract, Profile
from leads_mock.clock import elapsed
from leads_mock.core.memory import MemoryStore, Snapshot, Workspace, copied
from leads_mock.rooms import Room, Rooms


class NoWorkspace(LookupError):
    """There is no workspace of this id."""


class House:
    """The workspaces of one mock. `only` names one to act on alone; None acts on all."""

    def __init__(self, contract: Contract, profile: Profile, store: MemoryStore, rooms: Rooms) -> None:
        self.contract, self.profile = contract, profile
        self.store, self.rooms = store, rooms
        self._start: Snapshot = store.snapshot()
        self._made_since: Snapshot = {}
        self._opened = elapsed()

    @property
    def uptime(self) -> float:
        """Seconds since the mock was made."""
        return elapsed() - self._opened

    def workspaces(self, only: str | None = None) -> Mapping[str, Workspace]:
        """By id. Raises NoWorkspace."""
        if only is None:
            return self.store.workspaces
        if only not in self.store.workspaces:
            raise NoWorkspace(only)
        return {only: self.store.workspaces[only]}

    def rooms_of(self, only: str | None) -> list[Room]:
        """The rooms of the workspaces; of all, the hall's too. Raises NoWorkspace."""
        return list(self.rooms) if only is None else [self.rooms.of(name) for name in self.workspaces(only)]

    def replace(self, workspaces: Snapshot, only: str | None = None) -> None:
        """Has these instead of all workspaces, or instead of that one."""
        for name, workspace in workspaces.items():
            if name not in self._start and name not in self._made_since:
                self._made_since[name] = workspace.copy()
        self.store.replace(workspaces if only is None else {**self.store.workspaces, **workspaces})
        self.rooms.keep(self.store.workspaces)

    def reset(self, only: str | None) -> None:
        """Everything as at the start; made since then, as it was made. Raises NoWorkspace."""
        for room in self.rooms_of(only):
            room.reset()
        if only is None:
            self._made_since.clear()
            self.replace(copied(self._start))
        else:
            self.replace({only: (self._start.get(only) or self._made_since[only]).copy()}, only)
