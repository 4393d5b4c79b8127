"""Lists, creations and deletions."""

from typing import Any

from leads_reference.scenario import CREATED, Scenario, Step, case, create, delete, listing, put, read

ORDER = ("list-order",)
SEARCH = ("search-case", "search-parts", "search-spaces")
BOTH = ("combined-filters",)
SPECIAL = "x.b_c+d*e%2Bf"
LIKELY = "test xxb_ccde%2Bf x.bxc+d*e%2Bf x.b_c+d*eX2Bf x.b_c+dXe%2Bf"


def searched(
    name: str, *queries: str, before: tuple[Step, ...] = (), varies: tuple[str, ...] = ()
) -> Scenario:
    return case(
        f"list-{name}",
        *before,
        *(listing(query) for query in queries),
        varies=("list-metadata", "pages-of-none", *varies),
    )


LISTS = (
    searched(
        "pages",
        *(f"limit={limit}&page={page}" for limit in (1, 2, 3) for page in (1, 2, 3) if limit * page < 7),
        varies=ORDER,
    ),
    searched("whole", "limit=100", "limit=5", varies=ORDER),
    searched("by-status", "status=new&limit=3", "status=lost&limit=3", varies=ORDER),
    searched(
        "by-source", "source=webinar&limit=3", "source=referral&limit=3", "source=web&limit=3", varies=ORDER
    ),
    searched(
        "by-both", "source=webinar&status=new&limit=3", "source=webinar&status=contacted&limit=3", varies=BOTH
    ),
    searched("by-search-and-status", "search=john.doe%40example.com&status=lost&limit=3", varies=BOTH),
    searched(
        "by-email", "search=marit.lindqvist%40example.com&limit=3", "search=nadia.benali%40example.fr&limit=3"
    ),
    searched("by-name", "search=Marit+Lindqvist&limit=3", varies=SEARCH),
    searched("by-two-words", "search=Marit+Doe&limit=3", varies=SEARCH),
    searched("by-other-member", "search=webinar&limit=3", "search=Hamburg&limit=3"),
    searched(
        "special",
        f"search={SPECIAL.replace('%', '%25').replace('+', '%2B')}&limit=3",
        f"search={LIKELY.replace('%', '%25').replace('+', '%2B').replace(' ', '+')}&limit=3",
        before=(put({"name": SPECIAL}), put({"name": LIKELY}, "other")),
        varies=SEARCH,
    ),
    searched(
        "after-update",
        "limit=5",
        "limit=5",
        before=(listing("limit=5"), put({"status": "lost"})),
        varies=ORDER,
    ),
    case("list-keyless", listing("limit=1", key="none")),
    searched("after-delete", "limit=5", before=(delete("other"),), varies=ORDER),
)
ADA: dict[str, Any] = {"name": "Ada Byron, Countess of Lovelace", "email": "ada.byron@example.com"}
WHOLE = ADA | {
    "phone": "+1-555-321-7654",
    "source": "event",
    "status": "contacted",
    "metadata": {"company": "Engines", "size": 12, "tags": ["x"], "deep": {"er": [1]}},
}
TAKEN = WHOLE | {"email": "tomasz.wojcik@example.org"}
DEFAULTS = ("default-status", "default-metadata")
NEXT = "lead_c0de000000000002"


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in WHOLE.items() if name not in names}


OTHERWISE = {"email": "b@example.com"}
SHOWN = (*ORDER, "list-metadata")
ALL = listing("limit=100")
READ_ONLY = {
    "id": "lead_00000000c0ffee00",
    "createdAt": "2001-02-03T04:05:06.789Z",
    "workspaceId": "ws_contract_test",
}
CREATIONS = (
    case("create-whole", create(WHOLE), read(CREATED), read("other")),
    case("create-least", create(ADA), read(CREATED), create(ADA | OTHERWISE), varies=DEFAULTS),
    case("create-twice", create(WHOLE), create(ADA | OTHERWISE), read(NEXT), varies=DEFAULTS),
    *(case(f"create-without-{name}", create(without(name)), ALL, varies=SHOWN) for name in ("name", "email")),
    *(
        case(f"create-invalid-{name}", create(WHOLE | {name: value}), ALL, varies=SHOWN)
        for name, value in (("name", 7), ("email", "no-email"), ("status", "bad"))
    ),
    case("create-taken", create(TAKEN), ALL, read("other"), varies=SHOWN),
    *(
        case(f"create-sent-{name}", create(ADA | {name: value}), varies=("read-only-in-create", *DEFAULTS))
        for name, value in READ_ONLY.items()
    ),
    case("create-keyless", create(WHOLE, key="none")),
    case(
        "create-for-foreign",
        create(WHOLE, "cb_00000000deadbeef"),
        create(WHOLE | OTHERWISE, "foreign"),
        varies=("unknown-chatbot",),
    ),
    case(
        "create-after-delete",
        delete("other"),
        create(ADA | {"email": TAKEN["email"]}),
        varies=("deleted-email", *DEFAULTS),
    ),
)
DELETIONS = (
    case("delete", delete("other"), read("other"), put({"name": "x"}, "other"), ALL, varies=SHOWN),
    case("delete-one-of-several", delete("other"), read("documented")),
    case("delete-last", delete("lead_92eb5ffee6ae2fec"), read("lead_0cc175b9c0f1b6a8")),
    case("delete-unknown", delete("unknown")),
    case("delete-foreign", delete("foreign"), read("foreign", "foreign_api")),
    case("delete-keyless", delete("other", key="none"), read("other")),
)
LIVES = (*LISTS, *CREATIONS, *DELETIONS)
