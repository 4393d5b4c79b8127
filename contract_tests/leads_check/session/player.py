"""Plays scenes on a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from random import Random
from typing import Any

from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.values import moment
from leads_check.evidence.words import called
from leads_check.rules import BY_ID
from leads_check.rules.judge import examine
from leads_check.rules.rule import Rule
from leads_check.scenes import SCENES
from leads_check.scenes.scene import Scene, Setting, Tick, Together
from leads_check.session.disturbance import Lookout
from leads_check.session.failure import our_failure
from leads_check.session.journal import JournalFailed
from leads_check.session.made import DOOMED, address_of, name_of
from leads_check.session.making import Making
from leads_check.session.session import Disturbed, Interrupted, Session, Untouchable
from leads_check.session.written import METADATA, written_by
from leads_check.settings import options_for
from leads_check.wire.budget import BudgetExhausted
from leads_check.wire.deployment import Outage, RateLimited, Unreachable
from leads_contract import load_contract

ENDING = (BudgetExhausted, Disturbed, Interrupted, JournalFailed, RateLimited, Unreachable)
"""After these nothing more is sent but what puts back."""
_NO_ROOM = "the budget has no room for it; --max-requests allows more"


class Unplayed(Exception):
    """A scene cannot be played; the message says why, `options` which options would let it be."""

    def __init__(self, why: str, options: str = "") -> None:
        super().__init__(why)
        self.options = options


class Player:
    """`skipped` and `unfinished` map scenes to the reason why they were not played, or not to their end.

    `lacking` maps those that want an option to its name. `fatal` is why nothing more is played, empty
    while there is nothing.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        marks = (address_of(session.run), name_of(session.run)) if session.settings.provision else None
        self._setting = Setting(session.knowledge.leads, Random(session.settings.seed), marks)
        self.making = Making(session)
        self.skipped: dict[str, str] = {}
        self.lacking: dict[str, str] = {}
        self.unfinished: dict[str, str] = {}
        self.fatal = ""
        self._is_used_up = False
        self._harmed_by = ""
        self._lookout = Lookout(session)
        self._unserved: dict[str, str] = {}

    def play(self, rules: Iterable[Rule]) -> None:
        """Plays every scene that the rules need, however many of them need it."""
        lead = self._session.held.get("lead")
        self._setting.original = dict(lead.original or {}) if lead else {}
        doomed = self._session.made.get(DOOMED)
        self._setting.gone_email = doomed.email if doomed else ""
        wanted = {name for rule in rules for name in rule.scenes}
        for scene in sorted((one for one in SCENES if one.name in wanted), key=lambda one: one.spare):
            if self.fatal:
                self._leave_out(scene)
                continue
            self._session.progress(scene.name, self._session.budget)
            self._try(scene)

    def _leave_out(self, scene: Scene) -> None:
        if scene.spare and self._is_used_up:
            self.skipped[scene.name] = _NO_ROOM
        else:
            self.unfinished[scene.name] = self.fatal

    def give_up(self, rules: Iterable[Rule], reason: str) -> None:
        """Leaves everything unplayed."""
        self.fatal = reason
        self.unfinished |= dict.fromkeys((name for rule in rules for name in rule.scenes), reason)

    def _try(self, scene: Scene) -> None:
        try:
            self._check_options(scene)
            self._check_served(scene)
            self._check_needs(scene)
            self._check_room(scene)
            self._check_trust(scene)
            self._make_known(scene)
            self._play(scene)
            self._check_served(scene)
        except Unplayed as error:
            self.skipped[scene.name] = str(error)
            if error.options:
                self.lacking[scene.name] = error.options
        except Untouchable as error:
            self.skipped[scene.name] = str(error)
        except ENDING as error:
            if scene.spare and isinstance(error, BudgetExhausted):
                self.skipped[scene.name] = _NO_ROOM  # what it makes may take more than was left
            else:
                self._end(scene, error)
        except Outage as error:
            self.unfinished[scene.name] = f"the deployment was out of order: {error}"
            self._harmed_by = self._harmed_by or scene.poisons
            self._recover(scene, error.exchange.request)
        except Exception as error:
            # Ours, and no reason to leave the other scenes unplayed.
            self.unfinished[scene.name] = our_failure(error)

    def _end(self, scene: Scene, error: Exception) -> None:
        self.fatal = self.unfinished[scene.name] = str(error)
        self._is_used_up = isinstance(error, BudgetExhausted)
        self._session.is_disturbed |= isinstance(error, Disturbed)

    def _recover(self, scene: Scene, request: Request) -> None:
        """Waits until it answers again; what then keeps the lead from being read is taken back."""
        session, held = self._session, self._session.held.get(request.target)
        if held is None or held.original is None:
            return
        try:
            seen = session.wait_for(held, scene.name)
            for key in written_by(request.content()).keys if seen.lead is None else ():
                session.send(held.update("taken back", {METADATA[0]: {key: None}}), scene.name)
        except (*ENDING, Outage) as error:
            self._end(scene, error)

    def _check_options(self, scene: Scene) -> None:
        settings = self._session.settings
        if scene.about and all(_is_skipped(rule, settings.skip) for rule in scene.about):
            raise Unplayed("left out by --skip")
        if scene.poisons and settings.gentle:
            raise Unplayed(f"--gentle sends no {scene.poisons}")
        if scene.poisons and self._harmed_by:
            raise Unplayed(f"the deployment did not answer after {self._harmed_by}")
        # What the check made itself goes altogether.
        if scene.leaves_residue and not settings.allow_residue and not settings.provision:
            raise Unplayed("what it leaves may stay for ever; --allow-residue asks it all the same")

    def _check_room(self, scene: Scene) -> None:
        if scene.spare and self._session.budget.left < scene.requests:
            raise Unplayed(_NO_ROOM)

    def _check_served(self, scene: Scene) -> None:
        if scene.serves in self._unserved:
            raise Unplayed(self._unserved[scene.serves])

    def _check_needs(self, scene: Scene) -> None:
        settings, held = self._session.settings, self._session.held
        available = {*self._session.deployment.ids}
        available |= {"provision"} if settings.provision else set()
        available |= {"foreign-chatbot"} if settings.foreign_chatbot_id else set()
        if settings.foreign_api_key:
            available.add("foreign-key")
            if (foreign := held.get("foreign")) and foreign.original is not None:
                available.add("foreign-lead-known")
        if missing := scene.needs - available:
            options = options_for(missing, settings)
            raise Unplayed(f"needs {options}", options)
        for target in scene.needs & held.keys():
            if held[target].closed:
                # Nobody left it out: what it would have shown is not known.
                self.unfinished[scene.name] = held[target].closed
                raise Unplayed(held[target].closed)

    def _check_trust(self, scene: Scene) -> None:
        for rule in () if self._session.settings.provision else scene.trusts:
            if examine(BY_ID[rule], self._session.log).findings:
                raise Unplayed(
                    f"the deployment breaks {rule}, so what this would take away might not come back"
                )

    def _make_known(self, scene: Scene) -> None:
        """Sees again what the last scene left unknown, since scenes build on what leads are."""
        session = self._session
        for target, held in session.held.items():
            is_needed = target in scene.needs and held.original is not None
            is_known = not is_needed or target in session.knowledge.leads
            if not is_known and session.send(held.read(), scene.name).lead is None:
                raise Unplayed(f"{called(target)} can no longer be read")

    def _play(self, scene: Scene) -> None:
        play = scene.play(self._setting)
        result: Any = None
        while True:
            try:
                step = play.send(result)
            except StopIteration as end:
                if end.value is False and scene.serves:
                    name = load_contract().operations[scene.serves].summary
                    self._unserved[scene.serves] = f"the deployment does not serve {name}"
                return
            result = self._perform(step, scene)

    def _perform(self, step: Request | Together | Tick, scene: Scene) -> Any:
        if isinstance(step, Tick):
            self._tick()
            return None
        if isinstance(step, Together):
            requests = [self.making.prepare(request) for request in step.requests]
            exchanges = self._session.send_together(requests, scene.name)
            for exchange in exchanges:
                self.making.learn(exchange)
            return exchanges
        return self._send(step, scene)

    def _send(self, request: Request, scene: Scene) -> Exchange:
        exchange = self._session.send(self.making.prepare(request), scene.name)
        self.making.learn(exchange)
        self._lookout.check(scene.name)
        return exchange

    def _tick(self) -> None:
        shown = self._session.knowledge.leads.get("lead", {}).get("updatedAt")
        stamp = moment(shown)
        # Whole seconds may be the precision, or chance; a second is then the pause that tells times apart.
        self._session.sleep(0.02 if stamp is not None and stamp.microsecond else 1.05)


def _is_skipped(rule: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(rule, pattern) for pattern in patterns)
