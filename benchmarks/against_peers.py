"""The same update against other mock servers."""

from contextlib import ExitStack

from benchmarks.load import requests_a_second
from benchmarks.peers import PEERS, PRISM, WIREMOCK
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import MOCK, Running, Server, Unavailable, running

TITLE = "Throughput against other mock servers"
RUNS = 5
GOALS = {PRISM: 3.0, WIREMOCK: 1.5}
"""How many times as fast; the others: at least as fast."""
HOW = """\
Each peer is configured to be quick (no logs, no request journal) and loaded in turn with the mock, after a
warm-up; those on the JVM use as many threads as they like."""


def measure() -> Result:
    result = Result(TITLE, "updates/s", how=HOW)
    with ExitStack() as stack:
        started: dict[Server, Running] = {}
        for server in (MOCK, *PEERS):
            try:
                started[server] = stack.enter_context(running(server))
                requests_a_second(started[server])
            except Unavailable as reason:
                started.pop(server, None)
                result.skipped.append(f"{server.name}: {reason}")
        rounds = [[requests_a_second(one) for one in started.values()] for _ in range(RUNS)]
    result.figures = [
        Figure(server.name, list(values), server.does)
        for server, values in zip(started, zip(*rounds, strict=True), strict=True)
    ]
    mock, *others = result.figures
    goals = {server.name: goal for server, goal in GOALS.items()}
    result.ratios = [ratio(mock, other, least=goals.get(other.name, 1.0)) for other in others]
    return result


if __name__ == "__main__":
    show(measure())
