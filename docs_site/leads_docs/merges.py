"""How an update meets a lead: each rule with a lead before, a request, and the lead after it.

Before and request are examples; what comes out is computed by the mock's own core, for the profile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from leads_mock.core.errors import Refusal
from leads_mock.core.json_text import decode, encode
from leads_mock.core.operations import OPERATIONS
from leads_mock.core.store import Found
from leads_mock.terms import terms_of

from leads_contract import Contract

Lead = Mapping[str, Any]


@dataclass(frozen=True)
class Merge:
    """One example; `about` is the clause or open question that it shows. `after` is None for a refusal."""

    about: str
    before: Lead
    request: Lead
    after: Lead | None


EXAMPLES: tuple[tuple[str, Lead, Lead], ...] = (
    ("unsent-fields-unchanged", {"status": "new", "phone": "+1-555-123-4567"}, {"status": "contacted"}),
    ("null-clears-field", {"phone": "+1-555-123-4567", "source": "website"}, {"phone": None}),
    ("metadata-new-keys-added", {"metadata": {"company": "Tech Corp"}}, {"metadata": {"lead_score": 85}}),
    (
        "metadata-existing-keys-updated",
        {"metadata": {"company": "Tech Corp", "lead_score": 60}},
        {"metadata": {"lead_score": 85}},
    ),
    (
        "metadata-null-removes-key",
        {"metadata": {"company": "Tech Corp", "job_title": "Manager"}},
        {"metadata": {"job_title": None}},
    ),
    (
        "metadata-arrays-replaced",
        {"metadata": {"interests": ["product_demo", "pricing"]}},
        {"metadata": {"interests": ["support_package"]}},
    ),
    (
        "nested-metadata",
        {"metadata": {"address": {"city": "Bern", "zip": "3000"}}},
        {"metadata": {"address": {"zip": "3001"}}},
    ),
    ("metadata-empty-object-changes-nothing", {"metadata": {"company": "Tech Corp"}}, {"metadata": {}}),
    ("null-metadata", {"metadata": {"company": "Tech Corp"}}, {"metadata": None}),
)
_NOW = datetime(2024, 1, 16, 14, 30, tzinfo=UTC)


def merges(contract: Contract, profile: Mapping[str, str]) -> list[Merge]:
    """The examples whose clause or question the contract has, with what comes out."""
    known = {*contract.clauses, *contract.questions}
    operation = OPERATIONS["updateLead"](terms_of(contract, profile))
    whole = dict(contract.operations["updateLead"].responses[200].examples["updated"]["data"])

    def after(before: Lead, request: Lead) -> Lead | None:
        lead = {**whole, **before}
        try:
            intent = operation.check({"leadId": lead["id"]}, dict(request), _NOW)
            answer = decode(intent.decide(Found({lead["id"]: encode(lead)}, {})).answer)
        except Refusal:
            return None
        return {name: answer["data"][name] for name in before if name in answer["data"]}

    return [
        Merge(about, before, request, after(before, request))
        for about, before, request in EXAMPLES
        if about in known
    ]
