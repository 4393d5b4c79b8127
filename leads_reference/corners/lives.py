"""Lists, creations and deletions."""

from leads_reference.scenario import Scenario, Step, case, delete, listing, put

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
LIVES = LISTS
