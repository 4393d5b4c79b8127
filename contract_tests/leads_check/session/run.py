"""One run: look, play the scenes, put everything back, judge.

The run performs what scenes ask for, and `Knowledge` keeps track of the leads. It judges nothing itself,
and nothing that goes wrong here becomes evidence against the deployment.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import Any

from leads_check.evidence.exchange import Exchange, Request, Target
from leads_check.evidence.observation import KNOWABLE, Knowledge, Log, observe
from leads_check.evidence.values import Lead, moment
from leads_check.rules import BY_ID
from leads_check.rules.judge import examine
from leads_check.rules.rule import Rule
from leads_check.scenes import SCENES
from leads_check.scenes.scene import Scene, Setting, Tick, Together
from leads_check.session import restore
from leads_check.session.journal import Journal
from leads_check.settings import ENABLED_BY, Settings, UsageError
from leads_check.wire.budget import Budget, BudgetExhausted
from leads_check.wire.deployment import Deployment, Outage, RateLimited, Unreachable

PREFLIGHT = "preflight"


class KeyRefused(Exception):
    """The deployment does not take the key."""


class Interrupted(Exception):
    """Somebody wants the run to end."""


class Unplayed(Exception):
    """A scene cannot be played; the message says why."""


Progress = Callable[[str, Budget], None]


class Run:
    """What happens to one deployment.

    `skipped` and `unfinished` map scenes to the reason why they were not played, or not to their end.
    `left` is what could not be put back. `interrupted` gives the reason to end early, empty while there is
    none.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        progress: Progress = lambda doing, budget: None,
        sleep: Callable[[float], None] = time.sleep,
        interrupted: Callable[[], str] = str,
    ) -> None:
        self.settings = settings
        self._interrupted = interrupted
        self.budget = Budget(settings.max_requests)
        self.deployment = Deployment(settings, self.budget, sleep)
        self.knowledge = Knowledge()
        self.exchanges: list[Exchange] = []
        self._known = self.knowledge.leads
        self.skipped: dict[str, str] = {}
        self.unfinished: dict[str, str] = {}
        self.left: list[restore.Left] = []
        self.notices: list[str] = []
        self.fatal: str = ""
        self._journal: Journal | None = None
        self.originals: Mapping[str, Lead] = {}
        self._fixed: dict[tuple[str, str], str] = {}
        self._progress = progress
        self._sleep = sleep
        self._setting = Setting(self._known, Random(settings.seed))

    @property
    def log(self) -> Log:
        """All that was exchanged so far, in the light of what was known."""
        return observe(self.exchanges, self.deployment.limited)

    def _note(self, exchange: Exchange) -> Exchange:
        self.exchanges.append(exchange)
        self.knowledge.note(exchange)
        return exchange

    # looking

    def look(self) -> None:
        """Finds out what there is, and writes the journal. Changes nothing but `updatedAt`.

        Raises Unreachable, KeyRefused, RateLimited, Outage, BudgetExhausted or UsageError.
        """
        named = [t for t in KNOWABLE if t in self.settings.lead_ids]
        self.budget.set_aside(restore.REQUESTS * len(named))
        for target in named:
            if target != "foreign" or self.settings.foreign_api_key:
                self._progress(f"looking at the {target} lead", self.budget)
                self._look_at(target)
        self.originals = {target: dict(lead) for target, lead in self._known.items()}
        self._setting.original = dict(self.originals.get("lead", {}))
        self.budget.set_aside(restore.REQUESTS * len(self.originals))
        if self.originals:
            self._journal = Journal.write(self.settings, self.originals)
            self._send_own_values()

    def _look_at(self, target: Target) -> None:
        key = "foreign" if target == "foreign" else "own"
        request = Request("read", target=target, key=key, operation="getLead")
        if target == "lead" or self.deployment.serves_get or "lead" not in self.settings.lead_ids:
            found = self._note(self.deployment.probe_get(request, PREFLIGHT))
            if found.lead is not None and found.lead.get("id") == self.settings.lead_ids[target]:
                self.deployment.serves_get = True
                return
        # An empty update cannot harm even a deployment that replaces what it should merge.
        empty = Request("read by an empty update", {}, target=target, key=key)
        found = self._note(self.deployment.send(empty, PREFLIGHT))
        if found.lead is None and found.status == 400:
            found = self._note(self.deployment.send(request, PREFLIGHT))
        if found.lead is None and target == "foreign":
            self.notices.append(f"its own key does not show the foreign lead (status {found.status})")
            return
        if found.status in (401, 403):
            name = self.settings.foreign_api_key_env if key == "foreign" else self.settings.api_key_env
            raise KeyRefused(f"the deployment refuses the key in {name} ({found.status})")
        if found.status == 404:
            option = ENABLED_BY[target]
            raise UsageError(f"{option} {self.settings.lead_ids[target]}: this key sees no such lead (404)")
        if found.lead is None:
            self.notices.append(
                f"the {target} lead cannot be read (status {found.status}), so it could not be put back:"
                " nothing is written to it"
            )

    def _send_own_values(self) -> None:
        """Learns which fields could not be put back, by sending each lead's own values before any change."""
        # Nothing is meant to be written to a foreign lead.
        for target in [t for t in KNOWABLE if t in self.originals and t != "foreign"]:
            lead = self.originals[target]
            # An empty text is nothing that could be lost.
            own = {name: lead[name] for name in restore.FIELDS if lead.get(name)}
            if own and self._send_own(target, own).refused:
                for name, value in own.items():
                    if self._send_own(target, {name: value}).refused:
                        self._fixed[target, name] = (
                            f"the {target} lead's present {name} is refused, so it could not be put back"
                        )
        self.notices += self._fixed.values()

    def _send_own(self, target: Target, values: Mapping[str, Any]) -> Exchange:
        request = Request(
            f"own {', '.join(values)}",
            dict(values),
            target=target,
        )
        return self._note(self.deployment.send(request, PREFLIGHT))

    # playing

    def play(self, rules: Iterable[Rule]) -> None:
        """Plays every scene that the rules need."""
        wanted = {name for rule in rules for name in rule.scenes}
        for scene in SCENES:
            if scene.name not in wanted or (scene.about and not set(scene.about) - set(self.settings.skip)):
                continue
            if self.fatal:
                self.unfinished[scene.name] = self.fatal
                continue
            self._progress(scene.name, self.budget)
            try:
                self._check_needs(scene)
                self._check_trust(scene)
                self._play(scene)
            except Unplayed as error:
                self.skipped[scene.name] = str(error)
            except (BudgetExhausted, Interrupted, RateLimited, Unreachable) as error:
                self.fatal = self.unfinished[scene.name] = str(error)
            except Outage as error:
                self.unfinished[scene.name] = f"the deployment was out of order: {error}"

    def _check_needs(self, scene: Scene) -> None:
        available = {*self.settings.lead_ids, *(["foreign-key"] if self.settings.foreign_api_key else [])}
        if "foreign" in self._known:
            available.add("foreign-lead-known")
        if missing := scene.needs - available:
            raise Unplayed(f"needs {', '.join(sorted({ENABLED_BY[need] for need in missing}))}")
        for target in KNOWABLE:
            if target in scene.needs and target != "foreign" and target not in self.originals:
                raise Unplayed(f"the {target} lead cannot be read, so it could not be put back")

    def _check_trust(self, scene: Scene) -> None:
        for rule in scene.trusts:
            if examine(BY_ID[rule], self.log)[1]:
                raise Unplayed(
                    f"the deployment breaks {rule}, so what this would take away might not come back"
                )

    def _make_known(self, scene: Scene) -> None:
        """Sees again what the last scene left unknown, since scenes build on what leads are."""
        for target in KNOWABLE:
            if target in scene.needs and target in self.originals and target not in self._known:
                key = "foreign" if target == "foreign" else "own"
                request = Request("read", target=target, key=key, operation="getLead")
                if self._send(request, scene.name).lead is None:
                    raise Unplayed(f"the {target} lead can no longer be read")

    def _play(self, scene: Scene) -> None:
        self._make_known(scene)
        play = scene.play(self._setting)
        result: Any = None
        while True:
            try:
                step = play.send(result)
            except StopIteration:
                return
            if isinstance(step, Tick):
                self._tick()
                result = None
            elif isinstance(step, Together):
                result = self._send_together(step.requests, scene.name)
            else:
                result = self._send(step, scene.name)

    def _send(self, request: Request, scene: str) -> Exchange:
        self._stop_if_interrupted()
        self.deployment.check_allowance(restore.REQUESTS * len(self.originals))
        self._refuse_what_cannot_be_put_back(request)
        return self._note(self.deployment.send(request, scene))

    def _stop_if_interrupted(self) -> None:
        # Between requests only: one that is under way could take effect after everything is back.
        if reason := self._interrupted():
            raise Interrupted(reason)

    def _send_together(self, requests: Sequence[Request], scene: str) -> Sequence[Exchange]:
        self._stop_if_interrupted()
        self.deployment.check_allowance(restore.REQUESTS * len(self.originals) + len(requests))
        for request in requests:
            self._refuse_what_cannot_be_put_back(request)
        if self.budget.left < len(requests):
            raise BudgetExhausted(f"the budget of {self.budget.limit} requests is used up")
        return [self._note(x) for x in self.deployment.send_together(requests, scene)]

    def _refuse_what_cannot_be_put_back(self, request: Request) -> None:
        for name in request.body if isinstance(request.body, dict) else ():
            if (request.target, name) in self._fixed:
                raise Unplayed(self._fixed[request.target, name])

    def _tick(self) -> None:
        shown = self._known.get("lead", {}).get("updatedAt")
        stamp = moment(shown)
        # Whole seconds may be the precision, or chance; a second is then the pause that tells times apart.
        self._sleep(0.02 if stamp is not None and stamp.microsecond else 1.05)

    # putting back

    def put_back(self) -> None:
        """Makes every lead what it was, and removes the journal if all of them are."""
        self.budget.release()
        for target in KNOWABLE:
            if target not in self.originals:
                continue
            self._progress(f"putting the {target} lead back", self.budget)
            original = self.originals[target]
            try:
                self.left += restore.restore(self.deployment, target, original)
            except (BudgetExhausted, RateLimited, Unreachable, Outage) as error:
                self.notices.append(f"the {target} lead could not be put back: {error}")
                self.left += restore.left_over(self.deployment, target, original, self._known.get(target))
        if self._journal is not None and not self.left:
            self._journal.remove()
        self.deployment.close()

    @property
    def journal(self) -> Journal | None:
        """The journal, if one was written."""
        return self._journal
