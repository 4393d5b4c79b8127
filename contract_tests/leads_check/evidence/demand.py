"""What the contract asks of a request, derived from the request and from what was known. Pure.

A demand is a status, the clause that another status breaks, and the field that a 400 must name; or it says
that the contract leaves the status open, and then which statuses are lawful, if that is known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from leads_check.evidence.exchange import OWN_KEY, SUCCESS, Request
from leads_check.evidence.objections import REFUSALS, Known, Objection, of_creation, of_key, of_rest
from leads_check.evidence.values import field_of, metadata_of
from leads_check.evidence.words import Words


@dataclass(frozen=True, slots=True)
class Demand:
    """The `status` that an answer must have; None where that is open.

    Then `among` are the lawful ones, any where it is empty. `clause` is what another status breaks, and
    `field` the field that a 400 must name.
    """

    status: int | None
    clause: str
    field: str | None = None
    among: Collection[int] = frozenset()

    def allows(self, status: int) -> bool:
        """Whether an answer with the status keeps the clause."""
        if self.status is None:
            return not self.among or status in self.among
        # That a success has the documented status is for `success-envelope`.
        return status == self.status or (self.status == SUCCESS and 200 <= status < 300)

    @property
    def expected(self) -> Any:
        """What a person is told of it."""
        if self.status is not None:
            return self.status
        return Words("a 4xx status" if self.among == REFUSALS else " or ".join(map(str, sorted(self.among))))


def demand(request: Request, known: Known) -> Demand:
    """What the contract asks of the answer to the request."""
    key = list(of_key(request))
    if request.operation == "listLeads":
        return Demand(key[0].status, key[0].clause, among=key[0].among) if key else Demand(None, "")
    rest = list(of_creation(request, known) if request.operation == "createLead" else of_rest(request, known))
    objections = [*key, *rest]
    certain = [one for one in objections if one.status is not None]
    if not objections:
        return Demand(SUCCESS, _success_clause(request, known))
    if any(one.status == 401 for one in certain) and not any(one.status in (None, 400) for one in rest):
        # Whichever answer `check-order` has, the key is looked at before the lead.
        return next(Demand(401, one.clause) for one in certain if one.status == 401)
    if len(objections) == 1:
        one = objections[0]
        return Demand(one.status, one.clause, one.field, one.among)
    return _of_several(objections)


def _of_several(objections: list[Objection]) -> Demand:
    """Which of several reasons a refusal gives is left open; but one that is certain suffices."""
    certain = [one for one in objections if one.status is not None]
    refusing = [*certain, *(one for one in objections if one.among and SUCCESS not in one.among)]
    if not refusing:
        return Demand(None, objections[0].clause)
    if len(certain) == len(objections) and {one.status for one in certain} == {400}:
        return Demand(None, certain[0].clause, among=frozenset({400}))
    return Demand(None, refusing[0].clause, among=REFUSALS)


def _success_clause(request: Request, known: Known) -> str:
    if request.is_read:
        return "response-is-stored"
    if not request.is_update:
        return "create-envelope" if request.operation == "createLead" else "delete-envelope"
    sent = request.sent
    email, foreign = sent.get("email"), (known.others or {}).get("foreign")
    if email is not None:
        if email == field_of(known.before, "email"):
            return "own-email-accepted"
        if email == field_of(foreign, "email") and request.key == OWN_KEY:
            return "email-unique-per-workspace"
        if email in known.former:
            return "released-email-free"
    if sent.keys() == {"status"}:
        return "status-values-accepted"
    if sent.keys() == {"metadata"}:
        return _metadata_clause(sent["metadata"], metadata_of(known.before))
    return "null-clears-field" if None in sent.values() else "sent-fields-updated"


def _metadata_clause(sent: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    if not sent:
        return "metadata-empty-object-changes-nothing"
    if None in sent.values():
        return "metadata-null-removes-key"
    if any(isinstance(value, list) and isinstance(before.get(key), list) for key, value in sent.items()):
        return "metadata-arrays-replaced"
    return "metadata-existing-keys-updated" if sent.keys() & before.keys() else "metadata-new-keys-added"
