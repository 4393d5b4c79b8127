"""Every answer of every open question: the requests that show it, and what must come of them."""

from tests.mock.answers import bodies, checks, creating, lists, lives, metadata, nulls, texts, unsettable
from tests.mock.answers.step import Step

Answers = dict[str, list[Step]]

TABLE: dict[str, Answers] = {
    **metadata.TABLE,
    **nulls.TABLE,
    **unsettable.TABLE,
    **texts.TABLE,
    **checks.TABLE,
    **bodies.TABLE,
    **lives.TABLE,
    **lists.TABLE,
    **creating.TABLE,
}
"""Question -> answer -> the steps that a deployment with this answer takes, one after the other."""
