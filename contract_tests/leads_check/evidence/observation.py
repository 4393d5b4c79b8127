"""Exchanges in the light of what was known when they were made. A pure fold, from first to last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from leads_check.evidence.demand import Demand, demand
from leads_check.evidence.exchange import NO_TARGET, Exchange, Request, Target
from leads_check.evidence.objections import Known
from leads_check.evidence.values import Lead

KNOWABLE = ("lead", "other", "foreign")
"""The targets whose leads can be seen, and so can be put back; in the order of putting back."""
CREATED = "created-"
"""What the targets of leads that scenes made begin with; numbers from 1 on follow."""


@dataclass(frozen=True)
class Observation:
    """One exchange, what the contract asks of it, and what was known before and after.

    `before` is the target's lead as last seen, None where what it is now is not known; `before_was_read`
    tells that a GET showed it, and `rested` how many seconds ago it was shown. `others` are the other leads
    as last seen. `read` is the read that followed at once, if one did. For a read, `since` is what was sent
    to this lead since it was last seen.
    """

    exchange: Exchange
    demand: Demand
    before: Lead | None = None
    before_was_read: bool = False
    rested: float = 0.0
    others: Mapping[str, Lead] = field(default_factory=dict)
    since: tuple[Exchange, ...] = ()
    read: Exchange | None = None

    @property
    def request(self) -> Request:
        """What was sent."""
        return self.exchange.request

    @property
    def status(self) -> int:
        """The answer's status, 0 where there was no proper answer."""
        return self.exchange.status

    @property
    def method(self) -> str:
        """The method that was sent."""
        return self.exchange.method

    @property
    def accepted(self) -> bool:
        """Whether the deployment says that it did what was asked."""
        return self.exchange.accepted

    @property
    def refused(self) -> bool:
        """Whether the deployment says that it did not."""
        return self.exchange.refused

    @property
    def is_write(self) -> bool:
        """Whether the request meant to change something."""
        return self.exchange.is_write

    @property
    def body(self) -> Any:
        """The answer's JSON value."""
        return self.exchange.body

    @property
    def lead(self) -> Lead | None:
        """The lead that the answer shows."""
        return self.exchange.lead

    @property
    def details(self) -> dict[str, Any]:
        """The `details` of an error answer."""
        return self.exchange.details

    @property
    def sent(self) -> dict[str, Any]:
        """The members of the sent body."""
        return self.exchange.sent

    @property
    def sent_metadata(self) -> dict[str, Any]:
        """The sent metadata."""
        return self.exchange.sent_metadata

    @cached_property
    def shown(self) -> tuple[Lead, ...]:
        """The lead after an accepted update: as the answer shows it, and as a read right after found it."""
        exchanges = (self.exchange, self.read)
        return tuple(x.lead for x in exchanges if x is not None and x.lead is not None)


class Log(Sequence[Observation]):
    """What was sent to leads that are there: reads and updates, in the order of their requests.

    `all` are all observations: lists, creations and deletions too. `limited` are the answers that met the
    rate limit.
    """

    def __init__(self, observations: Sequence[Observation] = (), limited: Sequence[Exchange] = ()) -> None:
        self.all = tuple(observations)
        self._observations = [x for x in self.all if x.request.is_read or x.request.is_update]
        self.limited = tuple(Observation(x, demand(x.request, Known())) for x in limited)

    def __getitem__(self, index: Any) -> Any:
        return self._observations[index]

    def __len__(self) -> int:
        return len(self._observations)

    def __iter__(self) -> Iterator[Observation]:
        return iter(self._observations)


class Knowledge:
    """What is known of each lead, from one exchange to the next. `leads` is what is known now, by target."""

    def __init__(self) -> None:
        self.leads: dict[str, Lead] = {}
        self.former: set[str] = set()
        self.gone: set[str] = set()
        self._shown_at: dict[str, float] = {}
        self._by_get: set[str] = set()
        self._since: dict[str, list[Exchange]] = {}
        self._batch: tuple[int, dict[str, Lead]] = (0, {})

    def note(self, exchange: Exchange) -> Observation:
        """Learns from the exchange, and tells it in the light of what was known before it."""
        if exchange.batch:
            return self._note_parallel(exchange)
        target = exchange.request.target
        before = self.leads.get(target)
        observation = Observation(
            exchange,
            demand(exchange.request, self.known(exchange.request)),
            before,
            target in self._by_get,
            exchange.at - self._shown_at.get(target, exchange.at),
            self._others(target, self.leads),
            tuple(self._since.get(target, ())) if exchange.request.is_read else (),
        )
        self._learn(observation, target)
        return observation

    def known(self, request: Request) -> Known:
        """What a demand on the request rests on."""
        target = request.target
        others = self._others(target, self.leads)
        return Known(self.leads.get(target), others, self.former, is_gone=target in self.gone)

    def _note_parallel(self, exchange: Exchange) -> Observation:
        # In which order they took effect cannot be told, so what their leads are now is not known.
        number, leads = self._batch
        if number != exchange.batch:
            leads = dict(self.leads)
            self._batch = (exchange.batch, leads)
        target = exchange.request.target
        others = self._others(target, leads)
        # What the lead's own email is, is no longer known either.
        observation = Observation(exchange, demand(exchange.request, Known(None, others)), others=others)
        if exchange.is_write:
            self._note_email(self.leads.pop(target, None))
            self._since.setdefault(target, []).append(exchange)
        return observation

    def _others(self, target: str, leads: Mapping[str, Lead]) -> dict[str, Lead]:
        return {other: lead for other, lead in leads.items() if other != target}

    def _learn(self, observation: Observation, target: str) -> None:
        exchange = observation.exchange
        if target == NO_TARGET:
            return
        since = self._since.setdefault(target, [])
        if exchange.is_write:
            since.append(exchange)
        if exchange.request.operation == "deleteLead":
            self._learn_deletion(exchange, target)
        elif exchange.lead is not None and is_knowable(target) and _tells(observation):
            if exchange.request.is_read:
                since.clear()
            self._note_email(self.leads.get(target))
            self.leads[target] = exchange.lead
            self._shown_at[target] = exchange.at + exchange.seconds
            (self._by_get.add if exchange.method == "GET" else self._by_get.discard)(target)
        elif exchange.is_write and not exchange.refused:
            self.leads.pop(target, None)

    def _learn_deletion(self, exchange: Exchange, target: str) -> None:
        if exchange.refused:
            return
        self._note_email(self.leads.pop(target, None))
        if exchange.accepted:
            self.gone.add(target)

    def _note_email(self, lead: Lead | None) -> None:
        email = lead.get("email") if lead else None
        if isinstance(email, str):
            self.former.add(email)


def is_knowable(target: Target) -> bool:
    """Whether the target's lead can be seen."""
    return target in KNOWABLE or target.startswith(CREATED)


def _tells(x: Observation) -> bool:
    """Whether the lead in the answer says what is stored.

    It does not for a body whose meaning is not known, nor for one that had to be refused: what became of a
    number as a name, only a read shows.
    """
    return not x.is_write or (x.request.is_understood and x.demand.allows(x.status))


def observe(exchanges: Sequence[Exchange], limited: Sequence[Exchange] = ()) -> Log:
    """The exchanges of a run, in the order in which they were made, each with what was known."""
    knowledge = Knowledge()
    seen = [knowledge.note(exchange) for exchange in exchanges]
    for number, x in enumerate(seen[1:], 1):
        before = seen[number - 1]
        if x.request.is_read and x.since and x.since[-1] is before.exchange and not before.exchange.batch:
            seen[number - 1] = replace(before, read=x.exchange)
    return Log(seen, limited)
