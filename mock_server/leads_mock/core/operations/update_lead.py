"""Update Lead: changes meet a stored lead."""

from datetime import datetime
from functools import partial
from typing import Any

from leads_mock.core.emails import check_free, fold_of
from leads_mock.core.json_text import decode, encode, encode_sorted
from leads_mock.core.merge import MERGES
from leads_mock.core.operations.operation import OnLead, Parameters, Terms
from leads_mock.core.store import NOTHING, Commit, Found, Intent, Lead, Wants
from leads_mock.core.timestamps import Timestamps
from leads_mock.core.validate import Changes, UpdateValidator


class UpdateLead(OnLead):
    """Carries out updates as the profile says."""

    reads_body = True

    def __init__(self, terms: Terms) -> None:
        super().__init__(terms)
        profile = terms.profile
        self._validate = UpdateValidator(terms.schema("LeadUpdate"), terms.read_only, profile)
        self._fold = fold_of(profile)
        self._merge = MERGES[profile["nested-metadata"]]
        self._leaves_out_cleared = profile["cleared-field"] == "left-out"
        self._always_moves = profile["unchanged-update"] == "moves-updated-at"
        self._timestamps = Timestamps(profile)

    def check(self, parameters: Parameters, sent: Any, now: datetime) -> Intent:
        """The update that the body asks for. Raises Violation."""
        lead_id, changes = parameters["leadId"], self._validate(sent)
        email = changes.fields.get("email")
        folded = None if email is None else self._fold(email)
        wants = Wants((lead_id,), () if folded is None else (folded,))
        return Intent(wants, partial(self._decide, lead_id, changes, folded, now))

    def rival(self, parameters: Parameters, sent: Any) -> Intent:
        """Raises, when decided, EmailTaken."""
        lead_id, email = parameters["leadId"], self._validate.email(sent)
        folded = () if email is None else (self._fold(email),)

        def decide(found: Found) -> Commit:
            for taken in folded:
                if lead_id in found.texts:
                    check_free(found, taken, lead_id, sent["email"])
            return NOTHING

        return Intent(Wants((lead_id,), folded), decide)

    def _decide(
        self, lead_id: str, changes: Changes, folded: str | None, now: datetime, found: Found
    ) -> Commit:
        text = self._existence.lead(found, lead_id)
        if folded is not None:
            check_free(found, folded, lead_id, changes.sent["email"])
        lead: Lead = decode(text)
        previous = lead.get("email")
        self._apply(changes, lead)
        # Equal texts, not equal values: 1, 1.0 and true are one value in Python, three in JSON.
        if not self._always_moves and encode_sorted(lead) == encode_sorted(decode(text)):
            return Commit(b'{"success":true,"data":%b}' % text)
        lead["updatedAt"] = self._timestamps.after(lead["updatedAt"], now)
        text = encode(lead)
        answer = b'{"success":true,"data":%b}' % text
        if lead.get("email") == previous:
            return Commit(answer, {lead_id: text})
        freed = () if previous is None else (self._fold(previous),)
        return Commit(answer, {lead_id: text}, freed, {} if folded is None else {folded: lead_id})

    def _apply(self, changes: Changes, lead: Lead) -> None:
        for name, value in changes.fields.items():
            if value is None and self._leaves_out_cleared:
                lead.pop(name, None)
            else:
                lead[name] = value
        if changes.metadata is not None:
            lead["metadata"] = self._merge(lead.get("metadata") or {}, changes.metadata)
