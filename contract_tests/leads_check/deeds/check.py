"""The check: a session, the scenes that its rules need, everything put back, verdicts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from leads_check.evidence.masking import Mask
from leads_check.report.run import Report
from leads_check.rules.judge import JUDGED, Waiver, exit_code, judge, unjudged, waive
from leads_check.rules.rule import Level, Outcome, Rule, Verdict
from leads_check.session.failure import our_failure
from leads_check.session.looking import KeyRefused, Occupied, look
from leads_check.session.player import ENDING, Player
from leads_check.session.provisioning import NotMade, provision
from leads_check.session.putting_back import PuttingBack
from leads_check.session.session import Progress, Session
from leads_check.session.taking_away import TakingAway
from leads_check.settings import Settings, UsageError
from leads_check.wire.deployment import Outage


def check(
    settings: Settings,
    rules: Sequence[Rule],
    waivers: Mapping[str, Waiver] | None = None,
    *,
    progress: Progress = lambda doing, budget: None,
    sleep: Callable[[float], None] = time.sleep,
    interrupted: Callable[[], str] = str,
    told: Callable[[str], None] = lambda journal: None,
) -> Report:
    """Runs the rules against the deployment, puts everything back and judges.

    Raises UsageError, once everything is back. `interrupted` gives the reason to end early, empty while
    there is none; `told` is told where the journal is, and the empty text when it is gone. A
    KeyboardInterrupt passes through once everything is back.
    """
    started = datetime.now(UTC)
    session = Session(settings, progress=progress, sleep=sleep, interrupted=interrupted, told=told)
    session.open()
    player, putting_back, taking_away = Player(session), PuttingBack(session), TakingAway(session)
    wrong: UsageError | None = None
    try:
        wrong = _send(session, player, rules)
    finally:
        putting_back.run()
        taking_away.run()
        is_complete = putting_back.is_complete and taking_away.is_complete
        journal = str(session.journal.path) if session.journal else ""
        session.close(all_back=is_complete)
    if wrong is not None and is_complete:
        raise wrong
    verdicts = _judge_all(rules, session, player, waivers or {})
    return Report(
        settings=settings,
        verdicts=verdicts,
        left=putting_back.left,
        unreadable=putting_back.unreadable,
        kept=taking_away.kept,
        notices=[
            *session.deployment.notices,
            *session.notices,
            *_of_leads_gone(session, verdicts),
            *_gaps(verdicts),
        ],
        fatal=player.fatal,
        journal="" if is_complete else journal,
        requests=session.budget.used,
        started=started,
        seconds=session.seconds,
        exit_code=exit_code(verdicts, all_back=is_complete, allow_unjudged=settings.allow_unjudged),
        mask=Mask(settings.secrets, _originals(session), session.exchanges),
    )


def _send(session: Session, player: Player, rules: Sequence[Rule]) -> UsageError | None:
    """Everything that is sent before the leads are put back; what ends it early is in `player.fatal`."""
    try:
        if session.settings.provision:
            provision(session, player.making)
        look(session)
        player.play(rules)
    except UsageError as error:
        player.give_up(rules, str(error))
        return error
    except (*ENDING, KeyRefused, NotMade, Occupied, Outage) as error:
        player.give_up(rules, str(error))
    except Exception as error:
        player.give_up(rules, our_failure(error))
    return None


def _originals(session: Session) -> dict[str, dict[str, object]]:
    """The leads as they were found; what the run made has nobody's values in it."""
    found = {target: held.original for target, held in session.held.items() if not held.is_made}
    return {target: original for target, original in found.items() if original is not None}


def _judge_all(
    rules: Sequence[Rule], session: Session, player: Player, waivers: Mapping[str, Waiver]
) -> list[Verdict]:
    log, today, fail_on = session.log, date.today(), session.settings.fail_on
    judged = [judge(rule, log, player.skipped, player.unfinished, fail_on) for rule in rules]
    if session.is_disturbed:
        judged = [_without_findings(verdict, player.fatal) for verdict in judged]
    return [waive(_with_lacks(verdict, player.lacking), waivers, today) for verdict in judged]


def _without_findings(verdict: Verdict, reason: str) -> Verdict:
    """Where somebody else wrote to the leads, what was found may be their doing."""
    is_found = verdict.outcome in (Outcome.FAIL, Outcome.WARN)
    return Verdict(verdict.rule, Outcome.INCONCLUSIVE, reason=reason) if is_found else verdict


def _with_lacks(verdict: Verdict, lacking: Mapping[str, str]) -> Verdict:
    """What was not exercised for want of an option says which one."""
    options = dict.fromkeys(lacking[scene] for scene in verdict.rule.scenes if scene in lacking)
    is_open = verdict.outcome is Outcome.NOT_EXERCISED
    return replace(verdict, lacks=", ".join(options)) if is_open and options else verdict


def _of_leads_gone(session: Session, verdicts: Sequence[Verdict]) -> list[str]:
    """A notice on the commands that repeat a request to a lead that the run made."""
    is_made = any(one.is_ours for one in session.made.values())
    notice = "the check made the leads in these requests for itself: to repeat one, use an id of yours"
    return [notice] if is_made and any(verdict.findings for verdict in verdicts) else []


def _gaps(verdicts: Sequence[Verdict]) -> list[str]:
    """A notice on the promises that an option would have let be judged."""
    options = dict.fromkeys(verdict.lacks for verdict in unjudged(verdicts))
    promises = [verdict for verdict in verdicts if verdict.rule.level is not Level.OBSERVE]
    judged = sum(verdict.outcome in JUDGED for verdict in promises)
    return [
        f"{judged} of {len(promises)} promises judged; {option} would let more be judged"
        " (--allow-unjudged accepts that)"
        for option in options
    ]
