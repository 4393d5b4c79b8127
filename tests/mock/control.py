"""What the tests of control calls share."""

from typing import Any

import httpx

from tests.mock.leads import LeadsClient

FIRST, SECOND = "ws_your_workspace_id", "ws_another_workspace"
NEW: dict[str, Any] = {
    "id": "lead_00000000000000a1",
    "name": "Ada Novak",
    "email": "ada@example.com",
    "status": "new",
    "metadata": {"exact": 1.0, "nested": {"list": [1, None, "ü"]}},
    "createdAt": "2020-02-02T02:02:02.002Z",
    "updatedAt": "2021-02-02T02:02:02.002Z",
}


def state(client: LeadsClient, **scope: str) -> dict[str, Any]:
    found: dict[str, Any] = client.http.get("/__admin/state", params=scope).raise_for_status().json()
    return found


def refused(answer: httpx.Response, status: int, field: str | None) -> str:
    """The text of the error."""
    assert (answer.status_code, answer.json()["field"]) == (status, field), answer.text
    text: str = answer.json()["error"]
    return text
