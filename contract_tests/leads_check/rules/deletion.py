"""Delete Lead: what is gone, what is not, and what is refused."""

from collections.abc import Iterator

from leads_check.evidence.exchange import FOREIGN_KEY, SUCCESS, Exchange
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, moment
from leads_check.evidence.words import Words
from leads_check.rules.bystanders import as_before, bystanders_of
from leads_check.rules.creation import asked_for, of
from leads_check.rules.envelopes import enveloped
from leads_check.rules.identity import TOLERANCE
from leads_check.rules.rule import Finding, Part, finding, rule


def _deletions(log: Log) -> Iterator[Observation]:
    return (x for x in of("deleteLead")(log) if x.accepted and x.demand.allows(SUCCESS))


def delete_envelope(x: Observation) -> Iterator[Finding]:
    yield from enveloped(x, "DeletedEnvelope", SUCCESS, "a deletion")
    data = x.body.get("data") if isinstance(x.body, dict) else None
    if not isinstance(data, dict):
        return
    if data.get("id") != x.exchange.place:
        yield finding(x, "`id` of a deletion", x.exchange.place, data.get("id", MISSING), "data.id")
    told = data.get("deletedAt")
    time = moment(told)
    is_now = time is not None and abs(time - x.exchange.clock) <= TOLERANCE
    if isinstance(told, str) and not is_now:
        expected = Words(f"about {x.exchange.clock.isoformat()}")
        yield finding(x, "`deletedAt`", expected, told, "deletedAt")


def _after_deletion(log: Log) -> Iterator[Observation]:
    """Reads and updates of leads that were deleted before."""
    gone: dict[str, str] = {}
    for x in log.all:
        place, plain = x.exchange.place, x.request.authorization is None
        if x.request.operation == "deleteLead" and x.accepted:
            gone[place] = x.request.key
            continue
        asks = plain and x.exchange.answered and (x.request.is_read or x.is_write)
        if asks and x.demand.status == 404 and gone.get(place) == x.request.key:
            yield x


def is_gone(x: Observation) -> Iterator[Finding]:
    if x.status != 404:
        yield finding(x, "status, of a lead that was deleted", 404, x.status, "status")


def _after_refusal(log: Log) -> Iterator[tuple[Observation, Exchange]]:
    """What its own key shows of another workspace's lead, after its deletion was refused."""
    refused: Exchange | None = None
    for x in log.all:
        if x.request.target == "foreign" and x.request.operation == "deleteLead" and x.refused:
            refused = x.exchange
        if refused is not None and x.request.is_read and x.request.key == FOREIGN_KEY and x.exchange.answered:
            yield x, refused
            refused = None


def is_there(subject: tuple[Observation, Exchange]) -> Iterator[Finding]:
    x, refused = subject
    if x.status == 404:
        what = "status, of a lead whose deletion was refused"
        yield finding(x, what, SUCCESS, 404, "status", refused)


_SCENES = ("lives",)
RULES = (
    rule(
        "delete-envelope",
        _SCENES,
        asked_for("deleteLead", "delete-envelope"),
        Part(_deletions, delete_envelope, lasts=True),
    ),
    rule("deleted-lead-gone", ("deleted-lead", "lives"), Part(_after_deletion, is_gone)),
    rule(
        "delete-spares-others",
        ("lives", "bystanders"),
        Part(bystanders_of("deleteLead"), as_before),
        rests_on=("create-spares-others",),
    ),
    rule(
        "delete-unknown-refused",
        ("lives", "bystanders"),
        asked_for("deleteLead", "delete-unknown-refused"),
        Part(_after_refusal, is_there),
    ),
)
