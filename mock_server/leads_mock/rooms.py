"""What each workspace has to itself, beside its leads: nothing that one does shows in another."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from leads_contract import Profile
from leads_mock.clock import Clock
from leads_mock.core.memory import Snapshot
from leads_mock.core.ratelimit import RateLimiter
from leads_mock.journal import Journal, Ledger
from leads_mock.scripts import Script


@dataclass(frozen=True)
class Taken:
    """A snapshot of workspaces; `at` is when it was taken, `profile` what it was taken with."""

    at: datetime
    workspaces: Snapshot
    profile: Profile


@dataclass(slots=True)
class Room:
    """One workspace's clock, quota, journal, scripts, and snapshots by name.

    `workspace` is its id; None for the hall.
    """

    workspace: str | None
    clock: Clock
    limiter: RateLimiter | None
    journal: Journal
    scripts: list[Script] = field(default_factory=list)
    snapshots: dict[str, Taken] = field(default_factory=dict)

    def reset(self) -> None:
        """All of it as at the start; snapshots stay."""
        self.clock.release()
        self.journal.clear()
        self.scripts.clear()
        if self.limiter:
            self.limiter.reset()


class Rooms:
    """A room for each workspace, made when it is first wanted; `hall` is for whoever belongs to none.

    What is done to all workspaces is done to the hall as well, and a new room begins as the hall is.
    `limit` is in requests an hour for each key; None sets none. `journal` is how many requests each keeps.
    """

    def __init__(self, clock: Clock, limit: int | None = None, journal: int = 0) -> None:
        self.limit, self.ledger = limit, Ledger(journal)
        self.are_scripted = False
        """Whether any room had a script."""
        self._rooms: dict[str, Room] = {}
        self.hall = self._room(None, clock)

    def of(self, workspace: str) -> Room:
        """The room of a workspace."""
        room = self._rooms.get(workspace)
        if room is None:
            room = self._rooms[workspace] = self._room(workspace, self.hall.clock.copy())
        return room

    def __iter__(self) -> Iterator[Room]:
        """The hall first, then all that were made."""
        yield self.hall
        yield from self._rooms.values()

    def keep(self, workspaces: Container[str]) -> None:
        """Forgets the rooms of all other workspaces."""
        for name in [name for name in self._rooms if name not in workspaces]:
            self.drop(name)

    def drop(self, workspace: str) -> None:
        """Forgets the room of a workspace, if it was made."""
        if room := self._rooms.pop(workspace, None):
            room.journal.close()

    def _room(self, workspace: str | None, clock: Clock) -> Room:
        limiter = RateLimiter(self.limit) if self.limit else None
        return Room(workspace, clock, limiter, Journal(self.ledger))
