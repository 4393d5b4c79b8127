"""Clause `concurrent-updates-kept`: many clients at once, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.mock.leads import EXISTING, JANE, JOHN, PRIYA, ZOE, LeadsClient, over_http
from tests.mock.running import RunningMock

CLIENTS = 16
ROUNDS = 20


def at_once(mock: RunningMock, work: Callable[[LeadsClient, int], Any], clients: int = CLIENTS) -> list[Any]:
    """What each client's work gives, all begun in the same moment."""
    barrier = Barrier(clients)

    def begin(number: int) -> Any:
        with over_http(mock.url) as client:
            client.http.get("/__admin/health")
            barrier.wait()
            return work(client, number)

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(begin, range(clients)))


def test_disjoint_metadata_keys_all_survive(leads: LeadsClient, mock: RunningMock) -> None:
    before = leads.stored()[JOHN]["metadata"]

    def write(client: LeadsClient, number: int) -> None:
        for turn in range(ROUNDS):
            key = f"{number}-{turn}"
            assert client.update(JOHN, {"metadata": {key: turn}})["metadata"][key] == turn

    at_once(mock, write)

    written = {f"{number}-{turn}": turn for number in range(CLIENTS) for turn in range(ROUNDS)}
    assert leads.stored()[JOHN]["metadata"] == {**before, **written}


def test_every_update_gets_a_time_of_its_own(leads: LeadsClient, mock: RunningMock) -> None:
    def write(client: LeadsClient, number: int) -> list[str]:
        return [client.update(JOHN, {"status": "lost"})["updatedAt"] for _ in range(ROUNDS)]

    times = [time for own in at_once(mock, write) for time in own]

    assert len(set(times)) == CLIENTS * ROUNDS
    assert leads.stored()[JOHN]["updatedAt"] == max(times)


def test_of_leads_that_race_for_an_email_one_wins(leads: LeadsClient, mock: RunningMock) -> None:
    racers = (JOHN, JANE, EXISTING, ZOE, PRIYA)
    for turn in range(ROUNDS):
        email = f"race-{turn}@example.com"

        def race(client: LeadsClient, number: int, email: str = email) -> Any:
            answer = client.put(racers[number], {"email": email, "metadata": {email: number}})
            return answer.status_code, answer.json().get("details", {}).get("existingLeadId")

        outcomes = dict(zip(racers, at_once(mock, race, len(racers)), strict=True))

        (winner,) = (lead_id for lead_id, (status, _) in outcomes.items() if status == 200)
        losers = [outcome for lead_id, outcome in outcomes.items() if lead_id != winner]
        assert losers == [(409, winner)] * (len(racers) - 1)
        stored = leads.stored()
        assert [lead_id for lead_id in racers if stored[lead_id]["email"] == email] == [winner]
        assert [lead_id for lead_id in racers if email in stored[lead_id]["metadata"]] == [winner]


def test_a_counter_that_two_fields_share_stays_whole(leads: LeadsClient, mock: RunningMock) -> None:
    def write(client: LeadsClient, number: int) -> None:
        for turn in range(ROUNDS):
            mark = f"{number}-{turn}"
            lead = client.update(JOHN, {"name": mark, "source": mark, "metadata": {"mark": mark}})
            assert lead["name"] == lead["source"] == lead["metadata"]["mark"] == mark

    at_once(mock, write)

    lead = leads.stored()[JOHN]
    assert lead["name"] == lead["source"] == lead["metadata"]["mark"]
