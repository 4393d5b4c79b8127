"""What the scripts share: they measure a row of the goals, print it, and tell by their exit code."""

import sys
from collections.abc import Callable

from benchmarks.results import Result
from benchmarks.servers import Unavailable

Measure = Callable[[], Result]


def measured(title: str, measure: Measure) -> Result:
    """The row's result; one that says why, where it cannot be measured."""
    try:
        return measure()
    except Unavailable as reason:
        return Result(title, "", skipped=[str(reason)])


def show(result: Result) -> None:
    """Prints the result; the exit code is 1 where a goal is missed."""
    print(result.text())
    sys.exit(not all(ratio.is_met for ratio in result.ratios))
