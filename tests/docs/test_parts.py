"""What the pages are made from: ids of their own, clauses of refusals, types in words, the changelog."""

import copy
from typing import Any

import pytest
from leads_docs.changelog import changes
from leads_docs.refused import BODY, MEMBER
from leads_docs.shapes import type_of
from leads_docs.site import Site, Trial, files

from leads_contract import Profile, load_contract
from leads_contract.document import contract_of
from tests.docs.reading import Page
from tests.mock.leads import KEY

CONTRACT = load_contract()
FILES = files(Site(CONTRACT, Profile(CONTRACT.questions)))
PAGES = {name: Page(text) for name, text in FILES.items() if name.endswith(".html")}


@pytest.mark.parametrize("trial", [None, Trial("", KEY)], ids=["files", "served"])
def test_no_name_in_the_contract_is_taken_by_a_page(trial: Trial | None) -> None:
    document = copy.deepcopy(dict(CONTRACT.document))
    taken = {
        *(own.lstrip("~") for page in PAGES.values() for own in page.ids if own.startswith("~")),
        *("content", "search", "found", "found-0", "code", "merging", "try-it", "the-request"),
    }
    for name in sorted(taken):
        for schema in ("LeadUpdate", "Lead"):
            document["components"]["schemas"][schema]["properties"][name] = {"type": "string"}
        document["x-clauses"].append({**document["x-clauses"][0], "id": name})
        document["x-open-questions"].append({**document["x-open-questions"][0], "id": name})
    path = document["paths"]["/api/v1/leads/{leadId}"]["put"]
    path["parameters"].append({"name": "status", "in": "query", "schema": {"type": "string"}})
    contract = contract_of(document)
    made = files(Site(contract, Profile(contract.questions), trial=trial))
    pages = {name: Page(text).ids for name, text in made.items() if name.endswith(".html")}
    assert {name: ids for name, ids in pages.items() if len({*ids}) < len(ids)} == {}
    assert {*pages["update-lead.html"]} >= {*taken, "~query-status"}


@pytest.mark.parametrize("ids", [*BODY.values(), *MEMBER.values()], ids=lambda ids: ids[0])
def test_what_a_refusal_meets_is_in_the_contract(ids: tuple[str, ...]) -> None:
    assert {*ids} <= CONTRACT.clauses.keys() | CONTRACT.questions.keys()


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({}, "any value"),
        ({"type": "string", "format": "email", "maxLength": 255}, "string, email, at most 255 characters"),
        ({"type": "integer", "minimum": 1}, "integer, at least 1"),
        ({"enum": ["a", "b"]}, "`a` or `b`"),
        ({"oneOf": [{"type": "object"}, {"type": "null"}]}, "object or null"),
        (
            {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 9}, "maxItems": 5},
            "array of integer, 0 to 9; at most 5 items",
        ),
    ],
)
def test_what_a_schema_allows_is_said(schema: dict[str, Any], said: str) -> None:
    assert type_of(schema) == said


def test_the_changelog_is_that_of_the_contract() -> None:
    text = """# Changelog

What changed.

## Unreleased

### The contract

- New clause.

### The tools

- New option.

## 0.2.0

### The tools

- New command.

## 0.1.0

### The contract

All of it.
"""
    assert [(name, said.strip()) for name, said in changes(text)] == [
        ("Unreleased", "- New clause."),
        ("0.1.0", "All of it."),
    ]
    assert "www-authenticate" in PAGES["changelog.html"].text
    assert "--state-file" not in PAGES["changelog.html"].text
