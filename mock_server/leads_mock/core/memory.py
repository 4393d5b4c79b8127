"""The store in memory: workspaces, their keys and their leads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from leads_mock.core.borrowed import Borrowed, V
from leads_mock.core.errors import UnknownKey
from leads_mock.core.json_text import decode, encode
from leads_mock.core.register import Register
from leads_mock.core.store import Commit, Found, Intent, Lead

Fold = Callable[[str], str]
"""From an email to the text by which it is compared."""


@dataclass(frozen=True)
class SeedWorkspace:
    """A workspace as the fixtures give it; its leads are read once."""

    id: str
    keys: tuple[str, ...]
    deleted: Mapping[str, str | None]
    leads: Iterable[Lead]
    chatbots: tuple[str, ...] = ()


@dataclass(slots=True)
class Workspace:
    """One workspace's leads by id, each as its JSON text: compact, and shared with nobody."""

    id: str
    keys: tuple[str, ...] = ()
    chatbots: tuple[str, ...] = ()
    texts: dict[str, bytes] | Borrowed[bytes] = field(default_factory=dict)
    owners: dict[str, str] | Borrowed[str] = field(default_factory=dict)
    deleted: dict[str, str | None] | Borrowed[str | None] = field(default_factory=dict)
    """By id, in the order in which they went: the email that is still taken, or None."""
    register: Register = field(init=False, compare=False)
    found: Found = field(init=False, compare=False)
    """All of it: to pick what is wanted would cost more than to show everything."""

    def __post_init__(self) -> None:
        self.register = Register(self.texts)
        self.found = Found(
            self.texts, self.owners, self.deleted, self.register.select, self.chatbots, self.id
        )

    def copy(self) -> "Workspace":
        """One that can change without this one; each text that no update replaces is shared by both."""
        return Workspace(
            self.id, self.keys, self.chatbots, self.texts.copy(), self.owners.copy(), self.deleted.copy()
        )

    def under(self, name: str, key: str) -> "Workspace":
        """A copy with another id and key, for a fixed cost: this one must not change any more."""
        texts = Borrowed(self.texts, partial(_moved, name))
        owners, deleted = Borrowed(self.owners, _as_it_is), Borrowed(self.deleted, _as_it_is)
        return Workspace(name, (key,), self.chatbots, texts, owners, deleted)

    def keep(self, commit: Commit) -> None:
        """Stores what was decided."""
        self.texts.update(commit.puts)
        for email in commit.freed:
            self.owners.pop(email, None)
        self.owners.update(commit.taken)
        for lead_id in commit.drops:
            del self.texts[lead_id]
        self.deleted.update(commit.drops)
        self.register.note(commit)


def _moved(workspace: str, text: bytes) -> bytes:
    return encode(decode(text) | {"workspaceId": workspace})


def _as_it_is(value: V) -> V:
    return value


Snapshot = dict[str, Workspace]
"""Workspaces by id, which nobody changes any more."""


class MemoryStore:
    """All workspaces. Nothing is awaited within a change, so that changes follow one another."""

    def __init__(self, seeds: Iterable[SeedWorkspace], fold: Fold) -> None:
        self.replace(seeded(seeds, fold))

    async def owner(self, key: str) -> str | None:
        """The id of the workspace that the key belongs to; None for an unknown key."""
        return self._by_key.get(key)

    async def change(self, workspace: str, intent: Intent) -> Commit:
        """Shows what is wanted, and stores what is decided. Raises what `decide` raises, and UnknownKey."""
        leads = self.workspaces.get(workspace)
        if leads is None:
            raise UnknownKey  # it went while the request was under way
        commit = intent.decide(leads.found)
        leads.keep(commit)
        return commit

    def text(self, workspace: str, lead_id: str) -> bytes | None:
        """A lead's JSON text; None where there is none."""
        leads = self.workspaces.get(workspace)
        return leads.texts.get(lead_id) if leads else None

    def snapshot(self) -> Snapshot:
        """Everything as it is now."""
        return copied(self.workspaces)

    def replace(self, workspaces: Snapshot) -> None:
        """Has these workspaces from now on, and no others. Each key belongs to one of them."""
        self.workspaces = workspaces
        self._by_key = {key: name for name, workspace in workspaces.items() for key in workspace.keys}

    def add(self, workspace: Workspace) -> None:
        """Has one more."""
        self.workspaces[workspace.id] = workspace
        self._by_key.update(dict.fromkeys(workspace.keys, workspace.id))

    def remove(self, name: str) -> None:
        """Has one less."""
        for key in self.workspaces.pop(name).keys:
            self._by_key.pop(key, None)


def copied(snapshot: Snapshot) -> Snapshot:
    """Workspaces that can change without these."""
    return {name: workspace.copy() for name, workspace in snapshot.items()}


def seeded(seeds: Iterable[SeedWorkspace], fold: Fold) -> Snapshot:
    """The workspaces that the seeds describe."""
    return {seed.id: _seeded(seed, fold) for seed in seeds}


def _seeded(seed: SeedWorkspace, fold: Fold) -> Workspace:
    workspace = Workspace(seed.id, seed.keys, seed.chatbots, deleted=dict(seed.deleted))
    return filled(workspace, seed.leads, fold)


def filled(workspace: Workspace, leads: Iterable[Lead], fold: Fold) -> Workspace:
    """The workspace with these leads too; an email is that of the first lead that has it, or had it."""
    for lead in leads:
        workspace.texts[lead["id"]] = encode(lead)
        if lead.get("email") is not None:
            workspace.owners.setdefault(fold(lead["email"]), lead["id"])
    for lead_id, email in workspace.deleted.items():
        if email is not None:
            workspace.owners.setdefault(fold(email), lead_id)
    return workspace
