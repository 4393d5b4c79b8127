"""Rules: what is judged, at which level, against which clause. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.observation import Log, Observation
from leads_contract import load_contract

Subject = TypeVar("Subject")


class Level(StrEnum):
    """How much a rule binds: `must` and `should` can fail, `observe` only records."""

    MUST = "must"
    SHOULD = "should"
    OBSERVE = "observe"


@dataclass(frozen=True)
class Finding:
    """One piece of evidence against the deployment.

    `what` names what is wrong in a few words, `where` the member or header. `exchange` shows it;
    `sequence` are the exchanges before it that are needed to see it, oldest first. `shown_by` of the `judged`
    subjects show the same, and `does_harm` tells that the lead cannot be used since. Of findings that are
    alike, one of each `kind` is told.
    """

    what: str
    expected: Any
    actual: Any
    exchange: Exchange
    where: str = ""
    sequence: tuple[Exchange, ...] = ()
    shown_by: int = 1
    judged: int = 1
    does_harm: bool = False
    kind: str = ""


def finding(x: Observation, what: str, expected: Any, actual: Any, where: str, *before: Exchange) -> Finding:
    """A finding that an observation shows."""
    return Finding(what, expected, actual, x.exchange, where, before)


@dataclass(frozen=True)
class Part(Generic[Subject]):
    """`select` says what is judged, and each of it is a witness; `judge` finds what is wrong with one.

    `lasts` tells that what is wrong stays so, and is told of the first subject that shows it; otherwise of
    the one with the shortest request.
    """

    select: Callable[[Log], Iterable[Subject]]
    judge: Callable[[Subject], Iterator[Finding]]
    lasts: bool = False


Answer = Callable[[Log], str | None]
"""What a deployment answers to an open question: the id of an answer, or, where it is none of the listed
ones, a few words on what was seen. None where nothing shows it."""


@dataclass(frozen=True)
class Rule:
    """One thing that is judged.

    `id` is that of its clause in `x-clauses`, or of its question in `x-open-questions`. `scenes` are those
    that give it something to judge; its parts see whatever else was sent as well. `rests_on` are the rules
    without which it cannot be judged: where one of them is broken, what this one finds follows from it.
    """

    id: str
    scenes: tuple[str, ...]
    parts: tuple[Part[Any], ...] = ()
    answer: Answer | None = None
    rests_on: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """As the contract has it."""
        clause = load_contract().clauses.get(self.id)
        return Level(clause.level) if clause else Level.OBSERVE


def rule(clause: str, scenes: tuple[str, ...], *parts: Part[Any], rests_on: tuple[str, ...] = ()) -> Rule:
    """The rule on a clause."""
    return Rule(clause, scenes, parts, rests_on=rests_on)


class Outcome(StrEnum):
    """What came of a rule. Only evidence about the deployment becomes `fail` or `warn`."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    OBSERVED = "observed"
    NOT_EXERCISED = "not-exercised"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"


@dataclass(frozen=True)
class Verdict:
    """A rule's outcome, and on how many `witnesses` it rests.

    `blamed` are the exchanges of all that was found, also of what `findings` leave out.
    `reason` is for what was not judged, `answer` for the listed answer that was observed, `seen` for what
    was seen where that is none of the listed answers. `lacks` names the options without which a rule was
    not exercised.
    """

    rule: Rule
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    witnesses: int = 0
    blamed: frozenset[Exchange] = frozenset()
    reason: str = ""
    answer: str = ""
    seen: str = ""
    lacks: str = ""
    waived: bool = False
    note: str = ""
