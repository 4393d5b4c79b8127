import httpx
from leads_mock.testing import Mock


def test_a_lead_is_renamed(leads_mock: Mock) -> None:
    url = f"{leads_mock.url}/api/v1/leads/lead_1234567890abcdef"

    httpx.put(url, headers=leads_mock.headers, json={"name": "Ada"})

    leads_mock.verify(method="PUT", body={"name": "Ada"}, times=1)
    assert leads_mock.requests(status=200)[0]["after"]["name"] == "Ada"


def test_time_stands_still(leads_mock: Mock) -> None:
    url = f"{leads_mock.url}/api/v1/leads/lead_1234567890abcdef"
    leads_mock.clock.set("2030-01-01T12:00:00Z")

    answer = httpx.put(url, headers=leads_mock.headers, json={"status": "lost"})

    assert answer.json()["data"]["updatedAt"] == "2030-01-01T12:00:00.000Z"


def test_the_first_answer_is_a_refusal(leads_mock: Mock) -> None:
    url = f"{leads_mock.url}/api/v1/leads/lead_1234567890abcdef"
    leads_mock.script(match={"method": "PUT"}, when={"times": 1}, answer={"status": 429})

    answers = [httpx.put(url, headers=leads_mock.headers, json={"name": "Ada"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [429, 200]
