"""What one run found out, before anything of it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from leads_check.evidence.masking import Mask
from leads_check.rules.rule import Level, Outcome, Verdict
from leads_check.session.restoring import Left, Unreadable
from leads_check.session.taking_away import Kept
from leads_check.settings import Settings


@dataclass(frozen=True)
class Report:
    """All that a run found out. `mask` must be applied to whatever of it is written down or shown.

    `left` is what could not be put back, `unreadable` the leads of which nobody knows whether they are back,
    `kept` the leads that the run made and that are not known to be gone,
    `notices` what a reader should know besides the verdicts, `fatal` why the run ended before its end, empty
    where it did not.
    """

    settings: Settings
    verdicts: Sequence[Verdict]
    left: Sequence[Left]
    notices: Sequence[str]
    fatal: str
    journal: str
    requests: int
    started: datetime
    seconds: float
    exit_code: int
    mask: Mask
    unreadable: Sequence[Unreadable] = ()
    kept: Sequence[Kept] = ()

    def count(self, outcome: Outcome) -> int:
        """How many rules had this outcome."""
        return sum(verdict.outcome is outcome for verdict in self.verdicts)

    @property
    def answers(self) -> Mapping[str, str]:
        """Open question -> the answer that was observed."""
        return {v.rule.id: v.answer for v in self.verdicts if v.rule.level is Level.OBSERVE and v.answer}
