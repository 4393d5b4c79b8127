"""Puts leads back: all at once, then piece by piece, patiently while a server restarts.

Nothing that goes wrong with one lead, or one request, keeps the rest from being put back, or from being
told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.values import Lead
from leads_check.evidence.words import called
from leads_check.session import trust
from leads_check.session.disturbance import as_far_as_ours
from leads_check.session.failure import our_failure
from leads_check.session.held import Held
from leads_check.session.journal import JournalFailed
from leads_check.session.mark import without_marks
from leads_check.session.patience import Patience, Silent
from leads_check.session.restoring import (
    Body,
    Left,
    Unreadable,
    differences,
    in_pieces,
    single,
    to_put_back,
    together,
)
from leads_check.session.session import REQUESTS, Session
from leads_check.session.written import Written, may_write
from leads_check.wire.budget import BudgetExhausted
from leads_check.wire.deployment import Outage, RateLimited, Unreachable

SCENE = "restore"
ROUNDS = 2
"""How often a lead is tried that is answered for and still differs."""
MOST_OUTAGES = 2
"""How many updates of one attempt may be left without an answer: one of them may hold what cannot be read."""


class PuttingBack:
    """Puts the leads of a session back. `left` and `unreadable` are what is not known to be back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._outages = 0
        self._is_over = False
        self._seen: dict[str, Lead] = {}
        self._failed: dict[str, str] = {}
        self.left: list[Left] = []
        self.unreadable: list[Unreadable] = []

    def run(self) -> None:
        """Tries until all is back, or patience, time or budget end. Raises nothing."""
        self._session.budget.release()
        self._seen = dict(self._session.knowledge.leads)
        # What the run made itself is deleted instead.
        pending = [held for held in self._session.held.values() if not held.is_made]
        patience, rounds = Patience(self._session), 0
        while pending:
            is_silent, pending = self._try_all(pending)
            rounds += not is_silent
            is_in_vain = rounds >= ROUNDS or self._is_over
            if not pending or is_in_vain or (is_silent and not patience.wait()):
                break
        self._session.notices += [self._failed[h.target] for h in pending if h.target in self._failed]

    @property
    def is_complete(self) -> bool:
        """Whether every lead was seen to be as it was."""
        return not self.left and not self.unreadable

    def _try_all(self, pending: Iterable[Held]) -> tuple[bool, list[Held]]:
        """Whether the deployment was silent, and the leads that are not back; why not is in the lists."""
        is_silent, rest = False, list[Held]()
        self.left, self.unreadable = [], []
        for held in pending:
            self._session.progress(f"putting {called(held.target)} back", self._session.budget)
            self._outages = 0
            try:
                is_back = self._try(held)
            except (BudgetExhausted, RateLimited) as error:
                self._is_over, is_back = True, self._is_known_to_be_back(held, str(error))
            except (Outage, Silent, Unreachable) as error:
                is_silent, is_back = True, self._is_known_to_be_back(held, str(error))
            except Exception as error:
                is_back = self._is_known_to_be_back(held, our_failure(error))
            rest += [] if is_back else [held]
        return is_silent, rest

    def _try(self, held: Held) -> bool:
        if not any(one.written for one in self._session.held.values()):
            return True
        if held.original is None:
            return self._take_away_unseen(held)
        shown = self._look(held)
        written = held.written if self._may_have_worked(held) else Written()
        parts = to_put_back(held.original, written, shown, is_sure=held.is_live)
        if not parts and shown is not None:
            return True
        is_accepted = self._all_at_once(held, parts) or self._all_that_shows(held, shown)
        shown = self._look(held)
        if not self._is_back(held, shown, is_accepted):
            is_accepted = self._piece_by_piece(held, shown)
            shown = self._look(held)
        return self._conclude(held, shown, is_accepted)

    def _all_at_once(self, held: Held, parts: Written) -> bool:
        """Whether all updates were accepted; after one that was not, the next would do no good."""
        bodies, budget = together(held.original or {}, parts), self._session.budget
        # What the first takes away must not stay away for want of a request.
        if budget.left < len(bodies):
            raise BudgetExhausted(f"the budget of {budget.limit} requests is used up")
        return all(self._update(held, body) for body in bodies)

    def _all_that_shows(self, held: Held, shown: Lead | None) -> bool:
        """The same for what a look shows: never whether all was accepted.

        A deployment may refuse a whole update for a single key that it would never have stored.
        """
        if shown is not None:
            self._all_at_once(held, to_put_back(held.original or {}, Written(), shown, is_sure=held.is_live))
        return False

    def _piece_by_piece(self, held: Held, shown: Lead | None) -> bool:
        """Whether every piece was accepted: fields first, since they were there before; then keys."""
        known = held.written if shown is None or not held.is_live else Written()
        parts = to_put_back(held.original or {}, known, shown, is_sure=held.is_live)
        accepted = [self._by_halves(held, pieces) for pieces in in_pieces(parts) if pieces]
        return all(accepted)

    def _by_halves(self, held: Held, pieces: Sequence[Written]) -> bool:
        """All pieces together, then each half, down to one by one, as far as the budget goes."""
        whole = Written.of(pieces)
        if self._session.budget.left <= self._kept(held):
            return False
        is_accepted = self._all_at_once(held, whole)
        if is_accepted or len(pieces) == 1:
            return is_accepted
        middle = len(pieces) // 2
        accepted = [self._by_halves(held, half) for half in (pieces[:middle], pieces[middle:])]
        return all(accepted)

    def _kept(self, held: Held) -> int:
        """The requests that are left for a look at this lead, and for those that come after it."""
        targets = list(self._session.held)
        return 2 + REQUESTS * (len(targets) - 1 - targets.index(held.target))

    def _take_away_unseen(self, held: Held) -> bool:
        """Of a lead that was never shown, only what was added can be taken away again."""
        if not self._may_have_worked(held):
            return True
        exchanges = [self._send(held.update("put back", body)) for body in _bodies(held)]
        if exchanges and all(exchange.refused for exchange in exchanges):
            return True  # then it refused what came before as well
        self._tell(held, None, "no answer ever showed it, and updates of it were sent")
        return False

    def _may_have_worked(self, held: Held) -> bool:
        """Whether anything that was sent could have changed the lead; what an earlier run sent could have.

        A lead of ours that was seen gets back what was sent in any case. Any other is not ours to touch for
        no reason: where all was refused, and no look shows otherwise, it is left alone.
        """
        if held.original is not None and held.target != "foreign":
            return bool(held.written)
        session = self._session
        sent = [x for x in session.exchanges if x.is_write and held in session.reached(x.request)]
        return bool(held.written) and not (sent and all(x.refused for x in sent if may_write(x.request)))

    def _is_back(self, held: Held, shown: Lead | None, is_accepted: bool) -> bool:
        """Whether a look shows all as it was; one that may not follow what is sent says too little."""
        if held.original is None or shown is None or any(differences(held.original, shown)):
            return False
        return held.is_live or is_accepted

    def _conclude(self, held: Held, shown: Lead | None, is_accepted: bool) -> bool:
        if self._is_back(held, shown, is_accepted):
            return True
        reason = "it cannot be read" if shown is None else "what is shown does not follow what is sent"
        self._tell(held, shown, reason)
        return False

    def _is_known_to_be_back(self, held: Held, reason: str) -> bool:
        """After an attempt that failed: nothing was ever written, or it has to be told."""
        if not self._may_have_worked(held):
            return True
        self._failed[held.target] = f"{called(held.target)} could not be put back: {reason}"
        self._tell(held, self._seen.get(held.target), reason)
        return False

    def _tell(self, held: Held, shown: Lead | None, reason: str) -> None:
        """What is known to differ; where that is nothing, that the lead is unreadable, and why."""
        original, url = held.original or {}, self._session.deployment.url(held.read())
        can_compare = held.original is not None and shown is not None
        left = [
            Left(held.target, where, before, now, url, single(original, where))
            for where, before, now in (_as_far_as_possible(original, shown or {}) if can_compare else ())
        ]
        self.left += left
        if not left:
            self.unreadable.append(Unreadable(held.target, reason, url, tuple(_bodies(held))))

    def _look(self, held: Held) -> Lead | None:
        """The lead as it is stored; None where the answer shows none, or another one."""
        lead = self._send(held.read("look")).lead
        if lead is None or not trust.is_this(held, lead):
            return None
        lead = without_marks(lead, self._session.mark.run)
        if self._session.is_disturbed and held.original is not None:
            lead = as_far_as_ours(held.original, lead, held.written)
        self._seen[held.target] = lead
        return self._seen[held.target]

    def _update(self, held: Held, body: Body) -> bool:
        """Whether the update was accepted."""
        self._seen.pop(held.target, None)
        try:
            return self._send(held.update("put back", body)).accepted
        except Outage:
            self._outages += 1
            if self._outages > MOST_OUTAGES:
                raise
            return False

    def _send(self, request: Request) -> Exchange:
        # A journal that is full must not keep its leads from being put back.
        with suppress(JournalFailed):
            self._session.announce(request)
        exchange = self._session.deployment.send(request, SCENE)
        if not exchange.status:
            raise Silent("the connection was closed without an answer")
        return exchange


def _bodies(held: Held) -> list[Body]:
    """All that puts a lead back; of one that was never shown, its fields are not known."""
    if held.original is None:
        return together({}, Written(keys=held.written.keys))
    return together(held.original, to_put_back(held.original, held.written, None))


def _as_far_as_possible(original: Lead, shown: Lead) -> list[tuple[str, Any, Any]]:
    """The differences; a failure of ours to compare must not hide that there is something to tell."""
    found: list[tuple[str, Any, Any]] = []
    with suppress(Exception):
        found.extend(differences(original, shown))
    return found
