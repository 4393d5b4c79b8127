"""Create Lead: what becomes of what was sent, what is refused, and what must not happen besides."""

from collections.abc import Callable, Iterator
from typing import Any

from leads_check.evidence.exchange import OWN_KEY, SUCCESS, Exchange
from leads_check.evidence.fields import FIELDS, TEXTS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.sight import Sight, sights
from leads_check.evidence.values import MISSING, Lead, field_of, metadata_of, moment, same, same_field
from leads_check.evidence.words import NO_SUCH_ENTRY, Words
from leads_check.rules.basics import members, status_is_lawful
from leads_check.rules.bystanders import as_before, bystanders_of
from leads_check.rules.envelopes import enveloped
from leads_check.rules.identity import TOLERANCE
from leads_check.rules.rule import Finding, Part, finding, rule
from leads_contract import load_contract

CREATED = load_contract().operations["createLead"].success


def of(operation: str) -> Callable[[Log], Iterator[Observation]]:
    """The answered requests of an operation."""
    return lambda log: (x for x in log.all if x.request.operation == operation and x.exchange.answered)


def _made(log: Log) -> Iterator[Observation]:
    return (x for x in of("createLead")(log) if x.accepted)


def asked_for(operation: str, *clauses: str) -> Part[Observation]:
    """Answers to what these clauses demand of the operation have the status that they ask for."""

    def select(log: Log) -> Iterator[Observation]:
        for x in of(operation)(log):
            if x.demand.clause in clauses and (x.demand.status is not None or x.demand.among):
                yield x

    return Part(select, status_is_lawful)


def create_envelope(x: Observation) -> Iterator[Finding]:
    return enveloped(x, "LeadEnvelope", CREATED, "a creation")


def _clearly_made(log: Log) -> Iterator[Observation]:
    return (x for x in _made(log) if x.demand.status in (SUCCESS, None) and x.lead is not None)


def as_sent(x: Observation) -> Iterator[Finding]:
    for name in TEXTS:
        sent, shown = x.sent.get(name), field_of(x.lead, name)
        if x.demand.status == SUCCESS and isinstance(sent, str) and not same(sent, shown):
            yield finding(x, f"{name} of a new lead", sent, shown, name)
    if x.sent.get("phone") is None and field_of(x.lead, "phone"):
        yield finding(x, "phone of a new lead, without one sent", None, field_of(x.lead, "phone"), "phone")
    if not same(_without_nulls(x.sent_metadata), _without_nulls(metadata_of(x.lead))) and x.sent_metadata:
        yield finding(x, "metadata of a new lead", x.sent_metadata, metadata_of(x.lead), "metadata")


def _without_nulls(value: Any) -> Any:
    """Whether null is kept within the metadata of a new lead, is an open question."""
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return value


def _after_deletions(log: Log) -> Iterator[tuple[Observation, Lead]]:
    """New leads for which no metadata was sent, each with one that was deleted before."""
    known, gone = dict[str, Lead](), list[Lead]()
    for x in log.all:
        if x.request.operation == "deleteLead" and x.accepted and x.request.target in known:
            gone.append(known[x.request.target])
        if x.lead is not None:
            known[x.request.target] = x.lead
        if x.request.operation == "createLead" and x.lead is not None and "metadata" not in x.sent:
            yield from ((x, lead) for lead in gone)


def nothing_of_deleted(subject: tuple[Observation, Lead]) -> Iterator[Finding]:
    x, lead = subject
    for key, value in metadata_of(x.lead).items():
        if key in metadata_of(lead) and same(value, metadata_of(lead)[key]):
            yield finding(x, "metadata of a deleted lead in a new one", Words("none"), value, "metadata")
            return


def _first_looks(log: Log) -> Iterator[tuple[Observation, Observation]]:
    """Each new lead, and the first read of it, where nothing was sent to it in between."""
    made: dict[str, Observation] = {}
    for x in log.all:
        target = x.request.target
        if x.request.operation == "createLead":
            if x.lead is not None and x.accepted:
                made[target] = x
        elif target in made:
            maker = made.pop(target)
            plain = x.request.lead_id is None and x.request.authorization is None
            if x.request.is_read and x.exchange.answered and plain and x.request.key == maker.request.key:
                yield maker, x


def is_kept(subject: tuple[Observation, Observation]) -> Iterator[Finding]:
    maker, x = subject
    if x.status == 404:
        yield finding(x, "status, for a lead that was created", SUCCESS, 404, "status", maker.exchange)
    if x.lead is None:
        return
    for name in FIELDS:
        shown, stored = field_of(maker.lead, name), field_of(x.lead, name)
        if not same_field(name, shown, stored):
            yield finding(x, f"stored {name} of a new lead", shown, stored, name, maker.exchange)
    shown, stored = moment(field_of(maker.lead, "createdAt")), moment(field_of(x.lead, "createdAt"))
    if shown is not None and shown != stored:
        yield finding(
            x,
            "stored `createdAt`",
            field_of(maker.lead, "createdAt"),
            field_of(x.lead, "createdAt"),
            "createdAt",
            maker.exchange,
        )


def _listed_after(log: Log) -> Iterator[tuple[Sight, Lead]]:
    """The first page of a search for a new lead's email, and the lead."""
    made: dict[str, Lead] = {}
    for sight in sights(log):
        for lead in sight.leads.values():
            if sight.page.filters == {"search": lead.get("email")} and str(lead.get("id")) not in made:
                made[str(lead.get("id"))] = lead
                yield sight, lead


def is_listed(subject: tuple[Sight, Lead]) -> Iterator[Finding]:
    sight, lead = subject
    if not sight.page.entries:
        what, expected = "a new lead in a search for its email", lead.get("id")
        yield finding(sight.x, what, expected, Words("no entry"), "data.leads")


def _with_former(log: Log) -> Iterator[tuple[Observation, frozenset[str]]]:
    """New leads, and the ids that were there before."""
    ids = set[str]()
    for x in log.all:
        ids |= {str(lead.get("id")) for lead in x.others.values()}
        if x.request.operation == "createLead" and x.accepted and x.lead is not None:
            yield x, frozenset(ids)
            ids.add(str(x.lead.get("id")))


def is_new(subject: tuple[Observation, frozenset[str]]) -> Iterator[Finding]:
    x, ids = subject
    lead_id = field_of(x.lead, "id")
    if lead_id in ids or ("id" in x.sent and same(lead_id, x.sent["id"])):
        yield finding(x, "`id` of a new lead", Words("one that no lead ever had"), lead_id, "id")


def born_now(x: Observation) -> Iterator[Finding]:
    created, updated = field_of(x.lead, "createdAt"), field_of(x.lead, "updatedAt")
    if moment(created) != moment(updated):
        yield finding(x, "`updatedAt` of a new lead", created, updated, "updatedAt")
    time = moment(created)
    if time is not None and abs(time - x.exchange.clock) > TOLERANCE:
        expected = Words(f"about {x.exchange.clock.isoformat()}")
        yield finding(x, "`createdAt` of a new lead", expected, created, "createdAt")


def _beside_own(log: Log) -> Iterator[tuple[Observation, str]]:
    """New leads, and the workspace of the first."""
    home: str | None = None
    for x in _made(log):
        shown = field_of(x.lead, "workspaceId")
        if x.request.key == OWN_KEY and isinstance(shown, str):
            home = home or shown
            yield x, home


def at_home(subject: tuple[Observation, str]) -> Iterator[Finding]:
    x, home = subject
    if not home or field_of(x.lead, "workspaceId") != home:
        expected = home or Words("the key's workspace")
        yield finding(
            x, "`workspaceId` of a new lead", expected, field_of(x.lead, "workspaceId"), "workspaceId"
        )


# refusals
def _refused(status: int, clause: str) -> Callable[[Log], Iterator[Observation]]:
    """Creations that had to be refused so, by this clause, and were."""
    return lambda log: (
        x
        for x in of("createLead")(log)
        if x.status == status == x.demand.status and x.demand.clause == clause
    )


def names_its_field(x: Observation) -> Iterator[Finding]:
    """The field that is named is not another one; what else `details` hold is documented for updates."""
    named = x.details.get("field")
    if named in FIELDS and named != x.demand.field:
        yield finding(x, "`details.field` of a 400", x.demand.field, named, "details.field")


def taken_envelope(x: Observation) -> Iterator[Finding]:
    contract = load_contract()
    said = contract.refusals_of("createLead")["DUPLICATE_EMAIL"].envelope()
    yield from members(x, {name: said[name] for name in ("success", "error", "code")})
    owners = [lead.get("id") for lead in x.others.values() if lead.get("email") == x.sent.get("email")]
    message = said["details"]["message"]
    # Two pages word it differently, and a deployment may well have one text for both operations.
    if x.details.get("message") == contract.refusals["DUPLICATE_EMAIL"].envelope()["details"]["message"]:
        message = x.details["message"]
    expected = {"email": x.sent.get("email"), "message": message}
    yield from members(x, expected | ({"existingLeadId": owners[0]} if owners else {}), "details")


def _after_refusals(log: Log) -> Iterator[Sight]:
    return (sight for sight in sights(log) if sight.refused and sight.page.is_ours)


def nothing_created(sight: Sight) -> Iterator[Finding]:
    for entry in sight.page.entries:
        texts = {name: entry.get(name) for name in ("name", "email")}
        known = sight.leads.get(str(entry.get("id")))
        if known is None and any(_is_of(body, texts) for body in sight.refused):
            what, expected = "a lead of a refused creation", NO_SUCH_ENTRY
            yield finding(sight.x, what, expected, entry.get("id", MISSING), "data.leads")


def _is_of(body: Any, texts: dict[str, Any]) -> bool:
    """Whether an entry has all of these texts that the body has, and the body has any."""
    sent = {name: body[name] for name in texts if isinstance(body.get(name), str)}
    return bool(sent) and all(same(texts[name], text) for name, text in sent.items())


def _chatbots(log: Log) -> Iterator[tuple[Observation, Exchange]]:
    """Creations for another workspace's chatbot, each with one for a chatbot that never was."""
    unknown: Exchange | None = None
    for x in of("createLead")(log):
        if x.request.chatbot == "unknown":
            unknown = x.exchange
        elif x.request.chatbot != x.request.key and unknown is not None:
            yield x, unknown


def alike(subject: tuple[Observation, Exchange]) -> Iterator[Finding]:
    x, unknown = subject
    if x.status != unknown.status:
        what = "status for another workspace's chatbot, against that for one that never was"
        yield finding(x, what, unknown.status, x.status, "status", unknown)


_SCENES = ("lives",)
ENVELOPE, TAKEN = "create-envelope", "create-duplicate-refused"
RULES = (
    rule(ENVELOPE, _SCENES, asked_for("createLead", ENVELOPE), Part(_made, create_envelope, lasts=True)),
    rule(
        "created-as-sent",
        _SCENES,
        Part(_clearly_made, as_sent),
        Part(_after_deletions, nothing_of_deleted),
        rests_on=(ENVELOPE,),
    ),
    rule(
        "created-is-stored",
        ("lives", "keys"),
        Part(_first_looks, is_kept),
        Part(_listed_after, is_listed),
        rests_on=(ENVELOPE,),
    ),
    rule("created-id-new", _SCENES, Part(_with_former, is_new)),
    rule("created-timestamps", _SCENES, Part(_clearly_made, born_now), rests_on=(ENVELOPE,)),
    rule("created-in-own-workspace", _SCENES, Part(_beside_own, at_home), rests_on=(ENVELOPE,)),
    rule(
        "missing-field-refused",
        _SCENES,
        asked_for("createLead", "missing-field-refused"),
        Part(_refused(400, "missing-field-refused"), names_its_field),
    ),
    rule(
        "create-invalid-refused",
        ("invalid-status", "invalid-email", "wrong-types"),
        asked_for("createLead", "create-invalid-refused"),
        Part(_refused(400, "create-invalid-refused"), names_its_field),
    ),
    rule("create-duplicate-refused", _SCENES, asked_for("createLead", "create-duplicate-refused")),
    rule(
        "create-duplicate-envelope", _SCENES, Part(_refused(409, "create-duplicate-refused"), taken_envelope)
    ),
    rule("create-refused-creates-nothing", _SCENES, Part(_after_refusals, nothing_created)),
    rule(
        "create-spares-others",
        ("lives", "bystanders"),
        Part(bystanders_of("createLead"), as_before),
        rests_on=("response-is-stored", "other-leads-unchanged", "created-is-stored"),
    ),
    rule("foreign-chatbot-as-unknown", _SCENES, Part(_chatbots, alike)),
)
