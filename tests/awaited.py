"""What the contract says of what the check does not judge."""

from leads_contract import Clause, OpenQuestion

ASKED_OTHERWISE = ("head",)
"""What only a method would show that a check does not send."""


def is_judged(entry: Clause | OpenQuestion) -> bool:
    """Whether a rule is to judge it, and a fault to break it."""
    return entry.id not in ASKED_OTHERWISE
