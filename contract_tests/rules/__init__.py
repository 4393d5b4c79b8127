"""The catalogue: every rule, in the order of the reports."""

from contract_tests.rule import Rule
from contract_tests.rules import access, emails, identity, metadata, questions, refusals, update

RULES: tuple[Rule, ...] = (
    *update.RULES,
    *metadata.RULES,
    *identity.RULES,
    *refusals.RULES,
    *emails.RULES,
    *access.RULES,
    *questions.RULES,
)
BY_ID = {rule.id: rule for rule in RULES}
