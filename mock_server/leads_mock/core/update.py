"""Update Lead, the use case: changes meet a stored lead."""

from collections.abc import Mapping
from datetime import datetime

from leads_mock.core.json_text import decode, encode, encode_sorted
from leads_mock.core.merge import MERGES
from leads_mock.core.store import Lead, Workspace
from leads_mock.core.timestamps import Timestamps
from leads_mock.core.validate import Changes


class LeadUpdater:
    """Carries out updates as the profile says.

    One call reads, merges and writes without a pause, so that updates that arrive together follow one
    another.
    """

    def __init__(self, profile: Mapping[str, str]) -> None:
        self._merge = MERGES[profile["nested-metadata"]]
        self._leaves_out_cleared = profile["cleared-field"] == "left-out"
        self._always_moves = profile["unchanged-update"] == "moves-updated-at"
        self._timestamps = Timestamps(profile)

    def __call__(self, workspace: Workspace, lead_id: str, changes: Changes, now: datetime) -> bytes:
        """The JSON text of the updated lead. Raises LeadNotFound or EmailTaken, nothing changed."""
        document = workspace.document(lead_id)
        email = changes.fields.get("email")
        if email is not None:
            workspace.check_email(email, lead_id, changes.sent["email"])
        lead: Lead = decode(document)
        previous_email = lead.get("email")
        self._apply(changes, lead)
        # Equal texts, not equal values: 1, 1.0 and true are one value in Python, three in JSON.
        if self._always_moves or encode_sorted(lead) != encode_sorted(decode(document)):
            lead["updatedAt"] = self._timestamps.after(lead["updatedAt"], now)
            document = encode(lead)
            workspace.save(lead, document, previous_email)
        return document

    def _apply(self, changes: Changes, lead: Lead) -> None:
        for name, value in changes.fields.items():
            if value is None and self._leaves_out_cleared:
                lead.pop(name, None)
            else:
                lead[name] = value
        if changes.metadata is not None:
            lead["metadata"] = self._merge(lead.get("metadata") or {}, changes.metadata)
