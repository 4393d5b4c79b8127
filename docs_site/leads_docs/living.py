"""What a check saw: the content of a report.json, by the clause or question that it is about."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

STATES = {
    # an outcome of a rule, and the word for the promise
    "pass": "kept",
    "fail": "broken",
    "warn": "warned",
    "not-exercised": "not exercised",
    "inconclusive": "inconclusive",
    "error": "in error",
    "observed": "observed",
}


class ReportError(ValueError):
    """A file that is no report; the message says which."""


@dataclass(frozen=True)
class Seen:
    """What one rule saw: a word, a class for the look, why nothing was judged, and the findings."""

    word: str
    kind: str
    reason: str
    findings: list[dict[str, Any]]
    answer: str


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


def living(report: Mapping[str, Any]) -> Living:
    """The content of a report.json (docs/report-schema.json)."""
    seen = {verdict["rule"]: _seen(verdict) for verdict in report["verdicts"]}
    promises = [verdict for verdict in report["verdicts"] if verdict["outcome"] != "observed"]
    words = [seen[verdict["rule"]].word for verdict in promises if "question" not in verdict]
    return Living(
        deployment=report["deployment"],
        started=report["started"],
        verdict=report["verdict"],
        code=report["exit"]["code"],
        seen=seen,
        counts={
            word: words.count(word) for word in dict.fromkeys((*STATES.values(), *words)) if word in words
        },
    )


def _seen(verdict: Mapping[str, Any]) -> Seen:
    word = "waived" if verdict["waived"] else STATES[verdict["outcome"]]
    answer = verdict.get("question", {}).get("answer", "")
    return Seen(word, word.replace(" ", "-"), verdict["reason"], list(verdict["findings"]), answer)
