"""Rules: what is judged, at which level, against which clause. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leads_check.evidence.exchange import Exchange, Log


class Level(StrEnum):
    """How much a rule binds: `must` and `should` can fail, `observe` only records."""

    MUST = "must"
    SHOULD = "should"
    OBSERVE = "observe"


@dataclass(frozen=True)
class Finding:
    """One piece of evidence against the deployment; `where` names the member or header in question."""

    what: str
    expected: Any
    actual: Any
    exchange: Exchange
    where: str = ""


Check = Callable[[Log], Iterator[Finding]]
Answer = Callable[[Log], str | None]


@dataclass(frozen=True)
class Rule:
    """One thing that is judged.

    `clause` is the id in `x-clauses`, for an observing rule that in `x-open-questions`. `scenes` are
    those that give it something to judge; a check sees whatever else was sent as well. A rule either
    checks or answers.
    """

    id: str
    level: Level
    clause: str
    scenes: tuple[str, ...]
    check: Check | None = None
    answer: Answer | None = None


class Outcome(StrEnum):
    """What came of a rule. Only evidence about the deployment becomes `fail` or `warn`."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    OBSERVED = "observed"
    SKIPPED = "skipped"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"


@dataclass(frozen=True)
class Verdict:
    """A rule's outcome: `reason` for what was not judged, `answer` for what was observed."""

    rule: Rule
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    answer: str = ""
    waived: bool = False
    note: str = ""

    def __bool__(self) -> bool:
        return self.outcome not in (Outcome.FAIL, Outcome.ERROR)


Rules = Mapping[str, Rule]
