"""`make test` with everything installed."""

import subprocess
import time

from benchmarks.results import Figure, Ratio, Result
from benchmarks.row import show
from benchmarks.servers import ROOT, Unavailable

TITLE = "The test suite"
MOST_SECONDS = 780
HOW = "`make test` once: lint, type checks and all tests, with everything installed before."


def measure() -> Result:
    _make("setup", 300)
    started = time.perf_counter()
    _make("test", 1.5 * MOST_SECONDS)
    seconds = [time.perf_counter() - started]
    return Result(
        TITLE, "s", [Figure("make test", seconds)], [Ratio("seconds", seconds, most=MOST_SECONDS)], how=HOW
    )


def _make(target: str, patience: float) -> None:
    try:
        done = subprocess.run(["make", target], cwd=ROOT, capture_output=True, text=True, timeout=patience)
    except (FileNotFoundError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"make {target}: {error}") from error
    if done.returncode:
        raise Unavailable(f"make {target} failed: {' '.join(done.stdout.splitlines()[-3:])}")


if __name__ == "__main__":
    show(measure())
