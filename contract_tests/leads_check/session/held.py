"""A lead that a run holds: what it was, and what was sent to it since."""

from __future__ import annotations

from dataclasses import dataclass, field

from leads_check.evidence.exchange import OWN_KEY, Operation, Request, Target
from leads_check.evidence.values import Lead
from leads_check.session.written import Written


@dataclass
class Held:
    """`id` is the id that was given: requests go there, whatever an answer shows.

    `original` is the lead as first seen, None while it was not. `written` is what was sent to it since.
    `is_live` tells that looks were seen to follow what is sent. `closed` says why nothing more is written to
    it, empty where it may be; `fixed` the same for single fields. `is_made` tells that the run made it, and
    will delete it.
    """

    target: Target
    id: str
    key: str = OWN_KEY
    original: Lead | None = None
    written: Written = field(default_factory=Written)
    is_live: bool = False
    closed: str = ""
    fixed: dict[str, str] = field(default_factory=dict)
    is_made: bool = False

    def read(self, label: str = "read") -> Request:
        """A request that looks at it."""
        return self._request(label, None, "getLead")

    def update(self, label: str, body: object) -> Request:
        """A request that changes it."""
        return self._request(label, body, "updateLead")

    def _request(self, label: str, body: object, operation: Operation) -> Request:
        return Request(label, body, target=self.target, operation=operation, key=self.key)
