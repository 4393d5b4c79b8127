"""Why a request must be refused, or may be: each reason by itself, from what was asked and known. Pure."""

from __future__ import annotations

import json
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from leads_check.evidence import texts
from leads_check.evidence.exchange import FOREIGN_KEY, SUCCESS, Request
from leads_check.evidence.fields import CLEARABLE, FIELDS, REQUIRED, STATUSES, schema_of
from leads_check.evidence.plain import is_plain
from leads_check.evidence.values import Lead

REFUSALS = frozenset(range(400, 500))
"""Any refusal will do."""
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
class Objection:
    """Why a request must be refused, or, with no status, why it may be."""

    status: int | None
    clause: str
    field: str | None = None
    among: Collection[int] = frozenset()


def of_rest(request: Request, known: Known) -> Iterator[Objection]:
    """Those that do not lie in the key, of all but a creation."""
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


def of_creation(request: Request, known: Known) -> Iterator[Objection]:
    """Those that do not lie in the key, of a creation."""
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


def of_key(request: Request) -> Iterator[Objection]:
    """Those that lie in the key."""
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
