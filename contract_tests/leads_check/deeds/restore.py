"""Restoring: what an interrupted check could not put back, from its journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from leads_check.evidence.fields import TEXTS
from leads_check.session.held import Held
from leads_check.session.journal import is_held, read_document
from leads_check.session.putting_back import SCENE, PuttingBack
from leads_check.session.recorded import Recorded, recorded
from leads_check.session.restoring import Left, Unreadable
from leads_check.session.session import Session
from leads_check.session.taking_away import Kept, TakingAway
from leads_check.session.written import Written
from leads_check.settings import Settings, UsageError
from leads_check.wire.budget import BudgetExhausted
from leads_check.wire.deployment import Outage, RateLimited, Unreachable


@dataclass(frozen=True)
class Restored:
    """`left` and `unreadable` are what is not known to be back, `kept` the leads that the run made and that
    are not known to be gone; `notices` say why."""

    left: Sequence[Left]
    unreadable: Sequence[Unreadable]
    kept: Sequence[Kept]
    notices: Sequence[str]

    @property
    def is_complete(self) -> bool:
        """Whether all is back."""
        return not self.left and not self.unreadable and not self.kept


def read_journal(path: Path) -> Recorded:
    """What a journal says. Raises UsageError, also where its run is still going."""
    document, is_whole = read_document(path)
    found = recorded(document, str(path), is_whole=is_whole)
    if is_held(path):
        raise UsageError(f"{path}: the check that writes it is still going")
    return found


def restore(
    settings: Settings,
    found: Recorded,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> Restored:
    """Puts the leads of a journal back, and deletes those that its run made. Raises nothing that a
    deployment could cause."""
    session = Session(settings, sleep=sleep)
    session.run = found.run
    session.held = {held.target: held for held in found.leads}
    session.made = {f"{number} {made.target}": made for number, made in enumerate(found.made)}
    session.deployment.serves_get = _serves_get(session)
    putting_back, taking_away = PuttingBack(session), TakingAway(session, was_recorded=True)
    if not found.is_whole:
        _expect_anything(found.leads)
    putting_back.run()
    taking_away.run()
    session.close(all_back=False)
    lost = [] if found.is_whole else [_unknown(held, session) for held in found.leads if _is_lost(held)]
    unreadable = [*putting_back.unreadable, *lost]
    return Restored(putting_back.left, unreadable, taking_away.kept, session.notices)


def _expect_anything(leads: Iterable[Held]) -> None:
    """The missing end of a journal may have named any field: a look at each shows whether it is back."""
    for held in leads:
        if held.original is not None and held.target != "foreign":
            held.written |= Written(fields=TEXTS)


def _is_lost(held: Held) -> bool:
    """Whether too little is known of a lead to say that it is as it was."""
    return held.original is None or not (held.is_live or held.target == "foreign")


def _unknown(held: Held, session: Session) -> Unreadable:
    reason = "the end of the journal is missing, and with it what was sent to the lead"
    return Unreadable(held.target, reason, session.deployment.url(held.read()), ())


def _serves_get(session: Session) -> bool:
    for held in session.held.values():
        try:
            found = session.deployment.probe_get(held.read(), SCENE)
        except (BudgetExhausted, Outage, RateLimited, Unreachable):
            continue
        if found.lead is not None:
            return True
    return False
