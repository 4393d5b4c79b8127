"""From the start of the process to the first right answer."""

from benchmarks.peers import JSON_SERVER, MOCKOON, PRISM, WIREMOCK
from benchmarks.results import Figure, Ratio, Result, ratio
from benchmarks.row import show
from benchmarks.servers import MOCK, Server, Unavailable, running

TITLE = "Start to first answer"
RUNS = 5
AIM = 0.8
"""Seconds; what json-server took when the goal was set. Being before it is no goal of its own."""
HOW = "From starting the process to an update answered with 200, asked for again every few milliseconds."


def measure() -> Result:
    result = Result(TITLE, "s", how=HOW)
    seconds: dict[Server, list[float]] = {}
    for server in (MOCK, PRISM, MOCKOON, WIREMOCK, JSON_SERVER):
        try:
            _start(server)
            seconds[server] = []
        except Unavailable as reason:
            result.skipped.append(f"{server.name}: {reason}")
    for _ in range(RUNS):
        for server, values in seconds.items():
            values.append(_start(server))
    result.figures = [Figure(server.name, values) for server, values in seconds.items()]
    mock, *others = result.figures
    result.ratios = [Ratio("seconds", mock.values, most=AIM)] + [
        ratio(mock, other, most=None if other.name == JSON_SERVER.name else 1) for other in others
    ]
    return result


def _start(server: Server) -> float:
    with running(server) as started:
        return started.started_in


if __name__ == "__main__":
    show(measure())
