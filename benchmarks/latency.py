"""Latency at half of the peak load: its median and its 99th percentile."""

from statistics import quantiles

from benchmarks.load import requests_a_second
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import BARE, MOCK, Running, all_running
from benchmarks.steady import latencies

TITLE = "Latency at half of the peak load"
ROUNDS, RUNS = 7, 3
SECONDS = 1
HOW = f"""\
Each server gets half of what it took at the most, at a steady rate over sixteen connections; an update's
latency counts from the moment at which it was due, so that waiting for a stalled server counts too. On a
machine where processes wait for a core during one hundredth of the time, the 99th percentile of a single
run shows whether the wait was in it, and little else: each value is that of {RUNS} runs together, between
which those of the other server lie."""


def measure() -> Result:
    with all_running((MOCK, BARE)) as started:
        half = [max(requests_a_second(one) for _ in range(3)) / 2 for one in started]
        rounds = [_round(started, half) for _ in range(ROUNDS)]
    result = Result(TITLE, "ms", how=HOW)
    for percentile, goal in ((50, None), (99, 3.0)):
        mock, bare = (
            Figure(
                f"{one.name}, p{percentile}",
                [quantiles(of_round[place], n=100)[percentile - 1] * 1000 for of_round in rounds],
                f"at {rate:,.0f} updates/s",
            )
            for place, (one, rate) in enumerate(zip(started, half, strict=True))
        )
        result.figures += [mock, bare]
        result.ratios.append(ratio(mock, bare, most=goal))
    return result


def _round(started: list[Running], rates: list[float]) -> list[list[float]]:
    """Seconds, of all updates of each server."""
    measured: list[list[float]] = [[] for _ in started]
    for _ in range(RUNS):
        for of_server, one, rate in zip(measured, started, rates, strict=True):
            of_server += latencies(one, rate, SECONDS)
    return measured


if __name__ == "__main__":
    show(measure())
