"""The check: a run, its verdicts, its report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from leads_check.evidence.masking import Mask
from leads_check.report.run import Report
from leads_check.rules.judge import Waiver, exit_code, judge, waive
from leads_check.rules.rule import Rule, Verdict
from leads_check.session.run import KeyRefused, Progress, Run
from leads_check.settings import Settings
from leads_check.wire.budget import BudgetExhausted
from leads_check.wire.deployment import Outage, RateLimited, Unreachable


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
        mask=Mask(settings.secrets, run.originals, run.exchanges),
    )


def _judge_all(
    rules: Iterable[Rule], run: Run, settings: Settings, waivers: Mapping[str, Waiver]
) -> list[Verdict]:
    log, today = run.log, date.today()
    return [
        waive(judge(rule, log, run.skipped, run.unfinished, settings.fail_on), waivers, today)
        for rule in rules
    ]
