"""Whether there is what a path names."""

import re
from collections.abc import Mapping

from leads_mock.core.errors import LeadNotFound, Violation
from leads_mock.core.store import NOTHING, Commit, Found, Intent, Wants

_LEAD_ID = re.compile(r"lead_[0-9a-f]{16}")


class Existence:
    """Finds leads as the profile says."""

    def __init__(self, profile: Mapping[str, str]) -> None:
        self._refuses_malformed_ids = profile["malformed-lead-id"] == "refused"

    def lead(self, found: Found, lead_id: str) -> bytes:
        """The lead's JSON text. Raises LeadNotFound, or Violation for an id that can be none."""
        text = found.texts.get(lead_id)
        if self._refuses_malformed_ids and not _LEAD_ID.fullmatch(lead_id):
            raise Violation("leadId", lead_id, "Must be lead_ and 16 hexadecimal digits")
        if text is None:
            raise LeadNotFound(lead_id)
        return text

    def of_lead(self, lead_id: str) -> Intent:
        """Looks only whether there is the lead."""

        def decide(found: Found) -> Commit:
            self.lead(found, lead_id)
            return NOTHING

        return Intent(Wants((lead_id,)), decide)
