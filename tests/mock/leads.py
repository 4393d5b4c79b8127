"""A client of the mock for tests: puts updates, looks at what is stored, checks every answer."""

import asyncio
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from starlette.types import ASGIApp

from tests.mock.conformity import check_answer

KEY = "sk-workspace_your_api_key"
OTHER_KEY = "sk-workspace_another_workspace_key"

JOHN = "lead_1234567890abcdef"
JANE = "lead_2b7d04c1e95fa863"
EXISTING = "lead_3c90aa17f6d2e4b5"
ZOE = "lead_41f8c3d07b9e26a4"
PRIYA = "lead_6d1b95f8204ce7a3"
FOREIGN = "lead_a175020d4f38e69c"
FOREIGN_JOHN = "lead_b286131e5a49f7ad"
DELETED = "lead_dead0000dead0001"
UNKNOWN = "lead_00000000deadbeef"
CHATBOT = "cb_1234567890abcdef"
FOREIGN_CHATBOT = "cb_a0b1c2d3e4f50617"

Lead = dict[str, Any]

JOHN_METADATA: dict[str, Any] = {
    "utm_source": "google",
    "utm_campaign": "spring_2024",
    "company": "Tech Corp",
    "job_title": "Manager",
    "interests": ["product_demo", "pricing"],
}
"""What the fixtures know of John, the lead of the documentation."""


def bearer(key: str) -> dict[str, str]:
    """The header that shows a key."""
    return {"Authorization": f"Bearer {key}"}


class LeadsClient:
    """Talks to one mock; every answer is held against the contract's schemas."""

    def __init__(self, http: httpx.Client) -> None:
        http.event_hooks = {"response": [check_answer]}
        self.http = http

    def put(
        self, lead_id: str, update: Any, key: str = KEY, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Sends an update: bytes go as they are, all else as its JSON text."""
        body: dict[str, Any] = {"content": update} if isinstance(update, bytes) else {"json": update}
        return self.http.put(f"/api/v1/leads/{lead_id}", headers={**bearer(key), **(headers or {})}, **body)

    def update(self, lead_id: str, update: Any, key: str = KEY) -> Lead:
        """The lead after an update that must be accepted."""
        answer = self.put(lead_id, update, key)
        assert answer.status_code == 200, answer.text
        lead: Lead = answer.json()["data"]
        return lead

    def stored(self) -> dict[str, Lead]:
        """Every stored lead by id."""
        leads: list[Lead] = self.http.get("/__admin/leads").raise_for_status().json()["leads"]
        return {lead["id"]: lead for lead in leads}

    def reset(self) -> None:
        self.http.post("/__admin/reset").raise_for_status()


class InProcess(httpx.BaseTransport):
    """Carries requests to an ASGI application without a network; `peer` is the caller's address."""

    def __init__(self, app: ASGIApp, runner: asyncio.Runner, peer: str) -> None:
        self._asgi = httpx.ASGITransport(app, client=(peer, 50000))
        self._runner = runner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._carry(request))

    async def _carry(self, request: httpx.Request) -> httpx.Response:
        answer = await self._asgi.handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


@contextmanager
def over_http(url: str) -> Generator[LeadsClient]:
    """A client of the mock that listens at `url`."""
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        yield LeadsClient(http)


@contextmanager
def in_process(app: ASGIApp, peer: str = "127.0.0.1") -> Generator[LeadsClient]:
    """A client of a mock that lives in this process."""
    with (
        asyncio.Runner() as runner,
        httpx.Client(base_url="http://127.0.0.1", transport=InProcess(app, runner, peer)) as http,
    ):
        yield LeadsClient(http)
