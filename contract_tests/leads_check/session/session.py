"""One session with one deployment: it sends, remembers, journals, and keeps requests for putting back.

It knows leads by targets, as many as there are; what is sent, and why, is for scenes and deeds to say.
"""

from __future__ import annotations

import platform
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from leads_check.evidence.exchange import FOREIGN_KEY, OWN_KEY, Exchange, Request, Target
from leads_check.evidence.observation import CREATED, KNOWABLE, Knowledge, Log, Observation, observe
from leads_check.evidence.words import called
from leads_check.session.held import Held
from leads_check.session.journal import Journal
from leads_check.session.made import Made
from leads_check.session.mark import Mark, make_mark, marks_in
from leads_check.session.written import written_by
from leads_check.settings import Settings
from leads_check.wire.budget import Budget, BudgetExhausted
from leads_check.wire.deployment import Deployment, Outage, Unreachable

REMOVAL = 2
"""What deleting a lead that the run made takes: a deletion and a look."""
SEARCHES = 3
"""What finding one takes of which no answer told: by its email, in the whole list, and by another's email."""
SPARE = 2
"""Kept for what has to be sent twice when leads are deleted."""
REQUESTS = 5
"""What putting one lead back takes: a look, two updates, a look, and one to spare for a repetition."""
PLAYING = 0.8
"""Of the run's time; the rest is for putting back."""

Progress = Callable[[str, Budget], None]


class Interrupted(Exception):
    """Somebody wants the run to end, or its time is over."""


class Untouchable(Exception):
    """A request could not be taken back, so it is not sent; the message says why."""


class Disturbed(Exception):
    """Somebody else writes to a lead, so that nothing of the run is evidence."""


class Shared(Disturbed):
    """Another run writes to the lead."""

    def __init__(self, target: Target, mark: Mark) -> None:
        super().__init__(f"{called(target)} is held by another check: {mark}")
        self.target = target
        self.mark = mark


class Session:
    """What happens between one run and one deployment.

    `exchanges` are all that were made, in their order; `held` are the leads by target; `notices` is what a
    reader should know besides; `observed` is the last exchange in the light of what was known, and
    `is_disturbed` tells that somebody else wrote to a lead. `search_pages` are the most requests that a
    search of a list has taken. `interrupted` gives the reason to end early, empty while there is none; `told`
    is told where the journal is, and the empty text when it is gone.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        progress: Progress = lambda doing, budget: None,
        sleep: Callable[[float], None] = time.sleep,
        interrupted: Callable[[], str] = str,
        told: Callable[[str], None] = lambda journal: None,
    ) -> None:
        self.settings = settings
        self.progress = progress
        self.sleep = sleep
        self.budget = Budget(settings.max_requests)
        self.deployment = Deployment(settings, self.budget, sleep)
        self.knowledge = Knowledge()
        self.exchanges: list[Exchange] = []
        self.observed: Observation | None = None
        self.is_disturbed = False
        self.notices: list[str] = []
        self.made: dict[Target, Made] = {}
        self.search_pages = 1
        self.held = {t: _held(settings, t) for t in KNOWABLE if t in settings.lead_ids}
        self.journal: Journal | None = None
        self.started = time.monotonic()
        self.run = secrets.token_hex(4)
        seconds = settings.max_time + settings.max_wait
        self.mark = make_mark(self.run, platform.node(), datetime.now(UTC), seconds)
        self._interrupted = interrupted
        self._told = told

    @property
    def log(self) -> Log:
        """All that was exchanged so far, in the light of what was known."""
        return observe(self.exchanges, self.deployment.limited)

    @property
    def seconds(self) -> float:
        """How long it lasts already."""
        return time.monotonic() - self.started

    @property
    def reserve(self) -> int:
        """The requests that putting all leads back, and deleting those that were made, may take."""
        named = sum(not held.is_made for held in self.held.values())
        return REQUESTS * named + (self._for_deleting(list(self.made.values())) if self.made else 0)

    def _for_deleting(self, made: Sequence[Made]) -> int:
        """The searches for emails and names in each workspace, and what each lead takes that may be there."""
        expected = [one for one in made if one.is_expected]
        unknown = sum(not one.is_ours for one in expected)
        texts = len({one.key for one in made}) + len({one.key for one in made if not one.email})
        searches = texts + SEARCHES * unknown
        # Without Get Lead, the list must tell whether one is gone.
        removal = REMOVAL if self.deployment.serves_get else 2 * REMOVAL
        return searches * self.search_pages + removal * len(expected) + REMOVAL * unknown + SPARE

    def keep_reserve(self) -> None:
        """Sets aside what putting back takes now."""
        self.budget.set_aside(self.reserve)

    def open(self) -> None:
        """Sets aside what putting back takes, and begins the journal. Raises UsageError."""
        self.keep_reserve()
        if self.held or self.settings.provision:
            self.journal = Journal.create(self.settings, self.run)
            self._told(str(self.journal.path))

    def close(self, *, all_back: bool) -> None:
        """Closes the connections, and the journal, which goes where all is back."""
        self.deployment.close()
        if self.journal is None:
            return
        if not all_back:
            self.journal.close()
            return
        self.journal.remove()
        self.journal = None
        self._told("")

    def send(self, request: Request, scene: str) -> Exchange:
        """One exchange. Raises Interrupted, Untouchable, Shared, JournalFailed, and as the wire does."""
        self._prepare([request])
        began = time.monotonic()
        try:
            exchange = self.deployment.send(request, scene)
        except (Outage, Unreachable) as error:
            self._note_silence(request, time.monotonic() - began)
            if isinstance(error, Outage):
                self.note(error.exchange)
            raise
        return self.note(exchange)

    def probe(self, request: Request, scene: str) -> Exchange:
        """A GET, whether or not the deployment serves it, noted. Raises as `send` does."""
        self._stop_if_asked()
        return self.note(self.deployment.probe_get(request, scene))

    def wait_for(self, held: Held, scene: str) -> Exchange:
        """Looks at the lead again and again until there is an answer. Raises as `send` does."""
        self._stop_if_asked()
        return self.note(self.deployment.wait_until_it_answers(held.read(), scene))

    def send_together(self, requests: Sequence[Request], scene: str) -> list[Exchange]:
        """Exchanges made at the same time, in the order of the requests. Raises as `send` does."""
        self._prepare(requests)
        if self.budget.left < len(requests):
            raise BudgetExhausted(f"the budget of {self.budget.limit} requests is used up")
        return [self.note(exchange) for exchange in self.deployment.send_together(requests, scene)]

    def announce(self, request: Request) -> None:
        """Writes down what the request may write, where that is new. Raises JournalFailed."""
        if not request.is_update:
            return  # a read takes away a key that is not there, at most
        written = written_by(request.content())
        for held in self.reached(request):
            if new := written - held.written:
                if self.journal is not None:
                    self.journal.announce(held.target, new)
                held.written |= new

    def reached(self, request: Request) -> list[Held]:
        """The leads that it may change, and that are to be put back: one that it names, otherwise whichever
        its key can reach."""
        named = self.held.get(request.target)
        reached = [named] if named else [h for h in self.held.values() if h.key == request.key]
        return [held for held in reached if not held.is_made]

    def _prepare(self, requests: Sequence[Request]) -> None:
        self._stop_if_asked()
        self.deployment.check_allowance(self.reserve + len(requests) - 1)
        for request in requests:
            self._check_touchable(request)
        for request in requests:
            self.announce(request)

    def _stop_if_asked(self) -> None:
        # Between requests only: one that is under way could take effect after everything is back.
        if reason := self._interrupted():
            raise Interrupted(reason)
        if self.seconds > self.settings.max_time * PLAYING:
            raise Interrupted(f"ended early: --max-time {self.settings.max_time:g} s is over")

    def _check_touchable(self, request: Request) -> None:
        self._check_own(request)
        held = self.held.get(request.target)
        if held is None or request.is_read:
            return
        if held.closed:
            raise Untouchable(held.closed)
        for name in _members(request):
            if name in held.fixed:
                raise Untouchable(held.fixed[name])

    def _check_own(self, request: Request) -> None:
        """Only what is written down is created, and only what the check made is deleted."""
        is_own = request.target in self.made
        if request.operation == "createLead" and not is_own:
            raise Untouchable("leads are created with --provision only")
        is_nobodys = request.target in ("unknown", "deleted") and bool(self.settings.provision)
        is_known = request.target in self.deployment.ids and request.lead_id is None
        if request.operation == "deleteLead" and not is_nobodys and not (is_own and is_known):
            raise Untouchable("only leads that the check made are deleted")
        if request.target.startswith(CREATED) and request.operation != "createLead" and not is_known:
            raise Untouchable("the lead that was created cannot be told from others by its id")

    def _note_silence(self, request: Request, seconds: float) -> None:
        """No answer came; after a while that means that a creation may still be under way."""
        if request.operation == "createLead" and seconds >= self.settings.timeout:
            self.made[request.target].is_under_way = True

    def note(self, exchange: Exchange) -> Exchange:
        """Remembers an exchange as evidence. Raises Shared."""
        if not exchange.answered:
            self._note_silence(exchange.request, exchange.seconds)
        held = self.held.get(exchange.request.target)
        if held is not None and exchange.lead is not None and str(exchange.lead.get("id")) == held.id:
            for mark in marks_in(exchange.lead, self.mark.run):
                # Not kept as evidence: what the lead is now is somebody else's doing.
                raise Shared(held.target, mark)
        self.exchanges.append(exchange)
        self.observed = self.knowledge.note(exchange)
        return exchange


def _held(settings: Settings, target: Target) -> Held:
    is_theirs = target == "foreign" and settings.foreign_api_key is not None
    return Held(target, settings.lead_ids[target], FOREIGN_KEY if is_theirs else OWN_KEY)


def _members(request: Request) -> Sequence[Any]:
    written = written_by(request.content())
    return written.fields
