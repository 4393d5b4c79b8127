"""For how long generated input is sent: FUZZ_SECONDS for everything together, a minute unless said.

`make test` sends the same examples each time, so that it fails for a change and never by chance.
`make fuzz` sends others.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from itertools import count

from hypothesis import HealthCheck, Phase, seed, settings

Test = Callable[[], None]
SECONDS = float(os.environ.get("FUZZ_SECONDS", "60"))
PATIENCE = int(4 * SECONDS) + 120
"""Seconds after which a test is stuck."""
AFRESH = settings(
    max_examples=50,
    deadline=None,
    database=None,
    derandomize=False,
    print_blob=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
"""What fails says how it can be seen again."""


def lasting(share: float) -> Iterator[Callable[[Test], Test]]:
    """As long as its share of the time goes, and once at least: what gives a test other examples."""
    until = time.monotonic() + share * SECONDS
    for number in count(secrets.randbits(32) if "FUZZ_SECONDS" in os.environ else 0):
        yield seed(number)
        if time.monotonic() >= until:
            return
