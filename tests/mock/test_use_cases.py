"""The operations as pure functions: what they ask for, and what they decide on what was found."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from leads_mock.core.errors import EmailTaken, LeadNotFound, Refusal, Violation
from leads_mock.core.operations import OPERATIONS, Operation
from leads_mock.core.store import Commit, Found, Wants
from leads_mock.terms import terms_of

from leads_contract import Profile, load_contract

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONTRACT = load_contract()
PATH = {"leadId": "lead_1"}
LEAD = {
    "id": "lead_1",
    "name": "John",
    "email": "John@example.com",
    "phone": None,
    "source": "website",
    "status": "new",
    "metadata": {"a": 1, "b": [1, 2]},
    "createdAt": "2026-01-01T00:00:00.000Z",
    "updatedAt": "2026-01-01T00:00:00.000Z",
    "workspaceId": "ws",
}
MOVED = {"updatedAt": "2026-03-01T12:00:00.000Z"}


class Only(Mapping[str, Any]):
    """Shows what was wanted, and fails for a look at anything else."""

    def __init__(self, wanted: tuple[str, ...], there: Mapping[str, Any]) -> None:
        self._wanted, self._there = wanted, {key: there[key] for key in wanted if key in there}

    def __getitem__(self, key: str) -> Any:
        assert key in self._wanted, f"{key} was looked at, but not asked for"
        return self._there[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._there)

    def __len__(self) -> int:
        return len(self._there)


def operation(name: str, **answers: str) -> Operation:
    profile = Profile(CONTRACT.questions, {key.replace("_", "-"): value for key, value in answers.items()})
    return OPERATIONS[name](terms_of(CONTRACT, profile))


def found(wants: Wants, owners: Mapping[str, str]) -> Found:
    texts = {"lead_1": json.dumps(LEAD).encode()}
    return Found(Only(wants.lead_ids, texts), Only(wants.emails, owners))


def update(
    sent: Any, owners: Mapping[str, str] = {}, path: Mapping[str, str] = PATH, **answers: str
) -> Commit:
    intent = operation("updateLead", **answers).check(path, sent, NOON)
    return intent.decide(found(intent.wants, owners))


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        ({}, {}),
        ({"status": "lost"}, {"status": "lost"}),
        ({"source": None}, {"source": None}),
        ({"metadata": {"a": None, "b": [3]}}, {"metadata": {"b": [3]}}),
        ({"email": "new@example.com"}, {"email": "new@example.com"}),
    ],
)
def test_an_update_gives_the_whole_lead(sent: Any, changed: Mapping[str, Any]) -> None:
    commit = update(sent)

    assert list(commit.puts) == ["lead_1"]
    assert json.loads(commit.puts["lead_1"]) == {**LEAD, **MOVED, **changed}
    assert json.loads(commit.answer) == {"success": True, "data": json.loads(commit.puts["lead_1"])}


@pytest.mark.parametrize(
    ("sent", "freed", "taken"),
    [
        ({"name": "X"}, (), {}),
        ({"email": "John@example.com"}, (), {}),
        ({"email": "NEW@example.com"}, ("john@example.com",), {"new@example.com": "lead_1"}),
        ({"email": "john@EXAMPLE.com"}, ("john@example.com",), {"john@example.com": "lead_1"}),
        ({"email": None}, ("john@example.com",), {}),
    ],
)
def test_an_update_says_whose_an_email_is_now(
    sent: Any, freed: tuple[str, ...], taken: Mapping[str, str]
) -> None:
    commit = update(sent, {"john@example.com": "lead_1"}, null_email="cleared")

    assert (commit.freed, commit.taken) == (freed, taken)


def test_an_update_of_nothing_may_store_nothing() -> None:
    commit = update({"status": "new"}, unchanged_update="keeps-updated-at")

    assert (commit.puts, json.loads(commit.answer)["data"]) == ({}, LEAD)


@pytest.mark.parametrize(
    ("path", "sent", "refusal"),
    [
        (PATH, {"status": "x"}, Violation),
        (PATH, {"email": "taken@example.com"}, EmailTaken),
        ({"leadId": "lead_2"}, {}, LeadNotFound),
        ({"leadId": "lead_2"}, {"email": "taken@example.com"}, LeadNotFound),
    ],
)
def test_an_update_is_refused(path: Mapping[str, str], sent: Any, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        update(sent, {"taken@example.com": "lead_3"}, path)


def test_the_table_has_all_operations_of_the_contract() -> None:
    paths = CONTRACT.document["paths"].values()
    named = {method["operationId"] for path in paths for method in path.values() if "operationId" in method}
    assert set(OPERATIONS) == named
