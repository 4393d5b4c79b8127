"""The catalogue: every rule, in the order of the reports."""

from leads_check.rules import (
    access,
    creation,
    deletion,
    emails,
    identity,
    life_answers,
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
    *creation.RULES,
    *deletion.RULES,
    *questions.RULES,
    *list_answers.RULES,
    *life_answers.RULES,
)
BY_ID = {rule.id: rule for rule in RULES}
