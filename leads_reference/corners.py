"""Requests that few clients send, and sequences that few of them make."""

from typing import Any

from leads_reference.scenario import Scenario, case, metadata, put, read
from leads_reference.world import WORLD

FORMS = (
    *("colon", "colon-space", "equals", "glued", "ApiKey", "JWT", "Bearer-token", "Key", "user", "password"),
    *("base64", "quoted", "angled", "Bearer-twice", "twice", "two-keys", "listed", "comma", "unprefixed"),
    *("live", "first-lost", "escaped", "wildcard", "wildcard-star", "own-end", "own-middle", "last-changed"),
    *("null", "undefined", "constructor", "workspace", "lead-id", "empty", "long", "non-ascii"),
    *("foreign-and-own", "Token"),
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

CORNERS: tuple[Scenario, ...] = (*KEY_FORMS, *READS)
