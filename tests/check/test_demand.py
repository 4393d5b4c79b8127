"""What the contract asks of a request, derived from the request and from what was known."""

from typing import Any

import pytest
from leads_check.evidence.demand import Demand, demand
from leads_check.evidence.exchange import Request
from leads_check.evidence.objections import REFUSALS, Known

OWN, TAKEN, ELSEWHERE, RELEASED = (
    "own@example.com",
    "taken@example.com",
    "else@example.com",
    "once@example.com",
)
LEAD = {"id": "lead_1", "email": OWN, "metadata": {"list": [1], "text": "x"}}
KNOWN = Known(LEAD, {"other": {"email": TAKEN}, "foreign": {"email": ELSEWHERE}}, frozenset({RELEASED}))

ACCEPTED: list[tuple[Any, str]] = [
    ({"status": "lost"}, "status-values-accepted"),
    ({"name": "Zoë O'Neil-Smith"}, "sent-fields-updated"),
    ({"phone": None}, "null-clears-field"),
    ({"phone": "+1-555-123-9999", "source": "webinar"}, "sent-fields-updated"),
    ({"email": OWN}, "own-email-accepted"),
    ({"email": ELSEWHERE}, "email-unique-per-workspace"),
    ({"email": RELEASED}, "released-email-free"),
    ({"metadata": {}}, "metadata-empty-object-changes-nothing"),
    ({"metadata": {"new": 1}}, "metadata-new-keys-added"),
    ({"metadata": {"text": "y"}}, "metadata-existing-keys-updated"),
    ({"metadata": {"list": [2]}}, "metadata-arrays-replaced"),
    ({"metadata": {"text": None}}, "metadata-null-removes-key"),
]
REFUSED: list[tuple[Any, int, str, str]] = [
    ({"status": "archived"}, 400, "invalid-status-refused", "status"),
    ({"status": True}, 400, "invalid-status-refused", "status"),
    ({"name": 5}, 400, "wrong-types-refused", "name"),
    ({"metadata": ["x"]}, 400, "wrong-types-refused", "metadata"),
    ({"email": "no-at-sign"}, 400, "invalid-email-refused", "email"),
    ({"email": "Jane <free@example.com>"}, 400, "invalid-email-refused", "email"),
    ({"email": "mailto:free@example.com"}, 400, "invalid-email-refused", "email"),
    ({"email": "a@example.com,b@example.com"}, 400, "invalid-email-refused", "email"),
    ({"email": "a@example.com."}, 400, "invalid-email-refused", "email"),
    ({"email": "a\tb@example.com"}, 400, "invalid-email-refused", "email"),
    ({"email": "a@example.com\0"}, 400, "invalid-email-refused", "email"),
    ({"email": ""}, 400, "invalid-email-refused", "email"),
    ({"phone": "call me"}, 400, "invalid-phone-refused", "phone"),
    ({"email": TAKEN}, 409, "duplicate-email-refused", "email"),
]
OPEN: list[Any] = [
    {},
    {"name": None},
    {"name": "  padded "},
    {"name": "R2-D2 & Sons"},
    {"source": "a fair"},
    {"phone": "555 1234"},
    {"email": TAKEN.upper()},
    {"email": "a@example.com\n"},
    {"email": "a@[IPv6:::1]"},
    {"id": "lead_2"},
    {"unknown": 1},
    {"metadata": None},
    {"metadata": {"a.b": 1}},
    {"metadata": {"large": 2**64}},
    {"metadata": {"nul": "\0"}},
    [],
    b"",
    b'{"name": "A", "name": "B"}',
    b'{"metadata": {"surrogate": "\\ud800"}}',
    b'\xef\xbb\xbf{"status": "lost"}',
    '{"status": "lost"}'.encode("utf-16"),
    '{"status": "lost"}'.encode("utf-16-le"),
]


@pytest.mark.parametrize(("body", "clause"), ACCEPTED)
def test_what_must_be_accepted(body: Any, clause: str) -> None:
    assert demand(Request("", body), KNOWN) == Demand(200, clause)


@pytest.mark.parametrize(("body", "status", "clause", "field"), REFUSED)
def test_what_must_be_refused(body: Any, status: int, clause: str, field: str) -> None:
    assert demand(Request("", body), KNOWN) == Demand(status, clause, field)


@pytest.mark.parametrize("body", OPEN, ids=str)
def test_what_is_left_open(body: Any) -> None:
    asked = demand(Request("", body), KNOWN)
    assert (asked.status, set(asked.among)) == (None, set())


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"status=new",
        b'{"metadata": {"x": NaN}}',
        b'{"metadata": {"x": "\xff"}}',
        {"email": f" {TAKEN} "},
        {"email": f"Jane <{TAKEN}>"},
        {"status": "x", "name": None},
    ],
    ids=str,
)
def test_what_must_be_refused_in_one_way_or_another(body: Any) -> None:
    asked = demand(Request("", body), KNOWN)
    assert (asked.status, asked.among) == (None, REFUSALS)
    assert asked.allows(422)
    assert not asked.allows(200)
    assert not asked.allows(500)


VALID, INVALID = {"status": "lost"}, {"status": "archived"}


@pytest.mark.parametrize(
    ("request_", "status", "clause"),
    [
        (Request("", VALID, authorization=()), 401, "missing-key-refused"),
        (Request("", VALID, authorization=("Basic {key}",)), 401, "malformed-key-refused"),
        (Request("", VALID, authorization=("Bearer other",)), 401, "unknown-key-refused"),
        (Request("", VALID, authorization=("Bearer:{key}",)), 401, "malformed-key-refused"),
        (Request("", VALID, authorization=("Bearer{key}",)), 401, "malformed-key-refused"),
        (Request("", VALID, authorization=('Bearer "{key}"',)), None, "malformed-key-refused"),
        (Request("", VALID, authorization=("Bearer Bearer {key}",)), None, "malformed-key-refused"),
        (Request("", VALID, authorization=("bearer {key}",)), None, "malformed-key-refused"),
        (Request("", VALID, authorization=("",)), None, "malformed-key-refused"),
        (Request("", VALID, authorization=("Bearer={key}",)), 401, "malformed-key-refused"),
        (Request("", VALID, authorization=("Basic {key-pair}",)), 401, "malformed-key-refused"),
        (Request("", VALID, authorization=("Bearer {key-base64}",)), 401, "unknown-key-refused"),
        # The emails of others are looked at after the key, too.
        (Request("", {"email": TAKEN}, authorization=()), 401, "missing-key-refused"),
        # What a proxy may refuse by itself.
        (Request("", VALID, authorization=("Bearer " + "x" * 7000,)), None, "unknown-key-refused"),
        (Request("", VALID, authorization=("Bearer é",)), None, "unknown-key-refused"),
        (Request("", VALID, query="x=1"), None, "no-server-error"),
        (Request("", VALID, headers=(("Accept", "text/html"),)), None, "no-server-error"),
        (Request("", VALID, headers=(("X-API-Key", "{key}"),)), 200, "status-values-accepted"),
        (Request("", VALID, target="unknown"), 404, "unknown-lead-refused"),
        (Request("", VALID, target="deleted"), 404, "deleted-lead-refused"),
        (Request("", VALID, target="foreign"), 404, "foreign-lead-refused"),
        (Request("", VALID, target="foreign", key="foreign"), 200, "status-values-accepted"),
        # The key is looked at before the lead; the body may be looked at before both.
        (Request("", VALID, target="unknown", authorization=()), 401, "missing-key-refused"),
        (Request("", INVALID, authorization=()), None, "missing-key-refused"),
        (Request("", INVALID, target="unknown"), None, "invalid-status-refused"),
        (Request("", VALID, content_type="text/plain"), None, "sent-fields-updated"),
        (Request("", operation="getLead"), 200, "response-is-stored"),
        (Request("", operation="getLead", authorization=()), 401, "missing-key-refused"),
    ],
)
def test_key_lead_and_body_together(request_: Request, status: int | None, clause: str) -> None:
    asked = demand(request_, KNOWN)
    assert (asked.status, asked.clause) == (status, clause)
