"""All files of the site, as text by name. Pure: the caller writes or serves them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from leads_check.report.html_parts import styles
from leads_check.rules import BY_ID
from leads_mock.control.calls import control_contract

from leads_contract import Clause, Contract, Field, OpenQuestion, Operation, ReadOnlyField, Refusal, resolved
from leads_contract.document import changelog_path
from leads_contract.references import required
from leads_docs import advice, prose
from leads_docs.commands import commands, configurable
from leads_docs.control import SCOPE, control_groups, members
from leads_docs.links import places, subjects
from leads_docs.living import NOT_ASKED, Living, Seen
from leads_docs.merges import merges
from leads_docs.names import FRONT, PAGES, operations_in_order, page_of
from leads_docs.recipes import RECIPES
from leads_docs.samples import API_KEY, BASE_URL, samples
from leads_docs.search import entries
from leads_reference.faults import FAULTS

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Trial:
    """What the pages need to try requests out: where the API is from the page, and what is filled in."""

    base: str
    key: str


@dataclass(frozen=True)
class Site:
    """What the site is made from. The templates ask it."""

    contract: Contract
    profile: Mapping[str, str]
    living: Living | None = None
    trial: Trial | None = None

    @cached_property
    def settled(self) -> Contract:
        """The contract resolved for the profile."""
        return resolved(self.contract, self.profile)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Where each id is explained."""
        return places(self.contract)

    def about(self, entry: Clause | OpenQuestion) -> list[str]:
        """The ids of the fields, codes and operations that a clause or question is about."""
        found = [name for pointer in entry.about for name in subjects(self.contract, pointer)]
        return list(dict.fromkeys(found))

    def entries_about(self, name: str) -> list[Clause | OpenQuestion]:
        """The clauses and questions on a field, a code or an operation."""
        every: list[Clause | OpenQuestion] = [
            *self.contract.clauses.values(),
            *self.contract.questions.values(),
        ]
        return [entry for entry in every if name in self.about(entry)]

    def met(self, operation: Operation) -> dict[str, Any]:
        """For the try-out: what a refusal meets, by its code, and for a 400 by its field; null by itself."""
        contract = self.contract
        codes = {code: [entry.id for entry in self.entries_about(code)] for code in contract.refusals}
        invalid = set(codes.get("VALIDATION_ERROR", ())) & contract.clauses.keys()
        fields = {
            name: [e.id for e in self.entries_about(name) if e.id in invalid] for name in contract.fields
        }
        for name, read_only in contract.read_only.items():
            fields[name] = [self.sent_question(operation, read_only)]
        asked = {name: self.null_question(operation, field) for name, field in contract.fields.items()}
        nulls = {name: [question] for name, question in asked.items() if question}
        return {"codes": codes, "fields": fields, "nulls": nulls, "places": self.places}

    def needed(self, operation: Operation) -> list[str]:
        """The fields that a request must send; none for an update."""
        asked = required(operation.request or {})
        return [name for name in self.contract.fields if name in asked]

    def null_question(self, operation: Operation, field: Field) -> str | None:
        """The question on what null does to a field; None: it clears the field."""
        return "required-null" if field.name in self.needed(operation) else field.null_question

    def sent_question(self, operation: Operation, field: ReadOnlyField) -> str:
        """The question on what sending a read-only field does."""
        return "read-only-in-create" if self.needed(operation) else field.question

    def seen(self, entry: Clause | OpenQuestion) -> Seen | None:
        """What the run saw of it, where there is a report."""
        return self.living.seen.get(entry.id, NOT_ASKED) if self.living else None

    def scenes(self, clause: Clause | OpenQuestion) -> tuple[str, ...]:
        """The scenes of the check that ask about it."""
        return tuple(BY_ID[clause.id].scenes) if clause.id in BY_ID else ()

    def faults(self, clause: Clause) -> list[Any]:
        """The planted faults that break it."""
        return [fault for fault in FAULTS if clause.id in fault.clauses]

    def advice(self, entry: Refusal | OpenQuestion) -> str:
        """What a client should do."""
        return advice.at_refusal(entry) if isinstance(entry, Refusal) else advice.under_every_answer(entry)


def files(site: Site) -> dict[str, str]:
    """Every file of the site by name."""
    environment = _environment(site)
    titles = {page_of(o): o.summary for o in operations_in_order(site.contract)} | PAGES
    made = {
        page_of(operation): _render(environment, "operation.html", page_of(operation), operation=operation)
        for operation in operations_in_order(site.contract)
    }
    made |= {page: _render(environment, page, page) for page in (FRONT, *PAGES)}
    index = json.dumps(entries(site, titles), ensure_ascii=False).replace("</", "<\\/")
    return {
        **made,
        "search.js": f"window.SEARCH = {index};\n",
        "site.css": styles() + _static("site.css"),
        "site.js": _static("site.js"),
    }


def _static(name: str) -> str:
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def _render(environment: Environment, template: str, page: str, **more: Any) -> str:
    return environment.get_template(template).render(page=page, **more)


def _environment(site: Site) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"inline": prose.inline, "blocks": prose.blocks, "json": _json}
    environment.globals |= {
        "site": site,
        "contract": site.contract,
        "settled": site.settled,
        "operations": [(page_of(o), o) for o in operations_in_order(site.contract)],
        "pages": PAGES,
        "samples": samples,
        "merges": merges(site.contract, site.profile),
        "commands": commands(),
        "configurable": configurable(),
        "control": control_contract(),
        "control_groups": control_groups(),
        "members": members,
        "scope": SCOPE,
        "recipes": RECIPES,
        "changelog": changelog_path().read_text(encoding="utf-8"),
        "BASE_URL": BASE_URL,
        "API_KEY": API_KEY,
    }
    return environment


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
