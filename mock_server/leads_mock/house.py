"""All that changes while the mock runs: the profile, what is stored, and each workspace's room."""

from collections.abc import Mapping, Sequence

from leads_contract import Contract, Profile
from leads_mock.clock import elapsed
from leads_mock.core.emails import fold_of
from leads_mock.core.json_text import decode
from leads_mock.core.memory import MemoryStore, Snapshot, Workspace, copied, filled
from leads_mock.guests import Guests, first_of
from leads_mock.pipeline import Handle, Layer, layered
from leads_mock.rooms import Room, Rooms
from leads_mock.serving import serving
from leads_mock.shapes import Shape, is_shaped_alike


class NoWorkspace(LookupError):
    """There is no workspace of this id."""


class House:
    """The workspaces of one mock, and the profile of all. `only` is one to act on alone, None acts on all.

    `around` are layers that surround the contract, whatever the profile is.
    """

    def __init__(
        self,
        contract: Contract,
        profile: Profile,
        store: MemoryStore,
        rooms: Rooms,
        guests: Guests,
        around: Sequence[Layer] = (),
    ) -> None:
        self.contract, self.profile = contract, profile
        self.store, self.rooms, self.guests = store, rooms, guests
        self._around = around
        self.handle = self._serving(profile)
        """Answers a request as the present profile does."""
        self._first_profile = profile
        self._start: Snapshot = store.snapshot()
        self._made_since: Snapshot = {}
        self._opened = elapsed()

    @property
    def uptime(self) -> float:
        """Seconds since the mock was made."""
        return elapsed() - self._opened

    def workspaces(self, only: str | None = None) -> Mapping[str, Workspace]:
        """By id; to name one is to use it. Raises NoWorkspace."""
        self.guests.sweep()
        if only is None:
            return self.store.workspaces
        if only not in self.store.workspaces:
            raise NoWorkspace(only)
        self.guests.use(only)
        return {only: self.store.workspaces[only]}

    def room(self, only: str | None) -> Room:
        """The room of the workspace, the hall for all. Raises NoWorkspace."""
        return self.rooms_of(only)[0]

    def rooms_of(self, only: str | None) -> list[Room]:
        """The rooms of the workspaces; of all, the hall's first. Raises NoWorkspace."""
        return list(self.rooms) if only is None else [self.rooms.of(name) for name in self.workspaces(only)]

    def replace(self, workspaces: Snapshot, only: str | None = None) -> None:
        """Has these instead of all workspaces, or instead of that one."""
        self.store.replace(workspaces if only is None else {**self.store.workspaces, **workspaces})
        self.rooms.keep(self.store.workspaces)
        # What the fixtures have stays, though they may be the state of a mock that had guests.
        self.guests.keep({n: one for n, one in self.store.workspaces.items() if n not in self._start})
        for name, workspace in workspaces.items():
            if not any(name in known for known in (self._start, self.guests, self._made_since)):
                self._made_since[name] = workspace.copy()

    def reset(self, only: str | None) -> None:
        """Everything as at the start; made since then, as it was made. Raises NoWorkspace."""
        for room in self.rooms_of(only):
            room.reset()
        if only is None:
            self._made_since.clear()
            self.settle(self._first_profile)
            self.replace(copied(self._start))
        elif only in self._start:
            self.replace(self.fitting({only: self._start[only]}, self._first_profile), only)
        elif only in self.guests:
            self.replace({only: self.guests.fresh(only)}, only)
        else:
            self.replace({only: self._made_since[only].copy()}, only)

    def begin_anew(self, profile: Profile, start: Snapshot, *, replaces: bool) -> None:
        """Has another start, to which a reset leads from now on; `replaces` puts it in force at once."""
        self.settle(profile)
        self._first_profile, self._start = profile, start
        self.guests.model = first_of(start)
        if replaces:
            self._made_since.clear()
            self.replace(copied(start))

    def settle(self, profile: Profile) -> None:
        """Has this profile from now on; what is stored is shown as it has it."""
        if profile == self.profile:
            return
        self.handle = self._serving(profile)
        before, self.profile = self.profile, profile
        if not is_shaped_alike(before, profile):
            self.store.replace(self.fitting(self.store.workspaces, before))
            self._made_since = self.fitting(self._made_since, before)
            (self.guests.model,) = self.fitting({"": self.guests.model}, before).values()

    def _serving(self, profile: Profile) -> Handle:
        return layered(serving(self.contract, profile, self.store, self.rooms, self.guests), *self._around)

    def fitting(self, workspaces: Snapshot, profile: Profile) -> Snapshot:
        """Copies of workspaces as they were with another profile, their leads as the present one has them."""
        if is_shaped_alike(profile, self.profile):
            return copied(workspaces)
        shape, fold = Shape(self.contract, self.profile), fold_of(self.profile)

        def fitted(old: Workspace) -> Workspace:
            deleted = {lead_id: shape.left(email) for lead_id, email in old.deleted.items()}
            new = Workspace(old.id, old.keys, old.chatbots, deleted=deleted)
            return filled(new, (shape(decode(text)) for text in old.texts.values()), fold)

        return {name: fitted(old) for name, old in workspaces.items()}
