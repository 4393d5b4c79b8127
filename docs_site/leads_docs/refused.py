"""Which clause or question a refused request has met, for the try-out.

`about` tells which entries speak of a code, a field and an operation. Which of them speaks of an absent
member or of a malformed body is told by their ids alone: the tables below name them.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from leads_contract import Clause, OpenQuestion, Operation, Refusal

if TYPE_CHECKING:
    from leads_docs.site import Site

Ids = list[str]
Entry = Clause | OpenQuestion

BODY = {
    # what is wrong with a body as a whole, and what says that it is refused
    "malformed": ("malformed-body-refused",),
    "no-object": ("non-object-body",),
    "no-member": ("empty-update",),
    "other": ("nesting-limit", "large-numbers", "duplicate-keys", "lone-surrogate"),
    "unknown": ("unknown-fields",),
}
MEMBER = {
    # what is wrong with a member of the body
    "missing": ("missing-field-refused",),
    "type": ("wrong-types-refused", "create-invalid-refused"),
    "value": ("create-invalid-refused",),
}


def met(site: "Site", operation: Operation) -> dict[str, Any]:
    """Ids by what is wrong: with the request (`codes`), its `body`, a member of it, or a parameter."""
    told = site.contract.refusals_of(operation.id).values()
    return {
        "codes": {r.code: _by_code(site, operation, r) for r in told if r.status != 400},
        "body": {wrong: _known(site, operation, ids) for wrong, ids in BODY.items()},
        "members": _members(site, operation),
        "parameters": {
            name: {"schema": _bounds(parameter.schema), "met": _parameter(site, operation, name)}
            for name, parameter in operation.parameters.items()
        },
        "places": site.places,
    }


def _by_code(site: "Site", operation: Operation, refusal: Refusal) -> Ids:
    """The first that says so in words, since it is the plainest; where none does, all on the code."""
    entries = _of(site, operation, site.entries_about(refusal.code))
    clauses = [entry for entry in entries if isinstance(entry, Clause)]
    plain = [c for c in clauses if f"refused with {refusal.status}" in c.statement]
    named = [c for c in plain if f"`{refusal.code}`" in c.statement]
    return [entry.id for entry in (named or plain)[:1] or entries]


def _members(site: "Site", operation: Operation) -> dict[str, Any]:
    def known(*ids: str | None) -> Ids:
        return _known(site, operation, ids)[:1]

    changed = {
        name: {
            "schema": _bounds(field.schema),
            "met": _found(
                {
                    **{wrong: known(*ids) for wrong, ids in MEMBER.items()},
                    "null": known(site.null_question(operation, field)),
                    "empty": known(field.empty_question),
                    "value": known(*_invalid(site, name), *MEMBER["value"]),
                }
            ),
        }
        for name, field in site.contract.fields.items()
    }
    sent = {name: [site.sent_question(operation, f)] for name, f in site.contract.read_only.items()}
    return changed | {name: {"schema": {}, "met": {"value": ids}} for name, ids in sent.items()}


def _invalid(site: "Site", field: str) -> Ids:
    """What says that a value of the field is refused; the question on its length where nothing does."""
    refused = {entry.id for entry in site.entries_about("VALIDATION_ERROR")} & site.contract.clauses.keys()
    return [e.id for e in site.entries_about(field) if e.id in refused] or [f"long-{_kebab(field)}"]


def _parameter(site: "Site", operation: Operation, name: str) -> dict[str, Ids]:
    kebab = _kebab(name)
    wrong = {
        "type": ["no-number"],
        "low": [f"low-{kebab}"],
        "large": [f"large-{kebab}"],
        "value": [
            f"unknown-{kebab.removesuffix('-id')}",
            f"malformed-{kebab}",
            f"{kebab}-beyond-end",
        ],
    }
    return _found({kind: _known(site, operation, ids) for kind, ids in wrong.items()})


def _known(site: "Site", operation: Operation, ids: Iterable[str | None]) -> Ids:
    """Those of these ids that the contract has for the operation."""
    every: dict[str, Entry] = {**site.contract.clauses, **site.contract.questions}
    return [entry.id for entry in _of(site, operation, [every[i] for i in ids if i in every])]


def _of(site: "Site", operation: Operation, entries: Iterable[Entry]) -> list[Entry]:
    """Those that name the operation, then those that name none; not those of other operations."""
    named = [(site.contract.operations.keys() & {*site.about(entry)}, entry) for entry in entries]
    own = [entry for names, entry in named if operation.id in names]
    return own + [entry for names, entry in named if not names]


def _found(ids: dict[str, Ids]) -> dict[str, Ids]:
    return {wrong: found for wrong, found in ids.items() if found}


def _bounds(schema: Any) -> dict[str, Any]:
    return {name: schema[name] for name in ("type", "minimum", "maximum") if name in schema}


def _kebab(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "-", name).lower()
