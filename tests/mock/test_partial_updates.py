"""Clauses on fields: what is sent changes, all else stays, and some things never change."""

from itertools import combinations
from typing import Any

import pytest

from leads_contract import load_contract
from tests.mock.leads import EXISTING, JANE, JOHN, LeadsClient

SENT: dict[str, Any] = {
    "name": "Johanna Doe",
    "email": "johanna@example.com",
    "phone": "+44 20 7946 0000",
    "source": "trade fair",
    "status": "lost",
    "metadata": {"company": "Other Corp", "budget": 12},
}
SELECTIONS = [names for size in range(len(SENT) + 1) for names in combinations(SENT, size)]
STATUSES = ("new", "contacted", "qualified", "converted", "lost", "follow_up")
UNSETTABLE = ("id", "createdAt", "updatedAt", "workspaceId")
CONTRACT = load_contract().document
OPERATION = CONTRACT["paths"]["/api/v1/leads/{leadId}"]["put"]
REQUESTS = OPERATION["requestBody"]["content"]["application/json"]["examples"]
UPDATED = CONTRACT["components"]["responses"]["LeadUpdated"]["content"]["application/json"]["examples"][
    "updated"
]


def with_merged_metadata(lead: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    """What an update without null or nested objects makes of a lead, times aside."""
    return {**lead, **sent, "metadata": {**lead["metadata"], **sent.get("metadata", {})}}


@pytest.mark.parametrize("names", SELECTIONS, ids="+".join)
def test_sent_fields_change_and_all_others_stay(leads: LeadsClient, names: tuple[str, ...]) -> None:
    before = leads.stored()
    sent = {name: SENT[name] for name in names}

    shown = leads.update(JOHN, sent)

    assert shown == {**with_merged_metadata(before[JOHN], sent), "updatedAt": shown["updatedAt"]}
    assert leads.stored() == {**before, JOHN: shown}


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_accepted(leads: LeadsClient, status: str) -> None:
    assert leads.update(JOHN, {"status": status})["status"] == status


@pytest.mark.parametrize("name", ["phone", "source"])
def test_null_clears(leads: LeadsClient, name: str) -> None:
    before = leads.stored()[JOHN]

    shown = leads.update(JOHN, {name: None})

    assert shown == {**before, name: None, "updatedAt": shown["updatedAt"]}
    assert leads.update(JOHN, {name: SENT[name]})[name] == SENT[name]


@pytest.mark.parametrize("name", UNSETTABLE)
@pytest.mark.parametrize("value", ["lead_ffffffffffffffff", "2030-01-01T00:00:00.000Z", 7, None, {"a": 1}])
def test_what_a_client_cannot_set_stays(leads: LeadsClient, name: str, value: Any) -> None:
    before = leads.stored()[JOHN]

    shown = leads.update(JOHN, {name: value, "status": "qualified"})

    assert shown == {**before, "status": "qualified", "updatedAt": shown["updatedAt"]}
    assert shown["updatedAt"] < "2030"


@pytest.mark.parametrize("example", REQUESTS)
def test_the_documented_requests_do_what_they_say(leads: LeadsClient, example: str) -> None:
    sent, before = REQUESTS[example]["value"], leads.stored()[JOHN]

    shown = leads.update(JOHN, sent)

    assert shown == {**with_merged_metadata(before, sent), "updatedAt": shown["updatedAt"]}


def test_the_documented_response_comes_times_aside(leads: LeadsClient) -> None:
    answer = leads.put(JOHN, REQUESTS["completeUpdate"]["value"]).json()

    documented = UPDATED["value"]["data"]
    assert answer == {"success": True, "data": {**documented, "updatedAt": answer["data"]["updatedAt"]}}


@pytest.mark.parametrize("lead_id", [JANE, EXISTING])
def test_any_lead_can_be_sent_back_as_it_is(leads: LeadsClient, lead_id: str) -> None:
    before = leads.stored()[lead_id]

    shown = leads.update(lead_id, before)

    assert shown == {**before, "updatedAt": shown["updatedAt"]}
