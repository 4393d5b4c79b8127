"""Keys, headers, paths and bodies that few clients send."""

import json
from typing import Any

from leads_reference.scenario import Scenario, Step, case, fields, metadata, put, read
from leads_reference.world import WORLD

FORMS = (
    *("colon", "colon-space", "equals", "glued", "ApiKey", "JWT", "Bearer-token", "Key", "user", "password"),
    *("base64", "quoted", "angled", "Bearer-twice", "listed", "comma", "unprefixed"),
    *("live", "first-lost", "escaped", "wildcard", "wildcard-star", "own-end", "own-middle", "last-changed"),
    *("null", "undefined", "constructor", "workspace", "lead-id", "empty", "long", "non-ascii"),
    "Token",
)
STRANGERS = ("none", "raw", "unknown")
TAKEN = {"email": "tomasz.wojcik@example.org"}
ELSEWHERE: tuple[dict[str, Any], ...] = (
    {"query": f"api_key={WORLD.api_key}"},
    {"headers": (("x-api-key", WORLD.api_key),)},
    {"headers": (("cookie", f"api_key={WORLD.api_key}"),)},
)
KEY_FORMS: tuple[Scenario, ...] = (
    *(case(f"key-form-{key}", put({"status": "lost"}, key=key), read(key=key)) for key in FORMS),
    *(
        case(f"key-{key}-{lead}", put(TAKEN, lead, key=key), read(lead, key))
        for key in STRANGERS
        for lead in ("lead", "unknown", "deleted", "foreign")
    ),
    *(
        case(f"key-elsewhere-{i}", put({"status": "lost"}, key="unknown", **more))
        for i, more in enumerate(ELSEWHERE)
    ),
)
READS = (
    case("read-twice", read(), put({"status": "lost"}), read(), metadata(fresh=1)),
    case("read-after-metadata", read(), metadata(fresh=0.15, none=None, no=[None, 1]), read()),
    case("read-by-others", read(), read(key="none"), read(key="foreign_api"), read("foreign")),
    case("read-after-strangers", read(key="none"), read()),
    case("read-cleared", put({"phone": None, "source": None, "status": "follow_up"})),
    case("read-markup", put({"name": "Tom & Jerry <b>"})),
    case("read-odd-id", read("lead_5d41"), varies=("malformed-lead-id",)),
)
BODIES: tuple[Any, ...] = ("text", 7, True, [], None)
ODD_IDS = ("lead_%25", "lead_'", "lead_%F0%9F%8E%89", "12345")
HEADERS = (
    ("accept", "text/html,*/*;q=0.8"),
    ("accept", "application/xml"),
    ("accept-language", "fr"),
    ("if-match", "*"),
)
MERGED = ("nested-metadata",)
PLAIN = (
    *(
        case(
            f"scalar-body-{i}",
            put(json.dumps(body).encode(), settled="refusal"),
            varies=("non-object-body", "empty-update"),
        )
        for i, body in enumerate(BODIES)
    ),
    fields("one-word", {"name": "Marit"}),
    *(
        case(f"empty-{field}", put({field: ""}), varies=(f"empty-{field}",))
        for field in ("name", "phone", "source")
    ),
    case("nothing-in-metadata", put({"metadata": {}}), varies=("unchanged-update",)),
    *(
        case(f"plain-value-{i}", metadata(fresh=value))
        for i, value in enumerate(([], {}, "", [1, None], [1, "a"], [[1]], 1.5, -3, True))
    ),
    case("nested-null", metadata(fresh={"a": None, "b": 1}), varies=MERGED),
    case("exponent", put(b'{"metadata": {"fresh": 1.5e3}}')),
    case("minus-zero", put(b'{"metadata": {"fresh": -0.0}}')),
    *(
        case(f"plain-key-{i}", metadata(**{key: 1}), varies=("odd-metadata-keys",))
        for i, key in enumerate(("a b", "a.b", "__proto__"))
    ),
    case("equal-keys", put(b'{"status": "lost", "status": "new"}'), varies=("duplicate-keys",)),
    *(
        case(f"plain-id-{i}", put({"status": "lost"}, lead), varies=("malformed-lead-id",))
        for i, lead in enumerate(ODD_IDS)
    ),
    case("query", put({"status": "lost"}, query="a=1&b=%20")),
    *(case(f"header-{i}", put({"status": "lost"}, headers=(header,))) for i, header in enumerate(HEADERS)),
    case(
        "content-encoding",
        put({"status": "lost"}, headers=(("content-encoding", "gzip"),), settled="no-crash"),
    ),
    case("charset", put({"status": "lost"}, kind="application/json; charset=utf-8")),
    *(
        case(f"odd-body-{i}", put(body, settled="no-crash"))
        for i, body in enumerate(
            (b"", b" \n", b'\xef\xbb\xbf{"status": "lost"}', '{"a": 1}'.encode("utf-16"))
        )
    ),
    *(
        case(f"not-json-{i}", put(body, settled="refusal"))
        for i, body in enumerate((b'{"status": "lo', b"[1", b'{"name": "\xff"}'))
    ),
    case("too-large", put(b'{"metadata": {"fresh": "' + b"x" * 11_000_000 + b'"}}', settled="refusal")),
    case("unserved", Step("PATCH", settled="refusal")),
)
OTHER = read("other")
AWAY = read("foreign", "foreign_api")
SHADOWS = {"status": "vip", "name": "Shadow", "id": "x", "workspaceId": "ws_x"}
AROUND = (
    *(case(f"shadow-{key}", metadata(**{key: value})) for key, value in SHADOWS.items()),
    case("metadata-in-metadata", metadata(metadata={"a": 1})),
    case("value-in-metadata", metadata(fresh={"value": 1})),
    *(
        case(f"null-{name}", put({member: None, "status": "lost"}), read(), varies=(f"sent-{name}",))
        for name, member in (
            ("id", "id"),
            ("created-at", "createdAt"),
            ("updated-at", "updatedAt"),
            ("workspace-id", "workspaceId"),
        )
    ),
    case("id-of-other", put({"id": WORLD.other_lead_id, "status": "lost"}), OTHER, varies=("sent-id",)),
    case(
        "workspace-of-other",
        put({"workspaceId": WORLD.leads[5]["workspaceId"], "status": "lost"}, "foreign"),
        AWAY,
        varies=("sent-workspace-id", "check-order"),
    ),
    case("email-of-other", put({**TAKEN, "status": "lost"}), OTHER),
    case("metadata-id-of-other", metadata(id=WORLD.other_lead_id, a=1), OTHER),
    case("answers-at-once", (put({"status": "lost"}), put({"status": "new"}, "other")), OTHER),
    case("reads-at-once", (read(), OTHER)),
    case("keys-at-once", (put({"status": "lost"}), put({"name": "A B"}, "foreign", key="foreign_api")), AWAY),
    case("bodies-at-once", (put({"status": "lost"}), put({"name": "A B"}, "other")), OTHER),
    case("same-company", metadata(company="Wisła Robotics", fresh=1), OTHER),
    case("phone-of-other", put({"phone": "+48-22-555-0199"}), put({"status": "lost"}), OTHER),
    case("name-of-other", put({"name": "John Doe"}), put({"status": "lost"}), read("documented")),
    case("same-status", put({"status": "contacted"}), put({"status": "lost"}), OTHER),
    case("same-domain", put({"phone": "+15551239999"}), read("lead_92eb5ffee6ae2fec")),
    case(
        "both-without-metadata",
        put({"metadata": {"a": 1}}, "lead_0cc175b9c0f1b6a8"),
        read("lead_8277e0910d750195", "foreign_api"),
    ),
)
