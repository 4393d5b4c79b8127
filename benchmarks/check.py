"""`leads-contract check` against a local mock: requests, and seconds from the shell."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.results import Figure, Ratio, Result
from benchmarks.row import show
from benchmarks.servers import HEADERS, MOCK, PATH, Unavailable, running

TITLE = "The check against a local mock"
RUNS = 5
MOST_REQUESTS, MOST_SECONDS = 300, 5
HOW = "The whole command, interpreter start included, against a mock that runs already."


def measure() -> Result:
    with running(MOCK) as mock:
        runs = [_check(mock.url) for _ in range(RUNS)]
    requests, seconds = (list(values) for values in zip(*runs, strict=True))
    return Result(
        TITLE,
        "median",
        [Figure("requests", requests), Figure("seconds", seconds)],
        [Ratio("requests", requests, most=MOST_REQUESTS), Ratio("seconds", seconds, most=MOST_SECONDS)],
        how=HOW,
    )


def _check(url: str) -> tuple[float, float]:
    command = Path(sys.executable).parent / "leads-contract"
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["check", url, *_IDS, "--report-dir", folder, "--journal-dir", folder]
        started = time.perf_counter()
        done = subprocess.run(
            [command, *arguments], cwd=folder, env=os.environ | _KEYS, capture_output=True, text=True
        )
        seconds = time.perf_counter() - started
        report = Path(folder) / "report.json"
        if done.returncode or not report.exists():
            raise Unavailable(f"the check ended with exit code {done.returncode}: {done.stderr.strip()}")
        return float(json.loads(report.read_text())["requests"]["used"]), seconds


# All that a check can be told, so that it judges every rule.
_IDS = (
    *("--lead-id", PATH.rpartition("/")[2], "--other-lead-id", "lead_2b7d04c1e95fa863"),
    *("--foreign-lead-id", "lead_a175020d4f38e69c", "--foreign-api-key-env", "FOREIGN_API_KEY"),
    *("--deleted-lead-id", "lead_dead0000dead0001"),
)
_KEYS = {
    "LEADS_API_KEY": HEADERS["Authorization"].removeprefix("Bearer "),
    "FOREIGN_API_KEY": "sk-workspace_another_workspace_key",
}


if __name__ == "__main__":
    show(measure())
