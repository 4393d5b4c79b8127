"""Questions on the order of checks, on ids and keys, and on what surrounds an answer."""

import re
from typing import Any

from tests.mock.answers.step import ABSENT, Step, accepted, conflicting, refused
from tests.mock.leads import JOHN, KEY, UNKNOWN

_TAKEN = "existing@example.com"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_REQUEST_ID = re.compile("req_[0-9a-f]{16}")


def _no_key(sent: Any, **request: Any) -> Step:
    return Step(sent, 401, "MISSING_AUTH_HEADER", authorization=None, **request)


def _no_lead(sent: Any, lead_id: str = UNKNOWN, **request: Any) -> Step:
    return Step(sent, 404, "LEAD_NOT_FOUND", details={"leadId": lead_id}, lead_id=lead_id, **request)


def _malformed_key(authorization: str) -> Step:
    return Step({}, 401, "MALFORMED_AUTH_HEADER", authorization=authorization)


_BAD = {"status": "x"}
_BAD_KEYS = (
    (None, "MISSING_AUTH_HEADER"),
    ("Basic x", "MALFORMED_AUTH_HEADER"),
    ("Bearer unknown", "INVALID_API_KEY"),
)
_LARGE = b" " * (2**20 + 1)

TABLE = {
    "check-order": {
        "authentication-validation-existence": [
            _no_key(_BAD),
            _no_key(b"{", lead_id=UNKNOWN),
            _no_key(_LARGE),
            _no_key({}, content_type="text/plain"),
            refused(_BAD, "status", "x", lead_id=UNKNOWN),
            Step({}, 415, "UNSUPPORTED_MEDIA_TYPE", lead_id=UNKNOWN, content_type="text/plain"),
            _no_lead({"status": "lost"}),
        ],
        "authentication-existence-validation": [
            _no_key(_BAD),
            _no_key(b"{", lead_id=UNKNOWN),
            _no_lead(_BAD),
            _no_lead(b"{"),
            _no_lead(_LARGE),
            _no_lead({}, content_type="text/plain"),
            refused(_BAD, "status", "x"),
        ],
        "validation-authentication-existence": [
            refused(_BAD, "status", "x", authorization=None),
            refused(b"{", "body", None, authorization="Basic x", lead_id=UNKNOWN),
            Step({}, 415, "UNSUPPORTED_MEDIA_TYPE", authorization=None, content_type="text/plain"),
            _no_key({"status": "lost"}, lead_id=UNKNOWN),
            _no_lead({"status": "lost"}),
        ],
    },
    "conflict-order": {
        "validation-first": [
            refused({"email": _TAKEN, "status": "x"}, "status", "x"),
            refused({"email": _TAKEN, "name": 1}, "name", 1),
            conflicting({"email": _TAKEN}),
        ],
        "conflict-first": [
            conflicting({"email": _TAKEN, "status": "x"}),
            conflicting({"email": _TAKEN, "name": 1}),
            conflicting({"email": _TAKEN}),
            conflicting({"email": "EXISTING@example.com", "status": "x"}),
            refused({"email": "john.doe@example.com", "status": "x"}, "status", "x"),
            refused({"email": "free@example.com", "status": "x"}, "status", "x"),
            refused({"email": 1, "status": "x"}, "email", 1),
            refused({"email": _TAKEN, "status": "x"}, "status", "x", lead_id=UNKNOWN),
            refused(b"[]", "body", []),
        ],
    },
    "reported-field": {
        "fixed-order": [
            refused(
                b'{"metadata": 0, "status": 0, "source": 0, "phone": 0, "email": 0, "name": 0}', "name", 0
            ),
            refused(b'{"metadata": 0, "status": 0, "email": "a@b.de"}', "status", 0),
        ],
        "order-sent": [
            refused(
                b'{"metadata": 0, "status": 0, "source": 0, "phone": 0, "email": 0, "name": 0}', "metadata", 0
            ),
            refused(b'{"email": "a@b.de", "status": 0, "name": 0}', "status", 0),
        ],
    },
    "reported-value": {
        "as-sent": [refused({"status": ["new"]}, "status", ["new"]), refused({"name": 5}, "name", 5)],
        "as-text": [
            refused({"status": ["new"]}, "status", '["new"]'),
            refused({"name": 5}, "name", "5"),
            refused({"status": "x"}, "status", "x"),
            refused({"status": None}, "status", None),
        ],
    },
    "malformed-lead-id": {
        "not-found": [
            _no_lead({}, lead_id, method=method)
            for lead_id in ("1", "lead_123", "LEAD_1234567890ABCDEF", UNKNOWN)
            for method in ("PUT", "GET", "DELETE")
        ],
        "refused": [
            *(
                refused({}, "leadId", lead_id, lead_id=lead_id, method=method)
                for lead_id in ("1", "lead_123", f"{JOHN}0", f"x{JOHN}")
                for method in ("PUT", "GET", "DELETE")
            ),
            _no_lead({}),
            accepted({}),
        ],
    },
    "scheme-case": {
        "any-case": [Step({}, authorization=f"{scheme} {KEY}") for scheme in ("Bearer", "bearer", "BEARER")],
        "exact-case": [
            Step({}, authorization=f"Bearer {KEY}"),
            *(_malformed_key(f"{scheme} {KEY}") for scheme in ("bearer", "BEARER")),
        ],
    },
    "error-extras": {
        "omitted": [
            Step(sent, 400, "VALIDATION_ERROR", envelope={"timestamp": ABSENT, "requestId": ABSENT})
            for sent in (_BAD, b"")
        ],
        "included": [
            Step(sent, 400, "VALIDATION_ERROR", envelope={"timestamp": _TIME, "requestId": _REQUEST_ID})
            for sent in (_BAD, b"")
        ],
    },
    "www-authenticate": {
        "bearer": [
            Step({}, 401, code, authorization=shown, headers={"WWW-Authenticate": "Bearer"})
            for shown, code in _BAD_KEYS
        ],
        "omitted": [
            Step({}, 401, code, authorization=shown, headers={"WWW-Authenticate": ABSENT})
            for shown, code in _BAD_KEYS
        ],
    },
    "unserved-method": {
        "method-not-allowed": [
            Step({}, 405, "METHOD_NOT_ALLOWED", method=method) for method in ("PATCH", "POST")
        ],
        "not-found": [Step({}, 404, "NOT_FOUND", method=method) for method in ("PATCH", "POST")],
    },
}
