"""Get Lead: a lead as it is stored."""

from datetime import datetime
from typing import Any

from leads_mock.core.operations.operation import OnLead, Parameters
from leads_mock.core.store import Commit, Found, Intent, Wants


class GetLead(OnLead):
    """Shows a lead."""

    def check(self, parameters: Parameters, sent: Any, now: datetime) -> Intent:
        """Raises, when decided, LeadNotFound or Violation."""
        lead_id = parameters["leadId"]

        def decide(found: Found) -> Commit:
            return Commit(b'{"success":true,"data":%b}' % self._existence.lead(found, lead_id))

        return Intent(Wants((lead_id,)), decide)
