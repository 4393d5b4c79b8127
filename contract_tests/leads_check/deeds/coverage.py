"""How much of the contract the check covers: the catalogue's rules, and what a run made of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from leads_check.rules import RULES
from leads_contract import Contract


def uncovered(contract: Contract, report: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Each promise without a rule and each question that none asks; with a report (the content of a
    report.json), also those that its run did not judge or could not answer. One line each, ids first."""
    ruled = {rule.id for rule in RULES}
    yield from (f"{clause}: promise without a rule" for clause in contract.clauses if clause not in ruled)
    yield from (
        f"{question}: question that no rule asks" for question in contract.questions if question not in ruled
    )
    if report is not None:
        yield from _not_seen(contract, report)


def _not_seen(contract: Contract, report: Mapping[str, Any]) -> Iterator[str]:
    seen = ("pass", "fail", "warn", "observed")
    subjects = {verdict["rule"] for verdict in report["verdicts"] if verdict["outcome"] in seen}
    yield from (f"{c}: promise that the run did not judge" for c in contract.clauses if c not in subjects)
    yield from (
        f"{q}: question that the run could not answer" for q in contract.questions if q not in subjects
    )
