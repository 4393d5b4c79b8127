"""What a check saw: the content of a report.json, by the clause or question that it is about."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from leads_check.report.headline import many
from leads_check.report.html_parts import answer, badge, evidence
from leads_check.report.markup import Html, element
from leads_check.report.reading import KINDS, Document, followers, kind_of


class ReportError(ValueError):
    """A file that is no report; the message says which."""


@dataclass(frozen=True)
class Seen:
    """What one rule saw: its badge, on how many observations it rests, and what report.html shows of it."""

    badge: Html
    witnesses: str
    shown: Html


_UNASKED = element("span", "not exercised", class_="badge not-exercised")
NOT_ASKED = Seen(_UNASKED, many(0, "observation"), element("p", "This run did not ask."))
"""What is seen of a rule that the run left out, as with `--only`."""


@dataclass(frozen=True)
class Living:
    """A run: against what, when, in one line, and what each rule saw."""

    deployment: str
    started: str
    verdict: str
    code: int
    seen: Mapping[str, Seen]
    counts: Mapping[str, int]

    @property
    def when(self) -> str:
        """The minute, for people."""
        return f"{datetime.fromisoformat(self.started).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def read_report(path: Path) -> Living:
    """Raises ReportError."""
    try:
        return living(json.loads(path.read_bytes()))
    except OSError as error:
        raise ReportError(f"{path}: {error.strerror}") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ReportError(f"{path}: no report.json of leads-contract check") from error


def living(report: Document) -> Living:
    """The content of a report.json (docs/report-schema.json)."""
    promises = Counter(kind_of(verdict) for verdict in report["verdicts"] if "clause" in verdict)
    return Living(
        deployment=report["deployment"],
        started=report["started"],
        verdict=report["verdict"],
        code=report["exit"]["code"],
        seen={verdict["rule"]: _seen(verdict, report) for verdict in report["verdicts"]},
        counts={word: promises[kind] for kind, word in KINDS.items() if promises[kind]},
    )


def _seen(verdict: Document, report: Document) -> Seen:
    is_question = "question" in verdict
    shown = answer(verdict) if is_question else evidence(verdict, followers(report, verdict["rule"]))
    return Seen(badge(verdict), many(verdict["witnesses"], "observation"), shown)
