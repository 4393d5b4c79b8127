"""What the contract asks of a request, derived from the request and from what was known. Pure.

A demand is a status, the clause that another status breaks, and the field that a 400 must name; or it says
that the contract leaves the status open, and then which statuses are lawful, if that is known.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from leads_check.evidence import texts
from leads_check.evidence.exchange import FOREIGN_KEY, OWN_KEY, Request
from leads_check.evidence.fields import CLEARABLE, FIELDS, REQUIRED, STATUSES, schema_of
from leads_check.evidence.plain import is_plain
from leads_check.evidence.values import Lead, field_of, metadata_of
from leads_check.evidence.words import Words

REFUSALS = frozenset(range(400, 500))
"""Any refusal will do."""
SUCCESS = 200
_AT_CREATION = {
    **dict.fromkeys(
        ("invalid-status-refused", "invalid-email-refused", "invalid-phone-refused", "wrong-types-refused"),
        "create-invalid-refused",
    ),
    **dict.fromkeys(("sent-fields-updated", "null-clears-field", "metadata-values-kept"), "created-as-sent"),
    "duplicate-email-refused": "create-duplicate-refused",
}
"""What the clauses on an update's body are called for one that creates."""
LONG_KEY = 1000
"""Characters; proxies take headers of some kilobytes."""


@dataclass(frozen=True, slots=True)
class Known:
    """The target's lead and the other leads as last seen, and the emails that leads had.

    `is_gone` tells that the run deleted the target's lead.
    """

    before: Lead | None = None
    others: Mapping[str, Lead] | None = None
    former: AbstractSet[str] = frozenset()
    is_gone: bool = False


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


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a request must be refused, or, with no status, why it may be."""

    status: int | None
    clause: str
    field: str | None = None
    among: Collection[int] = frozenset()


def demand(request: Request, known: Known) -> Demand:
    """What the contract asks of the answer to the request."""
    key = list(_of_key(request))
    if request.operation == "listLeads":
        return Demand(key[0].status, key[0].clause, among=key[0].among) if key else Demand(None, "")
    rest = list(
        _of_creation(request, known) if request.operation == "createLead" else _of_rest(request, known)
    )
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


def _of_rest(request: Request, known: Known) -> Iterator[Objection]:
    if request.operation != "deleteLead":
        yield from _of_body(request, known)
        yield from _of_lead(request, known)
        yield from _of_headers(request)
        return
    for one in _of_lead(request, known):
        # What the second delete of a lead gets, is an open question.
        again = one.clause == "deleted-lead-refused"
        among = frozenset({SUCCESS, 404}) if again else one.among
        yield Objection(None if again else one.status, "delete-unknown-refused", among=among)


def _of_creation(request: Request, known: Known) -> Iterator[Objection]:
    for one in _of_body(request, known):
        yield replace(one, clause=_AT_CREATION.get(one.clause, one.clause))
    for name in REQUIRED:
        if name not in request.sent:
            yield Objection(400, "missing-field-refused", name)
    email = request.sent.get("email")
    had = isinstance(email, str) and email in known.former
    if had and all(lead.get("email") != email for lead in (known.others or {}).values()):
        # The lead that had it may be a deleted one.
        yield Objection(None, "create-duplicate-refused", "email")
    if request.chatbot != request.key:
        yield Objection(None, "foreign-chatbot-as-unknown")


def _of_several(objections: list[Objection]) -> Demand:
    """Which of several reasons a refusal gives is left open; but one that is certain suffices."""
    certain = [one for one in objections if one.status is not None]
    refusing = [*certain, *(one for one in objections if one.among and SUCCESS not in one.among)]
    if not refusing:
        return Demand(None, objections[0].clause)
    if len(certain) == len(objections) and {one.status for one in certain} == {400}:
        return Demand(None, certain[0].clause, among=frozenset({400}))
    return Demand(None, refusing[0].clause, among=REFUSALS)


def _of_key(request: Request) -> Iterator[Objection]:
    values = request.authorization
    if values is None:
        return
    if not values:
        yield Objection(401, "missing-key-refused")
        return
    scheme, _, token = values[0].partition(" ")
    if len(values) > 1 or not values[0].strip() or any(odd in token.strip() for odd in ' "'):
        # Whether this is malformed or unknown, the documentation does not say.
        yield Objection(None, "malformed-key-refused", among=frozenset({401}))
    elif scheme.lower() != "bearer" or not token.strip():
        yield Objection(401, "malformed-key-refused")
    elif len(token) > LONG_KEY or not token.isascii():
        # A proxy may refuse it before the API sees it.
        yield Objection(None, "unknown-key-refused", among=REFUSALS)
    elif token.strip() != "{key}":
        yield Objection(401, "unknown-key-refused")
    elif scheme != "Bearer" or token != token.strip():
        yield Objection(None, "malformed-key-refused", among=frozenset({SUCCESS, 401}))


def _of_lead(request: Request, known: Known) -> Iterator[Objection]:
    if request.lead_id is not None:
        # It may be refused for what it looks like, but it is no lead's.
        yield Objection(None, "unknown-lead-refused", among=REFUSALS)
    elif known.is_gone:
        yield Objection(404, "deleted-lead-refused")
    elif request.target in ("unknown", "deleted"):
        yield Objection(404, f"{request.target}-lead-refused")
    elif (request.target == "foreign") != (request.key == FOREIGN_KEY):
        yield Objection(404, "foreign-lead-refused")


_NEGOTIATING = frozenset({"accept", "content-encoding", "if-match"})
"""What a deployment may refuse a request for, or read otherwise; no page speaks of it."""


def _of_headers(request: Request) -> Iterator[Objection]:
    names = {name.lower() for name, _ in request.headers}
    if names & _NEGOTIATING or (request.query and request.is_update):
        yield Objection(None, "no-server-error")


def _of_body(request: Request, known: Known) -> Iterator[Objection]:
    if request.is_read:
        return
    if (request.content_type or "").partition(";")[0].strip().lower() != "application/json":
        yield Objection(None, "sent-fields-updated")
    body = request.body
    if isinstance(body, bytes):
        if body.startswith(_MARKS) or b"\0" in body:
            # Another encoding, or a mark that a reader may ignore (RFC 8259, section 8.1).
            yield Objection(None, "no-server-error")
            return
        try:
            body = json.loads(body.decode(), parse_constant=_no_json, object_pairs_hook=_once)
        except _Open:
            yield Objection(None, "sent-fields-updated")
            return
        except RecursionError:
            yield Objection(None, "no-server-error")
            return
        except ValueError:
            # Bytes that are no UTF-8, too. Some frameworks make an empty update of an empty body.
            among = REFUSALS if request.body.strip() else frozenset()
            yield Objection(None, "malformed-body-refused", among=among)
            return
    if not isinstance(body, dict) or not body:
        yield Objection(None, "error-envelope" if body != {} else "sent-fields-updated")
        return
    yield from _of_members(body, known)


_MARKS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)


class _Open(Exception):
    """Whether a parser takes this is left open."""


def _no_json(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Open
    return members


def _of_members(sent: Mapping[str, Any], known: Known) -> Iterator[Objection]:
    for name, value in sent.items():
        if name not in FIELDS:
            yield Objection(None, "sent-fields-updated", name)
        elif value is None:
            if name not in CLEARABLE:
                yield Objection(None, "null-clears-field", name)
        elif not isinstance(value, dict if schema_of(name)["type"] == "object" else str):
            clause = "invalid-status-refused" if "enum" in schema_of(name) else "wrong-types-refused"
            yield Objection(400, clause, name)
        elif isinstance(value, dict):
            if not is_plain(value):
                yield Objection(None, "metadata-values-kept", name)
        else:
            yield from _of_text(name, value)
    email = sent.get("email")
    if isinstance(email, str):
        yield from _of_conflict(email, known)


def _of_text(name: str, value: str) -> Iterator[Objection]:
    schema = schema_of(name)
    if "enum" in schema:
        verdict = True if value in STATUSES else None if value.strip() in STATUSES else False
        clause = "invalid-status-refused"
    elif "format" in schema:
        verdict = texts.CHECKS[schema["format"]](value) if schema["format"] in texts.CHECKS else None
        clause = f"invalid-{schema['format']}-refused"
    else:
        verdict = texts.source(value) if name == "source" else texts.name(value)
        clause = "sent-fields-updated"
    if verdict is False:
        yield Objection(400, clause, name)
    elif verdict is None:
        yield Objection(None, "sent-fields-updated", name)


def _of_conflict(email: str, known: Known) -> Iterator[Objection]:
    for target, lead in (known.others or {}).items():
        taken = lead.get("email")
        if target == "foreign" or not isinstance(taken, str):
            continue
        if taken == email:
            yield Objection(409, "duplicate-email-refused", "email")
        elif taken in email and texts.email(email) is not True:
            # In spaces, or after a name: what is taken off before it is stored must be compared, too.
            yield Objection(None, "duplicate-email-refused", "email", REFUSALS)
        elif taken.casefold() == email.strip().casefold():
            yield Objection(None, "duplicate-email-refused", "email")


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
