"""Create Lead: a new lead, from what was sent and from what the profile adds."""

from datetime import datetime
from functools import partial
from typing import Any

from leads_mock.core.emails import check_free, fold_of
from leads_mock.core.errors import ChatbotNotFound, Violation
from leads_mock.core.json_text import encode
from leads_mock.core.merge import MERGES
from leads_mock.core.operations.operation import Operation, Parameters, Terms
from leads_mock.core.store import NOTHING, Commit, Found, Intent, Lead, Wants
from leads_mock.core.timestamps import Timestamps
from leads_mock.core.validate import Changes, CreateValidator


class CreateLead(Operation):
    """Creates leads as the profile says."""

    status = 201
    reads_body = True

    def __init__(self, terms: Terms) -> None:
        profile = terms.profile
        self._validate = CreateValidator(terms.schema("LeadCreate"), terms.read_only, profile)
        self._members = tuple(terms.schema("Lead")["properties"])
        self._unknown_chatbot = profile["unknown-chatbot"]
        self._defaults: dict[str, Any] = {
            "status": "new" if profile["default-status"] == "new" else None,
            "metadata": {} if profile["default-metadata"] == "empty" else None,
        }
        self._merge = MERGES[profile["nested-metadata"]]
        self._keeps_nulls = profile["new-metadata-null"] == "kept"
        self._leaves_out_cleared = profile["cleared-field"] == "left-out"
        self._fold = fold_of(profile)
        self._timestamps = Timestamps(profile)
        self._new_id = terms.new_id

    def check(self, parameters: Parameters, sent: Any, now: datetime) -> Intent:
        """The lead that the body asks for. Raises Violation."""
        chatbot, changes, lead_id = parameters["chatbotId"], self._validate(sent), self._new_id()
        lead = self._born(lead_id, changes, now)
        email = lead.get("email")
        folded = () if email is None else (self._fold(email),)
        decide = partial(self._decide, chatbot, lead, folded, changes)
        return Intent(Wants((lead_id,), folded, chatbots=(chatbot,)), decide)

    def subject(self, parameters: Parameters) -> Intent:
        """Looks only whether there is the chatbot."""
        chatbot = parameters["chatbotId"]

        def decide(found: Found) -> Commit:
            self._check_chatbot(found, chatbot)
            return NOTHING

        return Intent(Wants(chatbots=(chatbot,)), decide)

    def rival(self, parameters: Parameters, sent: Any) -> Intent:
        """Raises, when decided, EmailTakenAtCreate."""
        chatbot, email = parameters["chatbotId"], self._validate.email(sent)
        folded = () if email is None else (self._fold(email),)

        def decide(found: Found) -> Commit:
            if self._knows(found, chatbot):
                self._check_free(found, folded, sent)
            return NOTHING

        return Intent(Wants((), folded, chatbots=(chatbot,)), decide)

    def _decide(
        self, chatbot: str, lead: Lead, folded: tuple[str, ...], changes: Changes, found: Found
    ) -> Commit:
        self._check_chatbot(found, chatbot)
        self._check_free(found, folded, changes.sent)
        text = encode({**lead, "workspaceId": found.workspace})
        answer = b'{"success":true,"data":%b}' % text
        lead_id: str = lead["id"]
        return Commit(answer, {lead_id: text}, taken=dict.fromkeys(folded, lead_id))

    def _born(self, lead_id: str, changes: Changes, now: datetime) -> Lead:
        """The lead: its members in the contract's order, and after them those that the contract lacks."""
        moment = self._timestamps.format(now)
        given = {**self._defaults, **changes.fields}
        if changes.metadata is not None:
            given["metadata"] = changes.metadata if self._keeps_nulls else self._merge({}, changes.metadata)
        whole = (
            dict.fromkeys(self._members) | given | {"id": lead_id, "createdAt": moment, "updatedAt": moment}
        )
        if self._leaves_out_cleared:
            # The workspace's id is known when it is decided.
            return {
                name: value for name, value in whole.items() if value is not None or name == "workspaceId"
            }
        return whole

    def _knows(self, found: Found, chatbot: str) -> bool:
        return self._unknown_chatbot == "accepted" or chatbot in found.chatbots

    def _check_chatbot(self, found: Found, chatbot: str) -> None:
        if self._knows(found, chatbot):
            return
        if self._unknown_chatbot == "refused":
            raise Violation("chatbotId", chatbot, "Must be a chatbot of your workspace")
        raise ChatbotNotFound(chatbot)

    def _check_free(self, found: Found, folded: tuple[str, ...], sent: Any) -> None:
        for email in folded:
            check_free(found, email, None, sent["email"])
