"""List Leads: `status`, `source` and `search`, alone and together."""

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from urllib.parse import unquote

from leads_reference.answer import Refusal
from leads_reference.faults.fault import Fault, model_with
from leads_reference.holding import Lead
from leads_reference.listing import Query
from leads_reference.model import Model

STATUS, SOURCE, SEARCH, NARROW, COMPLETE, NUMBERS = (
    "list-status-filter",
    "list-source-filter",
    "list-search",
    "list-filters-narrow",
    "list-is-complete",
    "list-pagination",
)
Found = Callable[[Model, str, str], bool]


def filtered(change: Callable[[Query], Query]) -> type[Model]:
    """Other filters than those that were sent."""
    return model_with(filters=lambda m, given: change(Model.filters(m, given)))


def without(name: str) -> Callable[[Query], Query]:
    return lambda filters: {one: text for one, text in filters.items() if one != name}


def only_one(*order: str) -> Callable[[Query], Query]:
    """Of several filters the first in this order."""
    return lambda filters: (
        dict([next((n, filters[n]) for n in order if n in filters)]) if filters else filters
    )


def any_of(m: Model, lead: Lead, filters: Query) -> bool:
    """Filters joined by `or`."""
    return not filters or any(m.fits_one(name, lead, text) for name, text in filters.items())


def searching(found: Found) -> type[Model]:
    """Another way to find a text in a name or an email."""
    return model_with(found_in=found, words=lambda m, text: [m.folded(text)])


def in_members(*members: str) -> type[Model]:
    return model_with(searched=lambda m: members)


def everywhere(m: Model, lead: Lead, text: str) -> bool:
    """Metadata and source are searched as well."""
    return Model.fits_search(m, lead, text) or text.casefold() in str(lead).casefold()


def by_pattern(pattern: Callable[[str], str]) -> Found:
    return lambda m, text, word: re.search(pattern(word), text, re.DOTALL) is not None


def as_regex(m: Model, text: str, word: str) -> bool:
    try:
        return re.search(word, text) is not None
    except re.error:
        raise Refusal(500, "INTERNAL_ERROR", "Internal server error") from None


def as_like(word: str) -> str:
    """SQL's pattern."""
    return "".join({"%": ".*", "_": "."}.get(one, re.escape(one)) for one in word)


def like_percent(word: str) -> str:
    return ".*".join(re.escape(one) for one in word.split("%"))


def like_underscore(word: str) -> str:
    return ".".join(re.escape(one) for one in word.split("_"))


def plus_as_space(m: Model, query: str) -> Query:
    """A plus that was escaped becomes a space as well: decoded twice."""
    return {name: text.replace("+", " ") for name, text in Model.read_query(m, query).items()}


def percent_twice(m: Model, query: str) -> Query:
    return {name: unquote(text) for name, text in Model.read_query(m, query).items()}


def any_word(m: Model, lead: Lead, text: str) -> bool:
    return any(Model.fits_search(m, lead, word) for word in text.split())


def cleaned(m: Model, lead: Lead, text: str) -> bool:
    """All but letters and digits is taken out of a search."""
    return Model.fits_search(m, lead, re.sub(r"[^\w@. +-]|_", "", text))


def searched_everywhere(m: Model, workspace: str) -> Sequence[Lead]:
    return list(m.leads.values())


ROWS: tuple[tuple[str, str, str, type[Model]], ...] = (
    ("filters-by-or", NARROW, "Filters are joined by `or`.", model_with(fits=any_of)),
    (
        "filters-first-only",
        NARROW,
        "Of several filters the first counts.",
        filtered(only_one("search", "status", "source")),
    ),
    (
        "filters-last-only",
        NARROW,
        "Of several filters the last counts.",
        filtered(only_one("source", "status", "search")),
    ),
    ("filters-ignored", SEARCH, "All filters are ignored.", filtered(lambda filters: {})),
    ("status-filter-ignored", STATUS, "`status` is ignored.", filtered(without("status"))),
    (
        "status-filter-other",
        STATUS,
        "`status` leaves out the leads that have it.",
        model_with(
            fits_one=lambda m, name, lead, text: (
                (name == "status" and lead["status"] != text)
                or (name != "status" and Model.fits_one(m, name, lead, text))
            )
        ),
    ),
    (
        "status-filter-finds-none",
        STATUS,
        "`status` finds nothing.",
        model_with(
            fits_one=lambda m, name, lead, text: name != "status" and Model.fits_one(m, name, lead, text)
        ),
    ),
    ("source-filter-ignored", SOURCE, "`source` is ignored.", filtered(without("source"))),
    (
        "source-filter-part",
        SOURCE,
        "`source` finds sources that hold the text.",
        model_with(fits_source=lambda m, source, text: text in (source or "")),
    ),
    (
        "source-filter-finds-none",
        SOURCE,
        "`source` finds nothing.",
        model_with(fits_source=lambda m, source, text: False),
    ),
    (
        "source-filter-unset",
        SOURCE,
        "`source` finds leads without a source as well.",
        model_with(fits_source=lambda m, source, text: source is None or Model.fits_source(m, source, text)),
    ),
    ("search-ignored", SEARCH, "`search` is ignored.", filtered(without("search"))),
    (
        "search-finds-none",
        SEARCH,
        "`search` finds nothing.",
        model_with(fits_search=lambda m, lead, text: False),
    ),
    ("search-names-only", SEARCH, "`search` sees names only.", in_members("name")),
    ("search-emails-only", SEARCH, "`search` sees emails only.", in_members("email")),
    ("search-sees-source", SEARCH, "`search` sees sources as well.", in_members("name", "email", "source")),
    ("search-sees-metadata", SEARCH, "`search` sees all of a lead.", model_with(fits_search=everywhere)),
    ("search-regex", SEARCH, "`search` is a regular expression.", searching(as_regex)),
    ("search-like", SEARCH, "`search` is a pattern of SQL.", searching(by_pattern(as_like))),
    (
        "search-like-percent",
        SEARCH,
        "`%` in a search stands for anything.",
        searching(by_pattern(like_percent)),
    ),
    (
        "search-like-underscore",
        SEARCH,
        "`_` in a search stands for any character.",
        searching(by_pattern(like_underscore)),
    ),
    (
        "search-glob",
        SEARCH,
        "`*` and `?` in a search stand for anything.",
        searching(lambda m, text, word: fnmatchcase(text, f"*{word}*")),
    ),
    (
        "search-any-word",
        SEARCH,
        "`search` finds leads with any of the words.",
        model_with(fits_search=any_word),
    ),
    ("search-cleaned", SEARCH, "Characters are taken out of a search.", model_with(fits_search=cleaned)),
    ("search-decoded-twice", SEARCH, "A query is decoded twice.", model_with(read_query=percent_twice)),
    (
        "search-plus-as-space",
        SEARCH,
        "A plus in a search is a space, escaped or not.",
        model_with(read_query=plus_as_space),
    ),
    (
        "search-of-all-workspaces",
        COMPLETE,
        "A search looks in all workspaces.",
        model_with(listed=searched_everywhere),
    ),
)
WITHOUT_OWN_LEADS = {
    "filters-by-or",
    "filters-first-only",
    "filters-ignored",
    "status-filter-ignored",
    "status-filter-other",
    "status-filter-finds-none",
    "search-ignored",
    "search-finds-none",
    "search-names-only",
}
"""What a search for the lead's own email shows."""
FAULTS = tuple(
    Fault(slug, clause, summary, model, needs_provision=slug not in WITHOUT_OWN_LEADS)
    for slug, clause, summary, model in ROWS
)
