"""Questions on creating a lead."""

import re
from dataclasses import replace
from typing import Any

from tests.mock.answers.step import Step
from tests.mock.leads import CHATBOT, FOREIGN_CHATBOT, JOHN

NEEDED = {"name": "Ada", "email": "ada@example.com"}
ID = re.compile(r"lead_[0-9a-f]{16}")
_HOME = "ws_your_workspace_id"


def created(sent: Any, chatbot: str = CHATBOT, **data: Any) -> Step:
    """A create that answers 201 with these members of the lead."""
    shown = {"id": ID, "workspaceId": _HOME, **data}
    return replace(_create({**NEEDED, **sent}, chatbot, 201), data=shown)


def refused(sent: Any, field: str, value: Any, chatbot: str = CHATBOT) -> Step:
    """A create that answers 400 for this field."""
    details = {"field": field, "value": value}
    return replace(_create(sent, chatbot, 400, "VALIDATION_ERROR"), details=details)


def _create(sent: Any, chatbot: str, status: int, code: str | None = None) -> Step:
    return Step(sent, status, code, method="POST", path=f"/api/v1/chatbots/{chatbot}/leads")


def _no_chatbot(chatbot: str, sent: Any = NEEDED) -> Step:
    return replace(_create(sent, chatbot, 404, "CHATBOT_NOT_FOUND"), details={"chatbotId": chatbot})


_UNKNOWN = "cb_00000000deadbeef"
TABLE = {
    "unknown-chatbot": {
        "not-found": [
            *(_no_chatbot(chatbot) for chatbot in (_UNKNOWN, FOREIGN_CHATBOT, "x")),
            refused({**NEEDED, "status": "odd"}, "status", "odd", _UNKNOWN),
            created({}),
        ],
        "refused": [
            *(refused(NEEDED, "chatbotId", chatbot, chatbot) for chatbot in (_UNKNOWN, FOREIGN_CHATBOT)),
            created({}),
        ],
        "accepted": [
            created({}, _UNKNOWN),
            created({"email": "b@example.com"}, FOREIGN_CHATBOT),
            created({"email": "c@example.com"}),
        ],
    },
    "default-status": {
        "new": [
            created({}, status="new"),
            created({"status": "lost", "email": "b@example.com"}, status="lost"),
        ],
        "none": [
            created({}, status=None),
            created({"status": "lost", "email": "b@example.com"}, status="lost"),
        ],
    },
    "default-metadata": {
        "empty": [created({}, metadata={})],
        "none": [
            created({}, metadata=None),
            created({"metadata": {"a": 1}, "email": "b@example.com"}, metadata={"a": 1}),
        ],
    },
    "read-only-in-create": {
        "ignored": [
            created({"id": JOHN, "workspaceId": "ws_another_workspace"}),
            created(
                {"createdAt": "2020-01-01T00:00:00.000Z", "updatedAt": None, "email": "b@example.com"},
                createdAt=re.compile(r"20(?!20).*"),
            ),
        ],
        "refused": [
            refused({**NEEDED, name: value}, name, value)
            for name, value in (("id", JOHN), ("createdAt", None), ("updatedAt", 1), ("workspaceId", _HOME))
        ],
    },
    "required-null": {
        "refused": [
            refused({**NEEDED, "name": None}, "name", None),
            refused({**NEEDED, "email": None}, "email", None),
            refused({"name": "Ada"}, "email", None),
        ],
        "cleared": [
            created({"name": None}, name=None, email="ada@example.com"),
            created({"email": None}, name="Ada", email=None),
            created({"email": None}, email=None),
            refused({"name": "Ada"}, "email", None),
        ],
    },
    "new-metadata-null": {
        "kept": [
            created({"metadata": {"a": None, "b": {"c": None}}}, metadata={"a": None, "b": {"c": None}})
        ],
        "removed": [created({"metadata": {"a": None, "b": {"c": None, "d": 1}}}, metadata={"b": {"d": 1}})],
    },
}
