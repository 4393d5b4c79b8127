"""For each open question a request that tells its answers apart, and what each answer makes of it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from leads_reference.jsontext import Json, Number, same
from leads_reference.model import Model
from leads_reference.world import WORLD

KEY = f"Bearer {WORLD.api_key}"


class Outcome(NamedTuple):
    """A request, and its outcome by answer: a status, or where it is 200 the value at `path` of the lead.

    A path that starts with a slash leads into the envelope of a refusal.
    """

    question: str
    body: Any
    expected: Mapping[str, Any]
    path: str = "status"
    lead: str = WORLD.lead_id
    key: str = KEY
    kind: str | None = "application/json"

    def of(self, model: Model) -> Json:
        raw = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        answer = model.update([self.key], self.lead, self.kind, raw)
        if answer.status != 200 and not self.path.startswith("/"):
            return answer.status
        value = answer.json["data"] if answer.status == 200 else answer.json
        for member in self.path.strip("/").split("/"):
            value = value.get(member, "absent")
        return value

    def holds(self, answer: str) -> bool:
        return same(self.of(Model({self.question: answer}, now=lambda: NOW)), self.expected[answer])


def refused_or(question: str, body: Any, path: str, **expected: Any) -> Outcome:
    """An outcome whose answer `refused` gives 400; answers are spelt with underscores here."""
    given = {answer.replace("_", "-"): value for answer, value in expected.items()}
    return Outcome(question, body, {"refused": 400} | given, path)


def metadata(**members: Any) -> dict[str, Any]:
    return {"metadata": members}


NOW, SHOWN_NOW = datetime(2026, 5, 4, 10, 20, 30, 123456, UTC), "2026-05-04T10:20:30.123Z"
TAKEN, NAME = "tomasz.wojcik@example.org", "Marit Lindqvist"
BOTH = {"status": "bad", "name": 7}
LARGE = b'{"metadata": {"n": 123456789012345678901234567890}}'

OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        "nested-metadata",
        metadata(team={"size": None, "lead": "A", "none": None}),
        {"merged": {"lead": "A"}, "replaced": {"size": None, "lead": "A", "none": None}},
        "metadata/team",
        WORLD.other_lead_id,
    ),
    refused_or("odd-metadata-keys", metadata(**{"$set": 1}), "metadata/$set", kept=1),
    refused_or("odd-metadata-keys", metadata(x=[{"a.b": 1}]), "metadata/x", kept=[{"a.b": 1}]),
    refused_or(
        "large-numbers",
        LARGE,
        "metadata/n",
        exact=123456789012345678901234567890,
        rounded=123456789012345678901234567890.0,
    ),
    refused_or(
        "large-numbers", b'{"metadata": {"n": 1e400}}', "metadata/n", exact=Number("1e400"), rounded=400
    ),
    refused_or(
        "large-numbers",
        b'{"metadata": {"n": 0.1}}',
        "metadata/n",
        exact=Number("0.1"),
        refused=Number("0.1"),
        rounded=0.1,
    ),
    Outcome(
        "nesting-limit",
        metadata(x=json.loads("[" * 127 + "]" * 127)),
        {"levels-512": "qualified", "levels-128": 400},
    ),
    Outcome(
        "nesting-limit",
        metadata(x=json.loads("[" * 126 + "]" * 126)),
        {"levels-512": "qualified", "levels-128": "qualified"},
    ),
    Outcome("cleared-field", {"phone": None}, {"shown-as-null": None, "left-out": "absent"}, "phone"),
    refused_or("null-name", {"name": None}, "name", cleared=None, ignored=NAME),
    refused_or("null-email", {"email": None}, "email", cleared=None, ignored="marit.lindqvist@example.com"),
    refused_or("null-status", {"status": None}, "status", cleared=None, ignored="qualified", reset="new"),
    Outcome(
        "null-metadata",
        {"metadata": None},
        {"emptied": {}, "cleared": None, "ignored": {"lost_reason": "budget"}, "refused": 400},
        "metadata",
        "lead_92eb5ffee6ae2fec",
    ),
    Outcome("empty-name", {"name": ""}, {"blank-refused": 400, "empty-refused": 400, "allowed": ""}, "name"),
    Outcome(
        "empty-name",
        {"name": " \t"},
        {"blank-refused": 400, "empty-refused": " \t", "allowed": " \t"},
        "name",
    ),
    refused_or("empty-phone", {"phone": ""}, "phone", stored="", cleared=None),
    refused_or("empty-source", {"source": ""}, "source", stored="", cleared=None),
    refused_or("empty-update", {}, "name", accepted=NAME),
    Outcome(
        "unchanged-update",
        {"name": NAME},
        {"moves-updated-at": SHOWN_NOW, "keeps-updated-at": "2024-03-01T16:45:10.125Z"},
        "updatedAt",
    ),
    *(
        refused_or(f"sent-{name}", {member: "x", "status": "lost"}, "status", ignored="lost")
        for name, member in (
            ("id", "id"),
            ("created-at", "createdAt"),
            ("updated-at", "updatedAt"),
            ("workspace-id", "workspaceId"),
        )
    ),
    refused_or("unknown-fields", {"tag": [1]}, "tag", ignored="absent", stored=[1]),
    Outcome("email-case", {"email": TAKEN.upper()}, {"same": 409, "different": TAKEN.upper()}, "email"),
    Outcome(
        "stored-email-case",
        {"email": "A.B@Example.com"},
        {"as-sent": "A.B@Example.com", "lower-cased": "a.b@example.com"},
        "email",
    ),
    Outcome(
        "email-format",
        {"email": "a@host"},
        {"dotted-domain": 400, "any-domain": "a@host", "internationalised": 400},
        "email",
    ),
    Outcome(
        "email-format",
        {"email": "ä@bücher.de"},
        {"dotted-domain": 400, "any-domain": 400, "internationalised": "ä@bücher.de"},
        "email",
    ),
    Outcome(
        "phone-format",
        {"phone": "040 5551234"},
        {"digits-and-separators": "040 5551234", "international": 400, "any-with-digit": "040 5551234"},
        "phone",
    ),
    Outcome(
        "phone-format",
        {"phone": "ext. 5"},
        {"digits-and-separators": 400, "international": 400, "any-with-digit": "ext. 5"},
        "phone",
    ),
    Outcome("long-name", {"name": "n" * 256}, {"unlimited": "n" * 256, "characters-255": 400}, "name"),
    Outcome("long-name", {"name": "é" * 255}, {"unlimited": "é" * 255, "characters-255": "é" * 255}, "name"),
    Outcome("surrounding-space", {"source": " web "}, {"kept": " web ", "trimmed": "web"}, "source"),
    Outcome("surrounding-space", {"email": " a@b.co"}, {"kept": 400, "trimmed": "a@b.co"}, "email"),
    Outcome(
        "timestamp-precision",
        {"status": "lost"},
        {
            "milliseconds": "2024-02-03T08:15:30.250Z",
            "seconds": "2024-02-03T08:15:30Z",
            "microseconds": "2024-02-03T08:15:30.250000Z",
        },
        "createdAt",
    ),
    Outcome(
        "check-order",
        {"status": "bad"},
        {
            "authentication-validation-existence": 400,
            "authentication-existence-validation": 404,
            "validation-authentication-existence": 400,
        },
        lead=WORLD.unknown_lead_id,
    ),
    Outcome(
        "check-order",
        {"status": "bad"},
        {
            "authentication-validation-existence": 401,
            "authentication-existence-validation": 401,
            "validation-authentication-existence": 400,
        },
        key="Bearer nobody's",
    ),
    Outcome(
        "conflict-order", {"email": TAKEN, "status": "bad"}, {"validation-first": 400, "conflict-first": 409}
    ),
    Outcome("reported-field", BOTH, {"fixed-order": "name", "order-sent": "status"}, "/details/field"),
    Outcome("malformed-lead-id", {}, {"not-found": 404, "refused": 400}, lead="no-lead"),
    Outcome("scheme-case", {}, {"any-case": "qualified", "exact-case": 401}, key=f"bearer {WORLD.api_key}"),
    Outcome("malformed-json", b"{", {"described": "body", "not-a-field": ""}, "/details/field"),
    refused_or("non-object-body", [], "status", treated_as_empty="qualified"),
    refused_or(
        "duplicate-keys", b'{"status": "lost", "status": "new"}', "status", last_wins="new", first_wins="lost"
    ),
    Outcome(
        "other-content-type",
        {"status": "lost"},
        {"refused-415": 415, "refused-400": 400, "read-as-json": "lost", "ignored": "qualified"},
        kind="text/plain",
    ),
    refused_or("lone-surrogate", b'{"source": "\\ud800"}', "source", replaced="\ufffd"),
    Outcome("reported-value", {"name": 7}, {"as-sent": 7, "as-text": "7"}, "/details/value"),
    Outcome("missing-content-type", {}, {"read-as-json": "qualified", "as-another-type": 415}, kind=None),
    Outcome(
        "body-limit", metadata(x="x" * 102_400), {"mib-1": "qualified", "kib-100": 413, "mib-10": "qualified"}
    ),
    Outcome("body-limit", metadata(x="x" * 1024**2), {"mib-1": 413, "kib-100": 413, "mib-10": "qualified"}),
    Outcome("error-extras", b"{", {"omitted": "absent", "included": SHOWN_NOW}, "/timestamp"),
)
