"""Restoring: what an interrupted check could not put back, from its journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from leads_check.session.journal import is_held, read_document
from leads_check.session.putting_back import SCENE, PuttingBack
from leads_check.session.recorded import Recorded, recorded
from leads_check.session.restoring import Left, Unreadable
from leads_check.session.session import Session
from leads_check.session.taking_away import Kept, TakingAway
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
    found = recorded(read_document(path), str(path))
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
    putting_back.run()
    taking_away.run()
    session.close(all_back=False)
    return Restored(putting_back.left, putting_back.unreadable, taking_away.kept, session.notices)


def _serves_get(session: Session) -> bool:
    for held in session.held.values():
        try:
            found = session.deployment.probe_get(held.read(), SCENE)
        except (BudgetExhausted, Outage, RateLimited, Unreachable):
            continue
        if found.lead is not None:
            return True
    return False
