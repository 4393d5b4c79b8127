"""What the mock remembers: workspaces, their keys and their leads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from leads_mock.core.errors import EmailTaken, LeadNotFound, UnknownKey
from leads_mock.core.json_text import decode, encode

Lead = dict[str, Any]
"""A lead as the API shows it: the members of the contract's `Lead`."""


@dataclass(frozen=True)
class SeedWorkspace:
    """A workspace as the fixtures give it; its leads are read once."""

    id: str
    keys: tuple[str, ...]
    deleted: tuple[str, ...]
    leads: Iterable[Lead]


@dataclass(slots=True)
class Workspace:
    """One workspace's leads by id, each as its JSON text: compact, and shared with nobody."""

    id: str
    fold_email: Callable[[str], str]
    _documents: dict[str, bytes] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)

    def __contains__(self, lead_id: str) -> bool:
        return lead_id in self._documents

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._documents.values())

    def copy(self) -> "Workspace":
        """One that can change without this one; each text that no update replaces is shared by both."""
        return Workspace(self.id, self.fold_email, dict(self._documents), dict(self._owners))

    def document(self, lead_id: str) -> bytes:
        """The lead's JSON text. Raises LeadNotFound."""
        try:
            return self._documents[lead_id]
        except KeyError:
            raise LeadNotFound(lead_id) from None

    def check_email(self, email: str, lead_id: str, sent: str) -> None:
        """Raises EmailTaken if a lead other than `lead_id` has the email, which was `sent` in this form."""
        owner = self._owners.get(self.fold_email(email), lead_id)
        if owner != lead_id:
            raise EmailTaken(sent, owner)

    def save(self, lead: Lead, document: bytes, previous_email: str | None) -> None:
        """Keeps `document`, the text of `lead`, in place of what the id had before."""
        lead_id, email = lead["id"], lead.get("email")
        self._documents[lead_id] = document
        if email != previous_email:
            if previous_email is not None:
                self._owners.pop(self.fold_email(previous_email), None)
            if email is not None:
                self._owners[self.fold_email(email)] = lead_id


class Store:
    """All workspaces; `reset` brings the seeds back.

    `profile` decides how emails compare.
    """

    def __init__(self, seeds: Iterable[SeedWorkspace], profile: Mapping[str, str]) -> None:
        fold_email = str.lower if profile["email-case"] == "same" else str
        self._seeds = tuple((seed.keys, _seeded(seed, fold_email)) for seed in seeds)
        self.reset()

    def reset(self) -> None:
        """Forgets every update."""
        self.workspaces = tuple(seeded.copy() for _, seeded in self._seeds)
        self._by_key = {
            key: workspace
            for (keys, _), workspace in zip(self._seeds, self.workspaces, strict=True)
            for key in keys
        }

    def workspace(self, key: str) -> Workspace:
        """The workspace that the key belongs to. Raises UnknownKey."""
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownKey from None

    def leads(self) -> list[Lead]:
        """Every stored lead."""
        return [decode(document) for workspace in self.workspaces for document in workspace]


def _seeded(seed: SeedWorkspace, fold_email: Callable[[str], str]) -> Workspace:
    workspace = Workspace(seed.id, fold_email)
    for lead in seed.leads:
        workspace.save(lead, encode(lead), None)
    return workspace
