"""The mock with generated leads, as many as are asked for: `python -m benchmarks.many_leads PORT LEADS`."""

import sys
from collections.abc import Iterator
from itertools import chain

from leads_mock.app import create_app
from leads_mock.core.json_text import encode
from leads_mock.core.memory import SeedWorkspace
from leads_mock.core.store import Lead
from leads_mock.server import bind, serve
from leads_mock.settings import Settings

from benchmarks.servers import HEADERS, PATH

BYTES = 700
"""Of JSON, for each lead."""
CHATBOT = "cb_1234567890abcdef"


def generated_leads(count: int) -> Iterator[Lead]:
    """Leads of BYTES each, all different; ids count up, and so do emails."""
    notes = "n" * (BYTES - len(encode(_lead(0, ""))))
    return (_lead(number, notes) for number in range(count))


def _lead(number: int, notes: str) -> Lead:
    return {
        "id": f"lead_{number:016x}",
        "name": "John Smith",
        "email": f"lead-{number:07}@example.com",
        "phone": "+1-555-123-4567",
        "source": "website",
        "status": "new",
        "metadata": {"company": "Tech Corp", "interests": ["product_demo", "pricing"], "notes": notes},
        "createdAt": "2024-01-15T10:30:00.000Z",
        "updatedAt": "2024-01-15T10:30:00.000Z",
        "workspaceId": "ws_your_workspace_id",
    }


def seeds(count: int) -> list[SeedWorkspace]:
    """One workspace with the usual key, chatbot and lead; the mock is awaited by that lead."""
    usual = {**_lead(count, ""), "id": PATH.rpartition("/")[2]}
    key = HEADERS["Authorization"].removeprefix("Bearer ")
    leads = chain([usual], generated_leads(count))
    return [SeedWorkspace("ws_your_workspace_id", (key,), {}, leads, (CHATBOT,))]


if __name__ == "__main__":
    port, count = map(int, sys.argv[1:])
    app = create_app(Settings(journal=0), read_seeds=lambda *_: seeds(count))
    serve(app, bind("127.0.0.1", port))
