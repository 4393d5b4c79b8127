"""The catalogue: every rule, in the order of the reports."""

from leads_check.rules import (
    access,
    emails,
    identity,
    list_answers,
    lists,
    metadata,
    questions,
    reads,
    refusals,
    update,
)
from leads_check.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *update.RULES,
    *metadata.RULES,
    *identity.RULES,
    *refusals.RULES,
    *emails.RULES,
    *access.RULES,
    *reads.RULES,
    *lists.RULES,
    *questions.RULES,
    *list_answers.RULES,
)
BY_ID = {rule.id: rule for rule in RULES}
