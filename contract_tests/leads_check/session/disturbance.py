"""Whether somebody else wrote to a lead during the run, which is no defect of the deployment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from leads_check.evidence.exchange import Exchange, Target
from leads_check.evidence.fields import TEXTS
from leads_check.evidence.observation import Observation
from leads_check.evidence.values import MISSING, Lead, field_of, metadata_of, same
from leads_check.evidence.words import called
from leads_check.session.held import Held
from leads_check.session.session import Disturbed, Session
from leads_check.session.written import METADATA, Written

MOST_TRIES = 2
"""How often a run asks again: a defect that shows each time needs no more."""
_REQUESTS = 4


class Lookout:
    """Looks at each answer of a session for what nobody asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._values = Values()
        self._noted = 0
        self._tries = 0

    def check(self, scene: str) -> None:
        """Raises Disturbed where the last answer shows what only somebody else can have written.

        A deployment that changes what it should not does so again when it is asked again; somebody else
        does not. Raises as `Session.send` does, too.
        """
        session, seen = self._session, self._session.observed
        for exchange in session.exchanges[self._noted : -1]:
            self._values.note(exchange)
        self._noted = len(session.exchanges) - 1
        strange = unexplained(seen, self._values) if seen is not None else []
        held = session.held.get(seen.request.target) if seen is not None else None
        if not strange or seen is None or held is None or held.original is None:
            return
        asked = causes(session.exchanges, held.target)
        if not asked or self._is_gone_when_asked_again(seen, held, strange[0], asked, scene):
            self._adopt(held, {where: member(seen.lead or {}, where) for where in strange})
            raise Disturbed(
                f"somebody else writes to {called(held.target)} during this check:"
                f" its {strange[0].partition('.')[0]} changed, and no request of the check did that"
            )

    def _adopt(self, held: Held, theirs: Mapping[str, Any]) -> None:
        """What somebody else wrote is what the lead is to be when all is put back."""
        held.original = with_members(held.original or {}, theirs)
        if self._session.journal is not None and not held.is_made:
            self._session.journal.saw(held.target, held.original)

    def _is_gone_when_asked_again(
        self, seen: Observation, held: Held, where: str, again: Sequence[Exchange], scene: str
    ) -> bool:
        session, before = self._session, member(seen.before or {}, where)
        if self._tries >= MOST_TRIES:
            return False
        # Where the first look may have hidden the value, to clear it would be to lose it.
        may_be_lost = before in (MISSING, None) and not held.is_live
        if may_be_lost or session.budget.left < 2 * len(again) + _REQUESTS:
            return not any(x.accepted for x in again)
        self._tries += 1
        stored = member(session.send(held.read(), scene).lead or {}, where)
        if not same(stored, member(seen.lead or {}, where)):
            # Either only an answer shows it so, and nobody wrote it; or it has changed once more meanwhile.
            return not same(stored, before) and not self._values.knows(where, stored)
        value = None if before is MISSING else before
        name, _, key = where.partition(".")
        session.send(held.update("back as it was", {name: {key: value}} if key else {name: value}), scene)
        # For as many requests nothing is asked for: who changes it meanwhile is not the deployment.
        quiet = [member(session.send(held.read(), scene).lead or {}, where) for _ in again]
        if changed := [found for found in quiet if not same(found, before)]:
            return not same(changed[0], stored) and not self._values.knows(where, changed[0])
        asked = [session.send(one.request, scene) for one in again]
        # What an answer showed, its repetition would show; a read may already see the next change.
        shown = asked[-1].lead if seen.is_write else session.send(held.read(), scene).lead
        return shown is not None and same(member(shown, where), before)


class Values:
    """The values that each member of the leads was ever sent or shown with."""

    def __init__(self) -> None:
        self._known: dict[str, list[Any]] = {}

    def note(self, exchange: Exchange) -> None:
        """Learns what the exchange sent and showed."""
        for lead in (exchange.sent, exchange.lead or {}):
            for where, value in members(lead):
                known = self._known.setdefault(where, [])
                if not any(same(value, one) for one in known):
                    known.append(value)

    def knows(self, where: str, value: Any) -> bool:
        """Whether the member ever had the value."""
        return any(same(value, one) for one in self._known.get(where, ()))


def members(lead: Lead) -> Iterator[tuple[str, Any]]:
    """The changeable members that a lead has: its fields, and its metadata key by key."""
    yield from ((name, lead[name]) for name in TEXTS if name in lead)
    for name in METADATA:
        yield from ((f"{name}.{key}", value) for key, value in metadata_of(lead).items())


def member(lead: Lead, where: str) -> Any:
    """One of them, MISSING where it is not there."""
    name, _, key = where.partition(".")
    return metadata_of(lead).get(key, MISSING) if name in METADATA else lead.get(name, MISSING)


def with_members(lead: Lead, values: Mapping[str, Any]) -> Lead:
    """The lead with these members changed."""
    fields = {where: value for where, value in values.items() if where in TEXTS}
    keys = {where.partition(".")[2]: value for where, value in values.items() if where not in TEXTS}
    return {**lead, **fields, **({METADATA[0]: {**metadata_of(lead), **keys}} if keys else {})}


def unexplained(seen: Observation, values: Values) -> list[str]:
    """The members that changed to a value that nobody sent or saw before, though nothing asked for it."""
    before, after = seen.before, seen.lead
    if before is None or after is None or seen.exchange.batch or _is_unclear(seen):
        return []
    asked = {where for x in (seen.exchange, *seen.since) for where, _ in members(x.sent)}
    return [
        where
        for where, value in members(after)
        if where not in asked
        and value is not None
        and not same(value, member(before, where))
        and not values.knows(where, value)
    ]


def as_far_as_ours(original: Lead, shown: Lead, written: Written) -> Lead:
    """The lead as if nobody had touched what the check never wrote: that is not ours to put back."""
    fields = {name: field_of(original, name) for name in TEXTS if name not in written.fields}
    own, now = metadata_of(original), metadata_of(shown)
    if set(METADATA) & set(written.fields) or not now:
        return {**shown, **fields}
    keys = {key: value for key, value in now.items() if key in written.keys}
    kept = {key: value for key, value in own.items() if key not in written.keys}
    return {**shown, **fields, **{name: {**kept, **keys} for name in METADATA}}


def causes(exchanges: Sequence[Exchange], target: Target) -> list[Exchange]:
    """The updates of the lead since a read showed it, before the last exchange; that one too, if it is one.

    A deployment may write something when it refuses an update, too.
    """
    *earlier, last = (x for x in exchanges if x.request.target == target)
    unseen = takewhile(lambda x: not (x.request.is_read and x.lead), reversed(earlier))
    return [x for x in (*reversed([*unseen]), last) if x.is_write]


def _is_unclear(seen: Observation) -> bool:
    """Whether what was asked cannot be told from the body, or the answer shows another lead."""
    sent = [x for x in (seen.exchange, *seen.since) if x.is_write]
    is_other = not same(field_of(seen.before, "id"), field_of(seen.lead, "id"))
    return is_other or any(isinstance(x.request.body, bytes) or x.batch for x in sent)
