"""One test item for each rule."""

import pytest

from leads_check.report.run import Report
from leads_check.report.terminal import verdict_lines
from leads_check.rules import RULES
from leads_check.rules.rule import Outcome, Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule(rule: Rule, contract_report: Report) -> None:
    """The verdict on the rule, from the one run that the session makes."""
    verdict = next((v for v in contract_report.verdicts if v.rule.id == rule.id), None)
    if verdict is None:
        pytest.skip("left out by --only or --skip")
    text = "\n".join(verdict_lines(contract_report, rule.id))
    if verdict.outcome is Outcome.NOT_EXERCISED or verdict.waived:
        pytest.skip(verdict.note or verdict.reason)
    if verdict.outcome in (Outcome.FAIL, Outcome.ERROR, Outcome.INCONCLUSIVE):
        pytest.fail(text, pytrace=False)
    print(text)


def test_everything_is_put_back(contract_report: Report) -> None:
    """The deployment is as it was found."""
    names = ", ".join(
        [f"{left.target} lead: {left.where}" for left in contract_report.left]
        + [f"{lead.target} lead: it cannot be read" for lead in contract_report.unreadable]
        + [f"{lead.email}: not deleted" for lead in contract_report.kept]
    )
    if names:
        pytest.fail(f"not put back: {names}; leads-contract restore {contract_report.journal}", pytrace=False)
