"""Email conflicts, and updates that arrive together."""

from collections import defaultdict
from collections.abc import Iterator

from leads_check.evidence.exchange import SUCCESS
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, field_of, metadata_of, same
from leads_check.evidence.words import Words
from leads_check.rules.basics import demanded, members, refusals, status_is_lawful
from leads_check.rules.rule import Finding, Part, finding, rule

MESSAGE = "A different lead with this email already exists in your workspace"


def conflict(x: Observation) -> Iterator[Finding]:
    yield from members(x, {"success": False, "error": "Email already exists", "code": "DUPLICATE_EMAIL"})
    owner = x.others.get("other", {}).get("id")
    expected = {"email": x.sent.get("email"), "message": MESSAGE}
    yield from members(x, {**expected, "existingLeadId": owner} if owner else expected, "details")


def _alone(log: Log) -> Iterator[Observation]:
    return (x for x in log if x.is_write and not x.exchange.batch and x.before is not None)


def _without_conflict(log: Log) -> Iterator[Observation]:
    """Answers to updates that send no email, or the lead's own."""
    for x in _alone(log):
        email = x.sent.get("email")
        if (email is None or same(email, field_of(x.before, "email"))) and (x.accepted or x.status == 409):
            yield x


def is_no_conflict(x: Observation) -> Iterator[Finding]:
    if x.status == 409:
        yield finding(x, "status", SUCCESS, 409, "status")


def _batches(log: Log) -> Iterator[tuple[tuple[Observation, ...], Observation]]:
    """Updates of one lead that left together, and the read that followed."""
    together: dict[str, list[Observation]] = defaultdict(list)
    for x in log:
        target = x.request.target
        if x.exchange.batch:
            same_batch = [one for one in together[target] if one.exchange.batch == x.exchange.batch]
            together[target] = [*same_batch, x]
        elif x.request.is_read and x.lead is not None and together[target]:
            yield tuple(together.pop(target)), x
        elif x.is_write:
            together.pop(target, None)


def losses(subject: tuple[tuple[Observation, ...], Observation]) -> Iterator[Finding]:
    together, found = subject
    metadata, many = metadata_of(found.lead), f"after {len(together)} updates at once"
    for x in together:
        if not x.accepted:
            continue
        for key, value in x.sent_metadata.items():
            if not same(value, metadata.get(key, MISSING)):
                now = metadata.get(key, MISSING)
                yield finding(
                    found, f"metadata key `{key}` {many}", value, now, f"metadata.{key}", x.exchange
                )
        for name, value in x.sent.items():
            if name != "metadata" and not same(value, field_of(found.lead, name)):
                yield finding(found, f"{name} {many}", value, field_of(found.lead, name), name, x.exchange)


def _at_once(log: Log) -> Iterator[Observation]:
    """Updates that left together and want nothing that another of them wants."""
    races = {x.exchange for pair in _races(log) for x in pair}
    return (x for x in log if x.exchange.batch and x.exchange.answered and x.exchange not in races)


def own_answer(x: Observation) -> Iterator[Finding]:
    """The status is lawful, and the lead that is shown is the one that was named."""
    yield from status_is_lawful(x)
    named, shown = x.exchange.place, field_of(x.lead, "id")
    if x.lead is not None and "id" in x.lead and not same(shown, named):
        yield finding(x, "`id` in the answer to a request among others at once", named, shown, "id")


def _races(log: Log) -> Iterator[tuple[Observation, Observation]]:
    """Two leads of a workspace that want one email at the same time."""
    wanted: dict[tuple[int, str], Observation] = {}
    for x in log:
        email = x.sent.get("email")
        if not x.exchange.batch or not isinstance(email, str) or not x.exchange.answered:
            continue
        first = wanted.setdefault((x.exchange.batch, email), x)
        if first.request.target != x.request.target:
            yield first, x


def one_wins(subject: tuple[Observation, Observation]) -> Iterator[Finding]:
    one, other = subject
    statuses = sorted((one.status, other.status))
    if statuses != [SUCCESS, 409]:
        told = " and ".join(map(str, statuses))
        what = Words(
            f"Two leads were sent one email at the same time: the answers were {told}, not 200 and 409"
        )
        yield finding(one, what, [SUCCESS, 409], statuses, "status", other.exchange)


RULES = (
    rule("duplicate-email-refused", ("taken-email", "released-email"), demanded("duplicate-email-refused")),
    rule(
        "duplicate-email-envelope",
        ("taken-email", "released-email"),
        Part(refusals(409), conflict),
        rests_on=("error-envelope",),
    ),
    rule(
        "own-email-accepted",
        ("own-email",),
        demanded("own-email-accepted"),
        Part(_without_conflict, is_no_conflict),
    ),
    rule("released-email-free", ("released-email",), demanded("released-email-free")),
    rule("email-unique-per-workspace", ("foreign-email",), demanded("email-unique-per-workspace")),
    rule(
        "concurrent-updates-kept",
        ("parallel-updates", "email-race"),
        Part(_at_once, own_answer),
        Part(_batches, losses),
        Part(_races, one_wins),
        rests_on=("metadata-unmentioned-keys-kept", "unsent-fields-unchanged", "response-is-stored"),
    ),
)
