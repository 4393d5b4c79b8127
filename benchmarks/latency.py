"""Latency at half of the peak load: its median and its 99th percentile."""

from statistics import median, quantiles

from benchmarks.load import requests_a_second
from benchmarks.results import Figure, Ratio, Result
from benchmarks.row import show
from benchmarks.servers import BARE, MOCK, all_running
from benchmarks.steady import latencies

TITLE = "Latency at half of the peak load"
RUNS = 15
SECONDS = 1.5
HOW = """\
Each server gets half of what it took at the most, at a steady rate over sixteen connections; an update's
latency counts from the moment at which it was due, so that waiting for a stalled server counts too. The
figures are those of single runs, the ratios those of the updates of all runs together: on a machine where
processes wait for a core during one hundredth of the time, the 99th percentile of a single run shows
whether the wait was in it, and little else."""


def measure() -> Result:
    with all_running((MOCK, BARE)) as started:
        half = [median(requests_a_second(one) for _ in range(3)) / 2 for one in started]
        rounds = [
            [latencies(one, rate, SECONDS) for one, rate in zip(started, half, strict=True)]
            for _ in range(RUNS)
        ]
    runs = [list(of_server) for of_server in zip(*rounds, strict=True)]
    result = Result(TITLE, "ms", how=HOW)
    for percentile, goal in ((50, None), (99, 3.0)):
        overall = []
        for one, rate, of_server in zip(started, half, runs, strict=True):
            overall.append(_percentile(percentile, [value for run in of_server for value in run]))
            values = [_percentile(percentile, run) for run in of_server]
            name = f"{one.name}, p{percentile}"
            result.figures.append(Figure(name, values, f"at {rate:,.0f} updates/s"))
        mock, bare = overall
        result.ratios.append(Ratio(f"{MOCK.name} / {BARE.name}, p{percentile}", [mock / bare], most=goal))
    return result


def _percentile(percentile: int, seconds: list[float]) -> float:
    """In milliseconds."""
    return quantiles(seconds, n=100)[percentile - 1] * 1000


if __name__ == "__main__":
    show(measure())
