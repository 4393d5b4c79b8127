"""Evidence in, verdicts out. Pure."""

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.observation import Log
from leads_check.evidence.words import quoted
from leads_check.rules.rule import Finding, Level, Outcome, Rule, Verdict
from leads_check.settings import FailOn
from leads_contract import load_contract

MOST_FINDINGS = 5
"""A broken basic rule shows at hundreds of exchanges; a few of them tell as much."""


@dataclass(frozen=True)
class Waiver:
    """A known failure: it does not fail the run until `expires` has passed."""

    rule: str
    reason: str
    expires: date


def judge(
    rule: Rule, log: Log, skipped: Mapping[str, str], unfinished: Mapping[str, str], fail_on: FailOn
) -> Verdict:
    """The rule's verdict on what was sent. `skipped` and `unfinished` map scenes to reasons."""
    try:
        if rule.answer is not None:
            return _observe(rule, rule.answer(log), skipped, unfinished)
        examined = examine(rule, log)
    except Exception as error:
        # A deployment can answer anything; that we did not foresee it is our fault, not its.
        return Verdict(rule, Outcome.ERROR, reason=_our_fault(error))
    if examined.findings:
        fails = rule.level is Level.MUST or fail_on == "should"
        return Verdict(rule, Outcome.FAIL if fails else Outcome.WARN, *examined)
    if interrupted := [unfinished[scene] for scene in rule.scenes if scene in unfinished]:
        return Verdict(rule, Outcome.INCONCLUSIVE, witnesses=examined.witnesses, reason=interrupted[0])
    if not examined.witnesses:
        return _not_exercised(rule, skipped, "no answer of the run was one that it judges")
    return Verdict(rule, Outcome.PASS, witnesses=examined.witnesses)


Which = tuple[str, str, str]
"""What findings have in common of which one is told."""


class Examined(NamedTuple):
    """What a rule found, on how many subjects that rests, and the exchanges of all that was found."""

    findings: tuple[Finding, ...]
    witnesses: int
    blamed: frozenset[Exchange]


def examine(rule: Rule, log: Log) -> Examined:
    """Judges all that the rule selects."""
    witnesses, blamed, told = 0, set[Exchange](), dict[Which, Finding]()
    for part in rule.parts:
        subjects = list(part.select(log))
        findings = [finding for subject in subjects for finding in part.judge(subject)]
        witnesses += len(subjects)
        blamed |= {exchange for finding in findings for exchange in (*finding.sequence, finding.exchange)}
        told = {**_told_once(findings, len(subjects), part.lasts), **told}
    return Examined(tuple(told.values())[:MOST_FINDINGS], witnesses, frozenset(blamed))


def _our_fault(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {quoted(error)} ({Path(last.filename).name}, line {last.lineno})"


def _observe(
    rule: Rule, answer: str | None, skipped: Mapping[str, str], unfinished: Mapping[str, str]
) -> Verdict:
    question = load_contract().questions[rule.id]
    if answer is not None:
        listed = answer in question.answers
        return Verdict(
            rule, Outcome.OBSERVED, witnesses=1, answer=answer * listed, seen=answer * (not listed)
        )
    if interrupted := [unfinished[scene] for scene in rule.scenes if scene in unfinished]:
        return Verdict(rule, Outcome.INCONCLUSIVE, reason=interrupted[0])
    return _not_exercised(rule, skipped, "no answer of the run shows it")


def _not_exercised(rule: Rule, skipped: Mapping[str, str], otherwise: str) -> Verdict:
    reasons = dict.fromkeys(skipped[scene] for scene in rule.scenes if scene in skipped)
    return Verdict(rule, Outcome.NOT_EXERCISED, reason="; ".join(reasons) or otherwise)


def _told_once(findings: Iterable[Finding], judged: int, lasts: bool) -> Mapping[Which, Finding]:
    """One finding for each thing that is wrong, and how many of the judged subjects show it."""
    alike, told = dict[Which, list[Finding]](), dict[Which, Finding]()
    for finding in findings:
        alike.setdefault((finding.what, finding.where, finding.kind), []).append(finding)
    for which, same in alike.items():
        one = same[0] if lasts else min(same, key=_size)
        told[which] = replace(one, shown_by=len({finding.exchange for finding in same}), judged=judged)
    return told


def _size(finding: Finding) -> int:
    """Bytes that were sent."""
    return sum(len(x.request.content()) for x in (*finding.sequence, finding.exchange))


def waive(verdict: Verdict, waivers: Mapping[str, Waiver], today: date) -> Verdict:
    """The verdict in the light of what is known to fail."""
    waiver = waivers.get(verdict.rule.id)
    if waiver is None:
        return verdict
    if verdict.outcome in (Outcome.PASS, Outcome.OBSERVED):
        return replace(verdict, note="is waived but passes: the waiver can go")
    if verdict.outcome not in (Outcome.FAIL, Outcome.WARN):
        return verdict
    if waiver.expires < today:
        return replace(verdict, note=f"its waiver expired on {waiver.expires}: {waiver.reason}")
    return replace(verdict, waived=True, note=f"waived until {waiver.expires}: {waiver.reason}")


KEPT, BROKEN, USAGE, INCONCLUSIVE, NOT_PUT_BACK, UNWRITTEN = 0, 1, 2, 3, 4, 5
"""Exit codes. A report that could not be written shows only where all else was kept, or nothing was sent."""


JUDGED = (Outcome.PASS, Outcome.FAIL, Outcome.WARN)


def unjudged(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The `must` rules that an option would have let be judged."""
    return [v for v in verdicts if v.rule.level is Level.MUST and v.lacks]


def exit_code(verdicts: Sequence[Verdict], *, all_back: bool, allow_unjudged: bool = False) -> int:
    """What the command ends with: a deployment left changed is the most urgent, then a broken promise."""
    if not all_back:
        return NOT_PUT_BACK
    if any(v.outcome is Outcome.FAIL and not v.waived for v in verdicts):
        return BROKEN
    if not any(v.outcome in (*JUDGED, Outcome.OBSERVED) for v in verdicts):
        return INCONCLUSIVE
    open_must = any(v.outcome is Outcome.INCONCLUSIVE and v.rule.level is Level.MUST for v in verdicts)
    if unjudged(verdicts) and not allow_unjudged:
        return INCONCLUSIVE
    if open_must or any(v.outcome is Outcome.ERROR for v in verdicts):
        return INCONCLUSIVE
    return KEPT
