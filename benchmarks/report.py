"""Runs every benchmark and writes docs/performance.md, with a plot beside it."""

import sys
from pathlib import Path
from statistics import median
from types import ModuleType

from benchmarks import (
    against_bare,
    against_peers,
    check,
    control,
    early_load,
    growth,
    latency,
    lists,
    machine,
    memory,
    refusals,
    snapshots,
    start,
    suite,
    workspaces,
)
from benchmarks.plot import bars
from benchmarks.results import Result
from benchmarks.row import measured
from benchmarks.servers import MOCK, ROOT

ROWS: tuple[ModuleType, ...] = (
    against_bare,
    against_peers,
    early_load,
    latency,
    lists,
    start,
    memory,
    growth,
    refusals,
    control,
    snapshots,
    workspaces,
    check,
    suite,
)
NOTES = Path(__file__).parent / "notes.md"
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "performance.svg"
INTRODUCTION = """\
# Performance

Written by `make bench`; what stands here is what it measured, on one machine, in one run. Read the ratios:
they are taken run by run from servers that take turns, and so say more than figures that also tell of the
machine. `least` and `most` are those of single runs.

The work is `PUT /api/v1/leads/{leadId}` with a JSON body of five values. wrk loads it with one thread and
sixteen connections, on the same machine; an answer of another status than expected makes a run invalid."""
REPEAT = """\
## To repeat it

`make bench` runs everything, in about half an hour; `.venv/bin/python -m benchmarks.against_bare`
and so on run one row. wrk comes from the system's packages (`apt-get install wrk`); the other mock servers
are installed by npm into `benchmarks/.peers`, and two of them need Java. What is not there is skipped, with
the reason. A quiet machine with two cores or more is needed: load and server take one each."""


def main() -> int:
    results = []
    for row in ROWS:
        results.append(measured(row.TITLE, row.measure))
        print(results[-1].text(), end="\n\n", flush=True)
    PAGE.write_text(_page(results), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return int(not all(ratio.is_met for result in results for ratio in result.ratios))


def _page(results: list[Result]) -> str:
    peers = results[ROWS.index(against_peers)]
    parts = [INTRODUCTION, machine.described()]
    if peers.figures:
        values = {figure.name: median(figure.values) for figure in peers.figures}
        PLOT.write_text(bars("Updates a second, one process", values, MOCK.name), encoding="utf-8")
        parts.append(f"![Updates a second, the mock and others]({PLOT.name})")
    parts += [result.markdown() for result in results]
    return "\n\n".join([*parts, REPEAT, NOTES.read_text(encoding="utf-8").strip()]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
