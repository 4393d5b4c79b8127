"""Lists, by GETs alone. Others' leads are in them as well: what is searched for is the run's own."""

from urllib.parse import quote

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.fields import STATUSES
from leads_check.evidence.pages import MOST, page_of
from leads_check.evidence.values import Lead
from leads_check.scenes.refusals import INVALID_STATUS
from leads_check.scenes.scene import Play, Setting, listed, put, scene


def search(text: object) -> str:
    """The parameter, whatever the text."""
    return f"search={quote(str(text), safe='')}"


@scene(6, "lead", serves="listLeads")
def lists(setting: Setting) -> Play:
    email, status = setting.lead().get("email"), setting.lead().get("status")
    if "contract-test" not in str(email):
        # The user's own would show in the logs of servers, and others' emails may hold it.
        yield from put("an email that nobody has", {"email": setting.email()})
        email = setting.lead().get("email")
    if "contract-test" not in str(email):
        return None
    both = yield from listed("search and status", f"{search(email)}&status={status}")
    if not both.is_served:
        return False
    if both.accepted:
        other = next(one for one in STATUSES if one != status)
        yield from listed("search and another status", f"{search(email)}&status={other}")
    else:
        yield from listed("search", search(email))
    page = 2 if setting.knows("other") else 1
    yield from listed("one lead on a page", f"limit=1&page={page}")
    yield from listed("without a key", "limit=1", authorization=())
    if setting.is_made:
        yield from listed("with an unknown key", "limit=1", authorization=("Bearer unknown",))
    return True


@scene(5, "lead", "provision", serves="listLeads")
def filters(setting: Setting) -> Play:
    """What nobody else has is filtered for and searched for."""
    source = f"contract-test-{setting.token()}"
    yield from put("a source of its own", {"source": source, "metadata": {"contract_test_source": source}})
    yield from listed("source", f"source={source}&limit=3")
    yield from listed("source in the other case", f"source={source.swapcase()}")
    yield from listed("part of a source", f"source={source[:-1]}")
    # A search looks at names and emails, and at nothing else.
    yield from listed("search for a source", search(source))


@scene(9, "lead", "other", "provision", serves="listLeads")
def pages(setting: Setting) -> Play:
    """Two leads that a search finds, one on each page; which characters matter to it."""
    prefix = f"ContractTest-{setting.token()}"
    # As a regular expression, as a pattern of SQL, and as one of files, the one finds the other.
    special = f"{prefix}.b_c+d*e%2Bf"
    likely = ("xb_ccde%2Bf", ".bxc+d*e%2Bf", ".b_c+d*eX2Bf", ".b_c+dXe%2Bf")
    name = " ".join(["Test", *(prefix + rest for rest in likely)])
    yield from put("almost the same", {"name": name}, target="other")
    yield from put("special characters", {"name": special})
    one = yield from listed("the first of two pages", f"{search(prefix)}&limit=1&page=1")
    yield from listed("the second of two pages", f"{search(prefix)}&limit=1&page=2")
    yield from listed("special characters", search(special))
    yield from listed("a bracket that nothing closes", search(f"{special} ("))
    former = setting.original.get("email")
    if former != setting.lead().get("email"):
        yield from listed("an email that the lead had before", search(former))
    if _shows(one, setting.lead()):
        # The oldest, or the one that was updated last.
        yield from put("updated last", {"status": setting.another("status", STATUSES)}, target="other")
        yield from listed("both", search(prefix))


@scene(6, "other", "provision", serves="listLeads", spare=True)
def searches(setting: Setting) -> Play:
    """Which cases, parts and spaces matter."""
    name = str(setting.lead("other").get("name"))
    part = yield from listed("part of a name in the other case", search(name[1:].swapcase()))
    if not _finds(part):
        yield from listed("name in the other case", search(name.swapcase()))
        part = yield from listed("part of a name", search(name[1:]))
        if not _finds(part):
            yield from listed("beginning of a name", search(name[:-1]))
    spaced = yield from listed("a name within spaces", search(f" {name} "))
    if _finds(spaced):
        yield from listed("words in another order", search(" ".join(reversed(name.split()))))


def _shows(exchange: Exchange, lead: Lead) -> bool:
    page = page_of(exchange)
    return page is not None and page.shows(lead)


def _finds(exchange: Exchange) -> bool:
    page = page_of(exchange)
    return page is not None and bool(page.entries)


@scene(10, "lead", "provision", serves="listLeads", spare=True)
def odd_lists(setting: Setting) -> Play:
    """What the documentation leaves open."""
    own = search(setting.lead().get("email"))
    yield from listed("a large limit", f"{own}&limit={MOST + 1}")
    yield from listed("no limit", f"{own}&limit=0")
    yield from listed("no page", f"{own}&page=0&limit=1")
    yield from listed("a page that is no number", f"{own}&page=two&limit=1")
    yield from listed("a page beyond the end", f"{own}&page=99")
    yield from listed("no such status", f"status={INVALID_STATUS}&limit=1")
    odd = ("source=&limit=1", "limit=1&limit=2", "contract_test=1&limit=1")
    asked = yield from listed("three odd parameters", "source=&limit=1&limit=2&contract_test=1")
    if not asked.accepted:
        for query in odd:
            yield from listed("an odd parameter", query)
