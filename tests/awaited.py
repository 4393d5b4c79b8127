"""What the contract says already of operations that the check does not judge yet."""

from leads_contract import Clause, OpenQuestion

AWAITED = ("/post", "/delete")
"""Those operations, as pointers end with them."""
ASKED_OTHERWISE = ("head",)
"""What only another method would show."""


def is_judged(entry: Clause | OpenQuestion) -> bool:
    """Whether a rule is to judge it, and a fault to break it."""
    return not entry.about[0].endswith(AWAITED) and entry.id not in ASKED_OTHERWISE
