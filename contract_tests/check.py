"""The check: a run, its verdicts, its report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from contract_tests import restore
from contract_tests.budget import BudgetExhausted
from contract_tests.deployment import Outage, RateLimited, Unreachable
from contract_tests.judge import Waiver, exit_code, judge, waive
from contract_tests.masking import Mask
from contract_tests.rule import Level, Outcome, Rule, Verdict
from contract_tests.run import KeyRefused, Progress, Run
from contract_tests.settings import Settings


@dataclass(frozen=True)
class Report:
    """All that a run found out. `mask` must be applied to whatever of it is written down or shown.

    `left` is what could not be put back, `notices` what a reader should know besides the verdicts,
    `fatal` why the run ended before its end, empty where it did not.
    """

    settings: Settings
    verdicts: Sequence[Verdict]
    left: Sequence[restore.Left]
    notices: Sequence[str]
    fatal: str
    journal: str
    requests: int
    started: datetime
    seconds: float
    exit_code: int
    mask: Mask

    def count(self, outcome: Outcome) -> int:
        """How many rules had this outcome."""
        return sum(verdict.outcome is outcome for verdict in self.verdicts)

    @property
    def answers(self) -> Mapping[str, str]:
        """Open question -> the answer that was observed."""
        return {v.rule.clause: v.answer for v in self.verdicts if v.rule.level is Level.OBSERVE and v.answer}


def check(
    settings: Settings,
    rules: Sequence[Rule],
    waivers: Mapping[str, Waiver] | None = None,
    *,
    progress: Progress = lambda doing, budget: None,
    sleep: Callable[[float], None] = time.sleep,
    interrupted: Callable[[], str] = str,
) -> Report:
    """Runs the rules against the deployment, puts everything back and judges.

    Raises UsageError before anything was changed. `interrupted` gives the reason to end early, empty while
    there is none; a KeyboardInterrupt passes through once everything is back.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    run = Run(settings, progress=progress, sleep=sleep, interrupted=interrupted)
    fatal = ""
    try:
        run.look()
        run.play(rules)
        fatal = run.fatal
    except (BudgetExhausted, KeyRefused, Outage, RateLimited, Unreachable) as error:
        fatal = str(error)
        run.unfinished.update(dict.fromkeys((name for rule in rules for name in rule.scenes), fatal))
    finally:
        run.put_back()
    verdicts = _judge_all(rules, run, settings, waivers or {})
    return Report(
        settings=settings,
        verdicts=verdicts,
        left=run.left,
        notices=run.notices,
        fatal=fatal,
        journal=str(run.journal.path) if run.journal and run.left else "",
        requests=run.budget.used,
        started=started,
        seconds=time.monotonic() - clock,
        exit_code=exit_code(verdicts, all_back=not run.left),
        mask=Mask(settings.secrets, run.originals, run.log),
    )


def _judge_all(
    rules: Iterable[Rule], run: Run, settings: Settings, waivers: Mapping[str, Waiver]
) -> list[Verdict]:
    run.log.limited = run.deployment.limited
    today = date.today()
    return [
        waive(judge(rule, run.log, run.skipped, run.unfinished, settings.fail_on), waivers, today)
        for rule in rules
    ]
