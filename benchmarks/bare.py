"""The limit: the least that a Python function on uvicorn can do for an update.

It parses, merges and answers; no routing, key, validation, emails or rate limit. One lead, so that
nothing need be found.
"""

import sys
from typing import Any

import msgspec
import uvicorn
from leads_mock.wire import GatheringProtocol
from starlette.types import Receive, Scope, Send

LEAD: dict[str, Any] = {
    "id": "lead_1234567890abcdef",
    "name": "John Doe",
    "email": "john.doe@example.com",
    "phone": "+1-555-123-4567",
    "source": "website",
    "status": "new",
    "metadata": {
        "utm_source": "google",
        "utm_campaign": "spring_2024",
        "company": "Tech Corp",
        "job_title": "Manager",
        "interests": ["product_demo", "pricing"],
    },
    "createdAt": "2024-01-15T10:30:00.000Z",
    "updatedAt": "2024-01-15T10:30:00.000Z",
    "workspaceId": "ws_your_workspace_id",
}
decode = msgspec.json.Decoder().decode
encode = msgspec.json.Encoder().encode


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    message = await receive()
    body = message["body"]
    while message["more_body"]:
        message = await receive()
        body += message["body"]
    update = decode(body)
    LEAD["metadata"] |= update.pop("metadata", {})
    LEAD.update(update)
    answer = encode({"success": True, "data": LEAD})
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer))],
        }
    )
    await send({"type": "http.response.body", "body": answer})


if __name__ == "__main__":
    # `gathering` puts it behind the mock's own wire protocol instead of uvicorn's.
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        loop="uvloop",
        http=GatheringProtocol if sys.argv[2:] == ["gathering"] else "httptools",
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )
