"""Memory for a million leads of 700 bytes of JSON each."""

import subprocess
import sys
from pathlib import Path

from leads_mock.core.emails import fold_of
from leads_mock.core.memory import MemoryStore

from benchmarks.many_leads import BYTES, seeds
from benchmarks.results import Figure, Ratio, Result
from benchmarks.row import show
from benchmarks.servers import ROOT, Unavailable
from leads_contract import Profile, load_contract

TITLE = "Memory at a million leads"
LEADS = 1_000_000
LIMIT = 1500
HOW = f"""\
What a process grows by, resident, when it makes a store with {LEADS:,} leads of {BYTES} bytes of JSON each;
the seeds that a reset brings back included. A lead that was updated takes its {BYTES} bytes once more, since
its seed is kept."""


def measure() -> Result:
    if not Path("/proc/self/status").exists():
        raise Unavailable("there is no /proc to read the memory from")
    command = [sys.executable, "-m", "benchmarks.memory", "store"]
    values = [
        float(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout) / LEADS
        for _ in range(3)
    ]
    figure = Figure("the store", values)
    return Result(TITLE, "bytes/lead", [figure], [Ratio("bytes a lead", values, most=LIMIT)], how=HOW)


def grown_by(leads: int) -> int:
    """The bytes by which this process grows when it makes a store of so many leads."""
    profile = Profile(load_contract().questions)
    before = _resident()
    store = MemoryStore(seeds(leads), fold_of(profile))
    seeded = store.snapshot()
    grown = _resident() - before
    assert seeded
    return grown


def _resident() -> int:
    (line,) = (
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:")
    )
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    if sys.argv[1:] == ["store"]:
        print(grown_by(LEADS))
    else:
        show(measure())
