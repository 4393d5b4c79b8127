"""The 99th percentile of latency at half of the peak load."""

from statistics import median, quantiles

from benchmarks.load import requests_a_second
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import BARE, MOCK, Running, all_running
from benchmarks.steady import latencies

TITLE = "Latency at half of the peak load"
RUNS = 5
SECONDS = 3
HOW = """\
Each server gets half of what it took at the most, at a steady rate over sixteen connections; an update's
latency counts from the moment at which it was due, so that waiting for a stalled server counts too."""


def measure() -> Result:
    with all_running((MOCK, BARE)) as started:
        half = [median(requests_a_second(one) for _ in range(3)) / 2 for one in started]
        rounds = [
            [_percentile(one, rate) for one, rate in zip(started, half, strict=True)] for _ in range(RUNS)
        ]
    mock, bare = (
        Figure(one.name, list(values), f"at {rate:,.0f} updates/s")
        for one, rate, values in zip(started, half, zip(*rounds, strict=True), strict=True)
    )
    return Result(TITLE, "p99, ms", [mock, bare], [ratio(mock, bare, most=3)], how=HOW)


def _percentile(one: Running, rate: float) -> float:
    return quantiles(latencies(one, rate, SECONDS), n=100)[98] * 1000


if __name__ == "__main__":
    show(measure())
