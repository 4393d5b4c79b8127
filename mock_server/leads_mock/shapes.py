"""How a deployment of a profile shows a lead: which members, in which order, written how."""

from collections.abc import Mapping
from datetime import datetime

from leads_contract import Contract, resolved
from leads_mock.core.store import Lead
from leads_mock.core.timestamps import Timestamps

SHAPING = ("cleared-field", "stored-email-case", "email-case", "timestamp-precision", "deleted-email")
"""The open questions whose answers show in what is stored."""
TIMES = ("createdAt", "updatedAt")


def is_shaped_alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether the leads of the two profiles can stand side by side."""
    return all(one[question] == other[question] for question in SHAPING)


class Shape:
    """Writes leads as the profile has them."""

    def __init__(self, contract: Contract, profile: Mapping[str, str]) -> None:
        properties = resolved(contract, profile).json_schema("Lead")["properties"]
        self._members = list(properties)
        self._left_out = set(contract.fields) if profile["cleared-field"] == "left-out" else set()
        nullable = [name for name in contract.fields if "null" in properties[name]["type"]]
        self._always = dict.fromkeys(nullable) | {"workspaceId": None}
        self._lowers_emails = profile["stored-email-case"] == "lower-cased"
        self._frees_emails = profile["deleted-email"] == "free"
        self._timestamps = Timestamps(profile)

    def members(self, given: Lead) -> Lead:
        """The lead with all members that it must have, in the contract's order; a whole one keeps its own."""
        whole = {**self._always, **given}
        order = given if whole.keys() == given.keys() else [*self._members, *whole]
        return {
            name: whole[name]
            for name in order
            if name in whole and (whole[name] is not None or name not in self._left_out)
        }

    def time(self, text: str) -> str:
        """A time in the profile's precision. Raises ValueError or OverflowError."""
        return self._timestamps.format(datetime.fromisoformat(text))

    def email(self, text: str) -> str:
        """An email as it is stored."""
        return text.lower() if self._lowers_emails else text

    def left(self, email: str | None) -> str | None:
        """What is kept of a deleted lead's email: nothing where anyone may have it."""
        return None if email is None or self._frees_emails else self.email(email)

    def __call__(self, stored: Lead) -> Lead:
        """A lead of a deployment with another profile, as one of this profile would have it."""
        lead = self.members(stored)
        if isinstance(lead.get("email"), str):
            lead["email"] = self.email(lead["email"])
        return lead | {name: self.time(lead[name]) for name in TIMES}
