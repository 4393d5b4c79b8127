"""Each answer that openapi.yaml describes can be had from the mock, and looks as its examples do."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from leads_mock.app import create_app
from leads_mock.settings import Settings

from leads_contract import load_contract
from tests.mock.conformity import check
from tests.mock.leads import JOHN, KEY, UNKNOWN, LeadsClient, bearer, in_process

RESPONSES = load_contract().document["components"]["responses"]
OPERATION = load_contract().document["paths"]["/api/v1/leads/{leadId}"]["put"]
EXAMPLES = {
    name: example["value"]
    for response in RESPONSES.values()
    for name, example in response["content"]["application/json"]["examples"].items()
}
COMPLETE = OPERATION["requestBody"]["content"]["application/json"]["examples"]["completeUpdate"]["value"]
JSON = {**bearer(KEY), "Content-Type": "application/json"}
REQUESTS: dict[str, tuple[int, str, dict[str, str], Any]] = {
    # an example's name: status, lead, headers and body of a request that is answered so
    "updated": (200, JOHN, JSON, COMPLETE),
    "invalidStatus": (400, JOHN, JSON, {"status": "invalid_status"}),
    "invalidEmail": (400, JOHN, JSON, {"email": "not-an-email"}),
    "missing": (401, JOHN, {}, {}),
    "malformed": (401, JOHN, {"Authorization": KEY}, {}),
    "invalid": (401, JOHN, bearer("sk-workspace_unknown"), {}),
    "unknown": (404, UNKNOWN, JSON, {}),
    "taken": (409, JOHN, JSON, {"email": "existing@example.com"}),
    "unsupportedMediaType": (415, JOHN, {**JSON, "Content-Type": "text/plain"}, {}),
    "exceeded": (429, JOHN, JSON, {}),
}
VARIABLE = ("updatedAt", "existingLeadId", "limit", "resetTime", "retryAfter")


@pytest.fixture
def client() -> Iterator[LeadsClient]:
    """A client of a mock that serves one request of each key."""
    with in_process(create_app(Settings(rate_limit=1))) as client:
        yield client


def send(client: LeadsClient, name: str) -> httpx.Response:
    status, lead_id, headers, body = REQUESTS[name]
    for _ in range(2 if status == 429 else 1):
        answer = client.http.put(f"/api/v1/leads/{lead_id}", headers=headers, content=json.dumps(body))
    assert answer.status_code == status
    return answer


def masked(value: Any) -> Any:
    """The value without what differs from one request to another."""
    if isinstance(value, dict):
        return {name: "..." if name in VARIABLE else masked(item) for name, item in value.items()}
    return value


def test_there_is_a_request_for_each_status_and_example() -> None:
    assert REQUESTS.keys() == EXAMPLES.keys()
    described = {int(status) for status in OPERATION["responses"] if status != "default"}
    assert described < {status for status, *_ in REQUESTS.values()}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_answer_looks_as_the_example_does(client: LeadsClient, name: str) -> None:
    assert masked(send(client, name).json()) == masked(EXAMPLES[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_a_distorted_answer_would_not_pass(client: LeadsClient, name: str) -> None:
    answer = send(client, name)
    content = answer.json()
    check(answer.status_code, answer.headers, answer.content)

    inner = content.get("details") or content.get("data") or content
    for member in (content, inner):
        for key in list(member):
            kept = member.pop(key)
            if key not in ("name", "email", "phone", "source", "status", "metadata"):
                with pytest.raises(AssertionError):
                    check(answer.status_code, answer.headers, json.dumps(content).encode())
            member[key] = kept
    for header in [header for header in answer.headers if header.startswith(("x-rate", "retry"))]:
        del answer.headers[header]
        with pytest.raises(AssertionError):
            check(answer.status_code, answer.headers, answer.content)
