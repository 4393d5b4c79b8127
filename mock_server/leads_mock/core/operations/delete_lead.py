"""Delete Lead: a lead is gone for good."""

from datetime import datetime
from functools import partial
from typing import Any

from leads_mock.core.emails import fold_of
from leads_mock.core.json_text import decode, encode
from leads_mock.core.operations.operation import OnLead, Parameters, Terms
from leads_mock.core.store import Commit, Found, Intent, Wants
from leads_mock.core.timestamps import Timestamps


class DeleteLead(OnLead):
    """Deletes a lead as the profile says."""

    def __init__(self, terms: Terms) -> None:
        super().__init__(terms)
        self._repeats = terms.profile["second-delete"] == "accepted"
        self._frees_email = terms.profile["deleted-email"] == "free"
        self._fold = fold_of(terms.profile)
        self._timestamps = Timestamps(terms.profile)
        (self._message,) = terms.schema("DeletedEnvelope")["properties"]["message"]["enum"]

    def check(self, parameters: Parameters, sent: Any, now: datetime) -> Intent:
        """Raises, when decided, LeadNotFound or Violation."""
        lead_id = parameters["leadId"]
        return Intent(Wants((lead_id,)), partial(self._decide, lead_id, now))

    def subject(self, parameters: Parameters) -> Intent:
        """Looks only whether there is the lead, or was where that is enough."""
        lead_id = parameters["leadId"]
        intent = super().subject(parameters)

        def decide(found: Found) -> Commit:
            return Commit(b"") if self._was_deleted(found, lead_id) else intent.decide(found)

        return Intent(intent.wants, decide)

    def _was_deleted(self, found: Found, lead_id: str) -> bool:
        return self._repeats and lead_id in found.deleted

    def _decide(self, lead_id: str, now: datetime, found: Found) -> Commit:
        answer = self._answer(lead_id, now)
        if self._was_deleted(found, lead_id):
            return Commit(answer)
        email = decode(self._existence.lead(found, lead_id)).get("email")
        if email is None or not self._frees_email:
            return Commit(answer, drops={lead_id: email})
        return Commit(answer, freed=(self._fold(email),), drops={lead_id: None})

    def _answer(self, lead_id: str, now: datetime) -> bytes:
        gone = {"id": lead_id, "deletedAt": self._timestamps.format(now)}
        return encode({"success": True, "message": self._message, "data": gone})
