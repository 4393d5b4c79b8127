"""Which method and path each operation is sent with, and that nothing in an id or a query leads elsewhere."""

from __future__ import annotations

import pytest
from leads_check.evidence.exchange import NO_TARGET, Request
from leads_check.settings import Settings
from leads_check.wire import deployment as wire
from leads_check.wire.budget import Budget
from leads_check.wire.client import Answer, Trouble
from leads_check.wire.deployment import Deployment

from leads_contract import load_contract

CUT = Answer(problem="the connection was closed", trouble=Trouble.CUT)
BASE = "http://leads.example.com"
SETTINGS = Settings(
    BASE, api_key="key", lead_id="lead_1", provision="cb_1", foreign_chatbot_id="cb_2", deleted_lead_id="../x"
)
SENT: dict[str, tuple[Request, str, str, bytes | None]] = {
    "get": (Request("", operation="getLead"), "GET", "leads/lead_1", None),
    "update": (Request("", {"name": "x"}), "PUT", "leads/lead_1", b'{"name": "x"}'),
    "delete": (Request("", operation="deleteLead"), "DELETE", "leads/lead_1", None),
    "dots": (Request("", {}, target="deleted"), "PUT", "leads/%252E%252E%2Fx", b"{}"),
    "list": (Request("", target=NO_TARGET, operation="listLeads"), "GET", "leads", None),
    "page": (
        Request("", target=NO_TARGET, operation="listLeads", query="page=2&search=a%20b+c ü#x/../y"),
        "GET",
        "leads?page=2&search=a%20b+c%20%C3%BC%23x/../y",
        None,
    ),
    "create": (
        Request("", {"name": "x"}, target=NO_TARGET, operation="createLead"),
        "POST",
        "chatbots/cb_1/leads",
        b'{"name": "x"}',
    ),
    "foreign chatbot": (
        Request("", {}, target=NO_TARGET, operation="createLead", chatbot="foreign"),
        "POST",
        "chatbots/cb_2/leads",
        b"{}",
    ),
    "unknown chatbot": (
        Request("", {}, target=NO_TARGET, operation="createLead", chatbot="unknown"),
        "POST",
        "chatbots/cb_00c0ffee00000000/leads",
        b"{}",
    ),
}


class Recording:
    """Stands in for the client of the wire."""

    def __init__(self, *answers: Answer) -> None:
        self.sent: list[tuple[str, str, bytes | None]] = []
        self._answers = list(answers)

    def fetch(self, method: str, url: str, headers: object, content: bytes | None) -> Answer:
        self.sent.append((method, url, content))
        return self._answers.pop(0) if self._answers else Answer(200, content=b"{}")


def deployment(monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> tuple[Deployment, Recording]:
    client = Recording(*answers)
    monkeypatch.setattr(wire, "Client", lambda settings, budget: client)
    made = Deployment(SETTINGS, Budget(20), lambda seconds: None)
    made.serves_get = True
    return made, client


@pytest.mark.parametrize("name", SENT)
def test_an_operation_is_sent_as_the_contract_has_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    request, method, place, content = SENT[name]
    if request.operation not in load_contract().operations:
        pytest.skip("the contract does not have it yet")
    made, client = deployment(monkeypatch)
    exchange = made.send(request, "scene")
    assert client.sent == [(method, f"{BASE}/api/v1/{place}", content)]
    assert (exchange.method, exchange.url) == client.sent[0][:2]


def test_a_read_is_an_update_where_get_lead_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    made, client = deployment(monkeypatch)
    made.serves_get = False
    made.send(SENT["get"][0], "scene")
    method, url, content = client.sent[0]
    assert (method, url) == ("PUT", f"{BASE}/api/v1/leads/lead_1")
    assert content


@pytest.mark.parametrize(
    ("name", "times"), [("get", 2), ("update", 2), ("list", 2), ("create", 1), ("delete", 1)]
)
def test_what_has_another_outcome_the_second_time_is_sent_once(
    name: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = SENT[name][0]
    if request.operation not in load_contract().operations:
        pytest.skip("the contract does not have it yet")
    made, client = deployment(monkeypatch, Answer(200, content=b"{}"), CUT)
    made.send(SENT["update"][0], "scene")
    exchange = made.send(request, "scene")
    assert len(client.sent) == 1 + times
    assert exchange.status == (200 if times > 1 else 0)
