"""Requests whose answers the clauses settle, up to the open questions that a scenario names."""

import json
from typing import Any

from leads_reference.corners import CORNERS
from leads_reference.jsontext import JsonObject
from leads_reference.scenario import Scenario, case, each, metadata, metadata_each, put, read

STATUSES = ("new", "contacted", "qualified", "converted", "lost", "follow_up")
EMPTY = ("empty-update", "unchanged-update")
CASES = ("email-case", "stored-email-case")
COMPLETE = {
    "name": "John Smith",
    "phone": "+1-555-456-7890",
    "status": "lost",
    "source": "trade fair",
    "metadata": {"company": "New Tech Corp", "budget": "$50k-100k", "interests": ["enterprise_solution"]},
}
LONG = "Lorem ipsum, dolor sit amet. " * 320

FIELDS = (
    *each(
        "field",
        {"name": "Marit L. Ångström"},
        {"name": "ANNA de la  Cruz O'Neil <b>&amp;</b> %s"},
        {"name": "李小龙 🎉 e\u0301"},
        {"name": "Wolfgang" + " Amadeus" * 11},
        {"name": "n" * 255},
        {"email": "marit.l@example.com"},
        {"email": "tomasz.wojcik@example.com"},
        {"email": "tomasz.wojcik+vip@example.org"},
        {"phone": "+1-555-123-9999"},
        {"source": "Trade Fair Köln (spring 2024)"},
        {"phone": None},
        {"source": None},
        {"phone": None, "source": None},
        {"phone": None, "status": "lost"},
        {"source": None, "metadata": {"fresh": 1}},
        COMPLETE,
        {"status": "contacted", "phone": "+1-555-123-9999"},
        {"status": "contacted", "metadata": {"fresh": 1}},
        {"status": "lost", "phone": "+1-555-123-9999", "metadata": {"fresh": 1}},
        {"source": "partner", "name": "Marit L."},
        {"name": "Marit L.", "email": "marit.l@example.com"},
        {"email": "marit.l@example.com", "metadata": {"company": "X"}},
        {"metadata": {"fresh": 1}, "source": "partner"},
    ),
    *each("status", *({"status": status} for status in STATUSES)),
    case("statuses", *(put({"status": status}) for status in (*STATUSES, *STATUSES[::-1]))),
    case(
        "sequence", put({"phone": None}), put({"name": "A B"}), put({"phone": "+15551239999"}), put(COMPLETE)
    ),
    case("same-twice", put(COMPLETE), put(COMPLETE)),
    case("own-values", put({"status": "qualified"}), put({"metadata": {"visits": 0}})),
    case("documented", put(COMPLETE, "documented"), read("documented")),
    case("fifth-key", *(read() for _ in range(6))),
    case(
        "no-body-kind",
        put({"status": "lost"}, kind=None),
        varies=("missing-content-type", "other-content-type"),
    ),
    case("json-charset", put({"status": "lost"}, kind="application/json; charset=utf-8")),
)

METADATA = (
    case("metadata-empty", metadata()),
    case("metadata-add", metadata(fresh="x", timeline="Q2 2024")),
    case("metadata-update", metadata(company="X", lead_score=90, vip=False, visits=3, remark="y")),
    case("metadata-type-change", metadata(company=7, lead_score="high", ratings="none", vip=None)),
    case("metadata-twice", metadata(one=1), metadata(two=2)),
    case("metadata-many", metadata(**{f"key_{i}": i for i in range(100)})),
    case("metadata-case", metadata(Company="Y")),
    case("metadata-numbered", metadata(fresh={"0": "a", "1": "b"})),
    case("metadata-object-for-scalar", metadata(company={"legal": {"form": "GmbH"}})),
    case("metadata-scalar-for-object", metadata(address="Hamburg", preferences=0)),
    case(
        "metadata-object-for-object",
        metadata(address={"city": "Berlin", "tags": ["x"], "geo": {"lat": 52.5}}),
        varies=("nested-metadata",),
    ),
    *each(
        "array",
        {"metadata": {"interests": ["training"]}},
        {"metadata": {"interests": ["api_access", "training", "api_access", "x"]}},
        {"metadata": {"interests": ["api_access", "support_package", "enterprise_solution"]}},
        {"metadata": {"interests": []}},
        {"metadata": {"interests": "training"}},
        {"metadata": {"ratings": [5, 4, 3, 3]}},
        {"metadata": {"orders": [{"id": 2, "sku": "B-8"}, {"id": 1, "gift": False}]}},
        {"metadata": {"orders": [{"id": 9, "note": None}]}},
        {"metadata": {"mixed": [None, 0, "", [1, [2]], {}, False]}},
        {"metadata": {"fresh": list(range(30))}},
        {"metadata": {"fresh": [[1], [], [[2]]]}},
        {"metadata": {"fresh": []}},
    ),
    *each(
        "null",
        {"metadata": {"budget": None}},
        {"metadata": {"absent": None}},
        {"metadata": {"budget": None, "lead_score": None, "fresh": 1, "company": "X"}},
        {"metadata": {"address": None, "interests": None, "orders": None}},
        {"metadata": {"visits": None, "newsletter": None, "remark": None}},
        {"metadata": {"vip": None}, "status": "lost"},
    ),
    *metadata_each(
        "value",
        *(0, False, "", True, -7, 85, 3_000_000_000, 0.1, 12.345, 53.551086, 0.1 + 0.2, -0.5, 1e20),
        *("00420", "12.50", "true", "null", '{"a": 1}', "[1, 2]", "2024-01-20", "2024-01-16T14:30:00.000Z"),
        *("  spaced  out\t", "line\nbreak\r\n", "<b>Tom & Jerry</b> &amp; 'x' \"y\" \\n", "$1 100%20+1 %s"),
        *(
            "Zoë 李 e\u0301",
            "👩\u200d👩\u200d👧 🎉",
            "\x01\x7f",
            "a\u0000b",
            LONG,
            {},
            {"a": {}},
            {"b": {"c": []}},
        ),
        {"a": {"b": {"c": {"d": {"e": [1, {"f": "deep"}]}}}}},
        {"empty": "", "none": 0, "no": False, "Upper": "Case", "with space": 1},
    ),
    case("deep", metadata(fresh=json.loads("[" * 60 + "]" * 60))),
    case("large", metadata(**{f"text_{i}": LONG for i in range(8)})),
    *metadata_each("large-number", 2**53 + 1, 2**63, 10**30, varies=("large-numbers",)),
    *each(
        "odd-key",
        *({"metadata": {key: 1}} for key in ("a.b", "address.city", "$set", "__proto__", "")),
        varies=("odd-metadata-keys",),
    ),
    *each(
        "key",
        *(
            {"metadata": {key: "v"}}
            for key in ("constructor", "Größe", "名前", "Upper Case-Key", " edge ", "a:b")
        ),
        *({"metadata": {key: "v"}} for key in ("length", "42", "_id", "status", "name", "id", "k" * 100)),
        {"metadata": {"status": "lost", "email": "x", "leadScore": 1, "lead_score": 2, "new_key": 3}},
    ),
)

INVALID: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("status", ("invalid_status", "", "Contacted", "new2", "follow-up", "archived")),
    ("status", (3, True, ["new"], {"new": 1})),
    ("email", ("plain", "user@", "@example.com", "a b@example.com", "a@@example.com", "see a@b.co")),
    ("email", (7, False, ["a@b.co"], {})),
    ("phone", ("not a phone", "-", 15551239999, True, ["+15551239999"], {})),
    ("name", (7, 0, True, ["A", "B"], {"first": "A"})),
    ("source", (7, False, ["web"], {"x": 1})),
    ("metadata", (["a"], "text", 7, False)),
)
HALF_VALID: tuple[JsonObject, ...] = (
    {"metadata": {"fresh": 1}, "name": "A B", "status": "invalid"},
    {"name": "A B", "phone": "+15551239999", "source": "x", "email": "plain"},
    {"name": "A B", "metadata": "text"},
    {"phone": None, "source": None, "status": "invalid"},
)
REFUSED = (
    *each("invalid", *({field: value} for field, values in INVALID for value in values)),
    *(case(f"half-{i}", put(body), put({"source": "later"})) for i, body in enumerate(HALF_VALID)),
    *(
        case(f"malformed-{i}", put(body, settled="refusal"))
        for i, body in enumerate(
            (
                b'{"status": "lost"',
                b'{"status": "lost",}',
                b"{'status': 'lost'}",
                b'{"status": "lost"} x',
                b'{"metadata": {"fresh": NaN}}',
                b"status=lost",
                b'{"name": "\xff\xfe"}',
            )
        )
    ),
    case("array-body", put([1], settled="refusal"), varies=("non-object-body", *EMPTY)),
    case("null-body", put(None, settled="refusal"), varies=("non-object-body", *EMPTY)),
    case("text-body", put(b"", settled="no-crash")),
    case(
        "surrogate",
        put(b'{"metadata": {"fresh": "\\ud800"}}', settled="no-crash"),
        varies=("lone-surrogate",),
    ),
    case("other-kind", put({"status": "lost"}, kind="text/plain"), varies=("other-content-type",)),
    case("empty-update", put({}), varies=EMPTY),
    case("other-case-field", put({"Status": "lost", "PHONE": None}), varies=("unknown-fields",)),
    case("unknown-field", put({"nickname": "M", "status": "lost"}), varies=("unknown-fields",)),
    *(
        case(f"null-{field}", put({field: None}), varies=(f"null-{field}",))
        for field in ("name", "email", "status", "metadata")
    ),
    *(
        case(f"sent-{name}", put({member: value, "status": "lost"}), read("other"), varies=(f"sent-{name}",))
        for name, member, value in (
            ("id", "id", "lead_aaaaaaaaaaaaaaaa"),
            ("created-at", "createdAt", "2001-01-01T00:00:00.000Z"),
            ("updated-at", "updatedAt", "2031-01-01T00:00:00.000Z"),
            ("workspace-id", "workspaceId", "ws_elsewhere"),
        )
    ),
)

TAKEN = "tomasz.wojcik@example.org"
EMAILS = (
    case("taken", put({"email": TAKEN}), read("other")),
    case("taken-with-name", put({"name": "A B", "email": TAKEN, "status": "lost"}), read("other")),
    case("taken-with-metadata", put({"email": TAKEN, "metadata": {"fresh": 1}}), put({"source": "later"})),
    case("taken-other-case", put({"email": TAKEN.upper()}), varies=CASES),
    case("own", put({"email": "marit.lindqvist@example.com"})),
    case("own-with-name", put({"email": "marit.lindqvist@example.com", "name": "A B"})),
    case("released", put({"email": "t.w@example.org"}, "other"), put({"email": TAKEN}), read("other")),
    case("returned", put({"email": "m@example.com"}), put({"email": "marit.lindqvist@example.com"})),
    case("new-taken", put({"email": "t.w@example.org"}, "other"), put({"email": "t.w@example.org"})),
    case("foreign-email", put({"email": "nadia.benali@example.fr"})),
    case(
        "race",
        (put({"email": "race@example.org"}), put({"email": "race@example.org"}, "other")),
        read("other"),
    ),
)

AWAY = read("foreign", "foreign_api")
LEADS = (
    case("unknown", put({"status": "lost"}, "unknown"), put({"status": "lost"}, "unknown"), read("unknown")),
    case("deleted", put({"status": "lost"}, "deleted"), put({"status": "new"}, "deleted"), read("deleted")),
    case("foreign", put({"status": "lost"}, "foreign"), read("foreign"), AWAY),
    case("foreign-key", put({"status": "lost"}, key="foreign_api")),
    *(
        case(f"odd-id-{i}", put({"status": "lost"}, lead), varies=("malformed-lead-id",))
        for i, lead in enumerate(
            (
                "LEAD_5D41402ABC4B2A76",
                "lead_5d41402abc4b2a760",
                "lead_5d41402abc4b2a76%20",
                "x",
                "%00",
                "lead_" + "0" * 300,
            )
        )
    ),
    case("others", put(COMPLETE), read("other"), AWAY, put({"status": "converted"}, "other"), read("other")),
    case(
        "together",
        (
            *(metadata(**{f"at_once_{i}": i}) for i in range(6)),
            put({"phone": "+15551239999"}),
            put({"source": "at once"}),
        ),
    ),
    case("many", tuple(read() for _ in range(45))),
)

KEYS = tuple(
    case(f"authorization-{i}", read(), put({"status": "lost"}, key=key))
    for i, key in enumerate(
        (
            "none",
            *("raw", "Basic", "Token", "Bearer", "surplus"),
            *("unknown", "unknown-like", "shortened", "lengthened", "swapped-case"),
        )
    )
)

BATTERY: tuple[Scenario, ...] = (*FIELDS, *METADATA, *REFUSED, *EMAILS, *LEADS, *KEYS, *CORNERS)
