"""What the contract says already of operations that the check does not judge yet."""

from leads_contract import Clause, OpenQuestion

AWAITED = ("/get", "/post", "/delete")
"""Methods of those operations, as pointers end with them; PUT is judged."""


def is_judged(entry: Clause | OpenQuestion) -> bool:
    """Whether a rule is to judge it, and a fault to break it."""
    return not entry.about[0].endswith(AWAITED)
