"""For how long generated input is sent: FUZZ_SECONDS for everything together, a minute unless said."""

import os
import time
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, settings

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
"""Other examples each time, in CI too; what fails says how it can be seen again."""


def lasting(share: float, test: Callable[[], None]) -> None:
    """Runs the test, at least once, as long as its share of the time goes."""
    until = time.monotonic() + share * SECONDS
    test()
    while time.monotonic() < until:
        test()
