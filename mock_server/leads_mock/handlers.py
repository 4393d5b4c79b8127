"""One method per operation of the contract; connexion binds them by operationId."""

from collections.abc import Callable
from datetime import datetime

from leads_mock.core.store import Workspace
from leads_mock.core.update import LeadUpdater
from leads_mock.core.validate import Changes


class LeadHandlers:
    """What the operations do once a request has passed its checks."""

    def __init__(self, updater: LeadUpdater, now: Callable[[], datetime]) -> None:
        self._updater = updater
        self._now = now

    def update_lead(self, workspace: Workspace, lead_id: str, changes: Changes) -> bytes:
        """`updateLead`: the JSON text of the lead as it is now. Raises LeadNotFound or EmailTaken."""
        return self._updater(workspace, lead_id, changes, self._now())
