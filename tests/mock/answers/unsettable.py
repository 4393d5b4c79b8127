"""Questions on members that a client cannot set, or that a lead does not have."""

from typing import Any

from tests.mock.answers.step import ABSENT, Step, accepted, refused

_JOHN = {
    "id": "lead_1234567890abcdef",
    "createdAt": "2024-01-15T10:30:00.000Z",
    "workspaceId": "ws_your_workspace_id",
}


def _unsettable(field: str, other: Any) -> dict[str, list[Step]]:
    same = _JOHN.get(field, other)
    return {
        "ignored": [
            accepted({field: value, "status": "lost"}, status="lost", **_JOHN)
            for value in (other, same, None)
        ],
        "refused": [refused({field: value, "status": "lost"}, field, value) for value in (other, same, None)],
    }


TABLE = {
    "sent-id": _unsettable("id", "lead_ffffffffffffffff"),
    "sent-created-at": _unsettable("createdAt", "2030-01-01T00:00:00.000Z"),
    "sent-updated-at": _unsettable("updatedAt", "2030-01-01T00:00:00.000Z"),
    "sent-workspace-id": _unsettable("workspaceId", "ws_another_workspace"),
    "unknown-fields": {
        "ignored": [accepted({"nickname": "Jo", "status": "lost"}, status="lost", nickname=ABSENT)],
        "refused": [
            refused({"nickname": "Jo", "status": "lost"}, "nickname", "Jo"),
            refused({"Status": "lost"}, "Status", "lost"),
            refused({"": None}, "", None),
        ],
        "stored": [
            accepted({"nickname": "Jo", "status": "lost"}, status="lost", nickname="Jo"),
            accepted({"name": "X"}, name="X", nickname="Jo"),
            accepted({"nickname": {"a": [1, None]}, "": 1}, nickname={"a": [1, None]}),
        ],
    },
}
