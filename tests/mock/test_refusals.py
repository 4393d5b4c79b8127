"""Clauses on 401, 404, 409 and the rest: each refusal to the letter, and nothing changed by any."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.mock.leads import (
    DELETED,
    EXISTING,
    FOREIGN,
    FOREIGN_JOHN,
    JANE,
    JOHN,
    KEY,
    OTHER_KEY,
    UNKNOWN,
    LeadsClient,
)

CHANGE = {"name": "Changed", "metadata": {"changed": True}}
MISSING = ("MISSING_AUTH_HEADER", "Missing authorization header")
MALFORMED = ("MALFORMED_AUTH_HEADER", "Malformed authorization header. Expected format: Bearer <token>")
INVALID = ("INVALID_API_KEY", "Invalid API key")
NO_LEAD = ("LEAD_NOT_FOUND", "Lead not found")
NO_PATH = ("NOT_FOUND", "No such path")
NO_METHOD = ("METHOD_NOT_ALLOWED", "Method not allowed")
NOT_JSON = ("UNSUPPORTED_MEDIA_TYPE", "Unsupported media type")
TOO_LARGE = ("PAYLOAD_TOO_LARGE", "Body too large")
TAKEN = ("DUPLICATE_EMAIL", "Email already exists")

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Refused:
    """A request, and the refusal that it must get."""

    status: int
    code_and_error: tuple[str, str]
    lead_id: str = JOHN
    method: str = "PUT"
    path: str = "/api/v1/leads/{}"
    body: Any = field(default_factory=lambda: CHANGE)
    headers: Headers = (("Authorization", f"Bearer {KEY}"),)
    details: dict[str, str] | None = None


def authorization(*values: str) -> Headers:
    return tuple(("Authorization", value) for value in values)


def no_lead(lead_id: str, **request: Any) -> Refused:
    message = "No lead found with this ID in your workspace"
    return Refused(404, NO_LEAD, lead_id, details={"leadId": lead_id, "message": message}, **request)


def taken(email: str, owner: str, *, by: str = JOHN, key: str = KEY) -> Refused:
    message = "A different lead with this email already exists in your workspace"
    details = {"email": email, "existingLeadId": owner, "message": message}
    return Refused(
        409,
        TAKEN,
        by,
        body={**CHANGE, "email": email},
        headers=authorization(f"Bearer {key}"),
        details=details,
    )


TABLE = {
    "no header": Refused(401, MISSING, headers=()),
    "an empty header": Refused(401, MALFORMED, headers=authorization("")),
    "no scheme": Refused(401, MALFORMED, headers=authorization(KEY)),
    "no token": Refused(401, MALFORMED, headers=authorization("Bearer")),
    "another scheme": Refused(401, MALFORMED, headers=authorization("Basic dXNlcjpwYXNz")),
    "another word": Refused(401, MALFORMED, headers=authorization(f"Bearerx {KEY}")),
    "two tokens": Refused(401, MALFORMED, headers=authorization(f"Bearer {KEY} {KEY}")),
    "a tab for the space": Refused(401, MALFORMED, headers=authorization(f"Bearer\t{KEY}")),
    "two headers": Refused(401, MALFORMED, headers=authorization(f"Bearer {KEY}", f"Bearer {KEY}")),
    "two headers, one wrong": Refused(401, MALFORMED, headers=authorization(f"Bearer {KEY}", "Basic x")),
    "an unknown key": Refused(401, INVALID, headers=authorization("Bearer sk-workspace_unknown")),
    "a key in another case": Refused(401, INVALID, headers=authorization(f"Bearer {KEY.upper()}")),
    "a key cut short": Refused(401, INVALID, headers=authorization(f"Bearer {KEY[:-1]}")),
    "a key continued": Refused(401, INVALID, headers=authorization(f"Bearer {KEY}x")),
    "a very long key": Refused(401, INVALID, headers=authorization(f"Bearer {'x' * 10_000}")),
    "a key beyond ASCII": Refused(401, INVALID, headers=authorization("Bearer k\xe9y")),
    "no key for no lead": Refused(401, MISSING, UNKNOWN, headers=()),
    "no key for a bad body": Refused(401, MISSING, body=b"{", headers=()),
    "no key for another type": Refused(401, MISSING, headers=(("Content-Type", "text/plain"),)),
    "an unknown lead": no_lead(UNKNOWN),
    "a deleted lead": no_lead(DELETED),
    "another workspace's lead": no_lead(FOREIGN),
    "a lead for the other workspace's key": no_lead(JOHN, headers=authorization(f"Bearer {OTHER_KEY}")),
    "no lead but a taken email": no_lead(UNKNOWN, body={"email": "existing@example.com"}),
    "an id in another case": no_lead(JOHN.upper()),
    "a taken email": taken("existing@example.com", EXISTING),
    "a taken email in another case": taken("Existing@Example.COM", EXISTING),
    "a taken email, the other way round": taken("john.doe@example.com", JOHN, by=JANE),
    "a taken email elsewhere": taken("grace.lindqvist@example.se", FOREIGN, by=FOREIGN_JOHN, key=OTHER_KEY),
    "an unknown path": Refused(404, NO_PATH, path="/api/v1/lead/{}"),
    "the root": Refused(404, NO_PATH, path="/"),
    "a version ahead": Refused(404, NO_PATH, path="/api/v2/leads/{}"),
    "the list with a slash": Refused(404, NO_PATH, path="/api/v1/leads/"),
    "the chatbots": Refused(404, NO_PATH, path="/api/v1/chatbots"),
    "a slash too many": Refused(404, NO_PATH, path="/api/v1/leads/{}/"),
    "a slash doubled": Refused(404, NO_PATH, path="/api/v1//leads/{}"),
    "a segment too many": Refused(404, NO_PATH, path="/api/v1/leads/{}/notes"),
    "an unknown path without a key": Refused(404, NO_PATH, path="/nowhere", headers=()),
    **{
        f"the method {method}": Refused(405, NO_METHOD, method=method)
        for method in ("POST", "PATCH", "OPTIONS", "TRACE")
    },
    "another method without a key": Refused(405, NO_METHOD, method="PATCH", headers=()),
    **{
        f"the type {media_type or 'empty'}": Refused(
            415, NOT_JSON, headers=(*authorization(f"Bearer {KEY}"), ("Content-Type", media_type))
        )
        for media_type in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "json",
            "*/*",
            "",
        )
    },
    "a body of 1 MiB and a byte": Refused(413, TOO_LARGE, body=b'{"name": "%b"}' % (b"x" * (2**20 - 11))),
    "a body that is large and bad": Refused(413, TOO_LARGE, body=b"[" * (2**20 + 1)),
}


@pytest.mark.parametrize("refused", TABLE.values(), ids=TABLE)
def test_a_refusal_is_to_the_letter_and_changes_nothing(leads: LeadsClient, refused: Refused) -> None:
    before = leads.stored()
    body = {"content": refused.body} if isinstance(refused.body, bytes) else {"json": refused.body}

    answer = leads.http.request(
        refused.method,
        refused.path.format(refused.lead_id),
        headers=[(name.encode(), value.encode("latin-1")) for name, value in refused.headers],
        **body,
    )

    code, error = refused.code_and_error
    expected: dict[str, Any] = {"success": False, "error": error, "code": code}
    if refused.details is not None:
        expected["details"] = refused.details
    assert (answer.status_code, answer.json()) == (refused.status, expected)
    assert answer.headers.get("Allow") == ("DELETE, GET, HEAD, PUT" if refused.status == 405 else None)
    assert leads.stored() == before


def test_no_refusal_tells_why_there_is_no_such_lead(leads: LeadsClient) -> None:
    def shown(lead_id: str) -> Any:
        answer = leads.put(lead_id, CHANGE)
        headers = {
            name: value for name, value in answer.headers.items() if name not in ("date", "content-length")
        }
        return answer.status_code, headers, answer.text.replace(lead_id, "ID")

    assert shown(UNKNOWN) == shown(DELETED) == shown(FOREIGN)
