"""What it costs to open a workspace of one's own."""

import gc
import subprocess
import sys
import time
import tracemalloc

from leads_mock.clock import Clock, elapsed
from leads_mock.core.emails import fold_of
from leads_mock.core.memory import MemoryStore
from leads_mock.guests import Guests
from leads_mock.rooms import Rooms

from benchmarks.many_leads import seeds
from benchmarks.results import Figure, Ratio, Result
from benchmarks.row import show
from benchmarks.servers import ROOT
from leads_contract import Profile, load_contract

TITLE = "A workspace of one's own"
COPIES = 500
MOST_MS, MOST_KB = 1.0, 20.0
HOW = f"""\
{COPIES} workspaces are opened, each a copy of one with so many leads, with its room. What stays the same is
shared, so that the number of leads does not matter."""


def measure() -> Result:
    result = Result(TITLE, "ms, KB", how=HOW)
    for leads in (10, 10_000):
        command = [sys.executable, "-m", "benchmarks.workspaces", str(leads)]
        told = [subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout for _ in range(3)]
        seconds, sizes = zip(*(map(float, text.split()) for text in told), strict=True)
        milliseconds, kilobytes = [1000 * s for s in seconds], [size / 1000 for size in sizes]
        result.figures += [
            Figure(f"ms, {leads:,} leads", milliseconds),
            Figure(f"KB, {leads:,} leads", kilobytes),
        ]
        result.ratios += [
            Ratio(f"ms, {leads:,} leads", milliseconds, most=MOST_MS),
            Ratio(f"KB, {leads:,} leads", kilobytes, most=MOST_KB),
        ]
    return result


def copies_cost(leads: int, copies: int) -> tuple[float, float]:
    """Seconds and bytes for each of so many copies of a workspace with so many leads."""
    store = MemoryStore(seeds(leads), fold_of(Profile(load_contract().questions)))
    rooms = Rooms(Clock(), limit=None)
    guests = Guests(store, rooms, auto=True, idle=3600, elapsed=elapsed)
    starts = time.perf_counter()
    for _ in range(copies):
        guests.open()
    seconds = (time.perf_counter() - starts) / copies
    gc.collect()
    tracemalloc.start()
    for _ in range(copies):
        rooms.of(guests.open().id)
    size = tracemalloc.get_traced_memory()[0] / copies
    tracemalloc.stop()
    return seconds, size


if __name__ == "__main__":
    if sys.argv[1:]:
        print(*copies_cost(int(sys.argv[1]), COPIES))
    else:
        show(measure())
