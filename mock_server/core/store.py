"""What the mock remembers: workspaces, their keys and their leads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mock_server.core.errors import EmailTaken, LeadNotFound, UnknownKey
from mock_server.core.json_text import decode, encode

Lead = dict[str, Any]
"""A lead as the API shows it: the members of the contract's `Lead`."""


@dataclass(frozen=True)
class SeedWorkspace:
    """A workspace as the fixtures give it."""

    id: str
    keys: tuple[str, ...]
    deleted: tuple[str, ...]
    leads: tuple[Lead, ...]


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
        self._seeds = tuple(seeds)
        self._fold_email = str.lower if profile["email-case"] == "same" else str
        self.reset()

    def reset(self) -> None:
        """Forgets every update."""
        self.workspaces = tuple(self._seeded(seed) for seed in self._seeds)
        self._by_key = {
            key: workspace
            for seed, workspace in zip(self._seeds, self.workspaces, strict=True)
            for key in seed.keys
        }

    def _seeded(self, seed: SeedWorkspace) -> Workspace:
        workspace = Workspace(seed.id, self._fold_email)
        for lead in seed.leads:
            workspace.save(lead, encode(lead), None)
        return workspace

    def workspace(self, key: str) -> Workspace:
        """The workspace that the key belongs to. Raises UnknownKey."""
        try:
            return self._by_key[key]
        except KeyError:
            raise UnknownKey from None

    def leads(self) -> list[Lead]:
        """Every stored lead."""
        return [decode(document) for workspace in self.workspaces for document in workspace]
