"""The pages of a run, each with what was known of the run's own leads when it was shown. A pure fold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from leads_check.evidence.exchange import OWN_KEY
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.pages import Page, page_of
from leads_check.evidence.values import Lead


@dataclass(frozen=True)
class Sight:
    """A page, and what may and may not be on it.

    `leads` are those of the key's workspace that are known, by id; `foreign` is another workspace's, where
    that is known. `gone` are ids that no list may show. `is_all_known` tells that each lead of the run is in
    `leads` as it is. `refused` are the bodies of creations that were refused before.
    """

    x: Observation
    page: Page
    leads: Mapping[str, Lead]
    foreign: Lead | None
    gone: frozenset[str]
    is_all_known: bool
    refused: tuple[Mapping[str, Any], ...]


@dataclass
class _Memory:
    seen: set[str] = field(default_factory=set)
    gone: dict[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    refused: list[Mapping[str, Any]] = field(default_factory=list)
    is_sure: bool = True

    def learn(self, x: Observation) -> None:
        target, operation = x.request.target, x.request.operation
        self.seen |= x.others.keys()
        if operation == "createLead":
            self.made.add(target)
            if x.refused and x.request.authorization is None:
                self.refused.append(x.sent)
            # One without an answer may have made a lead, or one that shows none.
            self.is_sure = self.is_sure and (x.refused or x.lead is not None)
        if operation == "deleteLead" and x.accepted:
            self.gone[target] = x.exchange.place
        if target == "deleted" and target not in self.made:
            self.gone.setdefault(target, x.exchange.place)


def sights(log: Log) -> Iterator[Sight]:
    """The pages that were shown to the key, as they came."""
    memory = _Memory()
    for x in log.all:
        page = page_of(x.exchange) if x.request.key == OWN_KEY else None
        if page is not None:
            yield _sight(x, page, memory)
        memory.learn(x)


def _sight(x: Observation, page: Page, memory: _Memory) -> Sight:
    own = {target: lead for target, lead in x.others.items() if target != "foreign"}
    missing = memory.seen - own.keys() - memory.gone.keys() - {"foreign"}
    return Sight(
        x,
        page,
        {str(lead.get("id")): lead for lead in own.values()},
        x.others.get("foreign"),
        frozenset(memory.gone.values()),
        memory.is_sure and not missing,
        tuple(memory.refused),
    )
