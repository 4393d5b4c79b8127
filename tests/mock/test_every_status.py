"""Each answer that openapi.yaml describes can be had from the mock, and looks as its examples do."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from leads_mock.app import create_app
from leads_mock.core.memory import SeedWorkspace
from leads_mock.settings import Settings

from leads_contract import load_contract
from tests.mock.conformity import check
from tests.mock.leads import JOHN, KEY, UNKNOWN, LeadsClient, bearer, in_process

OPERATION = load_contract().operations["updateLead"]
EXAMPLES = {
    name: example for response in OPERATION.responses.values() for name, example in response.examples.items()
}
COMPLETE = OPERATION.examples["completeUpdate"]
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
    "notServed": (405, JOHN, JSON, {}),
    "tooLarge": (413, JOHN, JSON, {"name": "n" * 2**20}),
    "notJson": (415, JOHN, {**JSON, "Content-Type": "text/plain"}, {}),
    "exceeded": (429, JOHN, JSON, {}),
    "failed": (500, JOHN, JSON, {}),
}
VARIABLE = ("updatedAt", "existingLeadId", "limit", "resetTime", "retryAfter")


@pytest.fixture
def client() -> Iterator[LeadsClient]:
    """A client of a mock that serves one request of each key."""
    with in_process(create_app(Settings(rate_limit=1))) as client:
        yield client


@pytest.fixture
def failing() -> Iterator[LeadsClient]:
    """A client of a mock whose lead says of no time that it is one."""
    lead = {"id": JOHN, "metadata": {}, "updatedAt": "never"}
    seeds = [SeedWorkspace("ws_your_workspace_id", (KEY,), {}, [lead])]
    with in_process(create_app(Settings(), read_seeds=lambda *_: seeds)) as client:
        yield client


@pytest.fixture
def answer(client: LeadsClient, failing: LeadsClient, name: str) -> httpx.Response:
    """The answer to the request of this name."""
    status, lead_id, headers, body = REQUESTS[name]
    method = "POST" if status == 405 else OPERATION.method
    path = OPERATION.path.format(leadId=lead_id)
    http = (failing if status == 500 else client).http
    for _ in range(2 if status == 429 else 1):
        answer = http.request(method, path, headers=headers, content=json.dumps(body))
    assert answer.status_code == status
    return answer


def masked(value: Any) -> Any:
    """The value without what differs from one request to another."""
    if isinstance(value, dict):
        return {name: "..." if name in VARIABLE else masked(item) for name, item in value.items()}
    return value


def test_there_is_a_request_for_each_status_and_example() -> None:
    assert REQUESTS.keys() == EXAMPLES.keys()
    assert OPERATION.responses.keys() == {status for status, *_ in REQUESTS.values()}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_answer_looks_as_the_example_does(answer: httpx.Response, name: str) -> None:
    assert masked(answer.json()) == masked(EXAMPLES[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_a_distorted_answer_would_not_pass(answer: httpx.Response) -> None:
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
    for header in [header for header in answer.headers if header.startswith(("x-rate", "retry", "allow"))]:
        del answer.headers[header]
        with pytest.raises(AssertionError):
            check(answer.status_code, answer.headers, answer.content)
