"""The same update against WireMock, from the start of both: what a short test run sees."""

from benchmarks.against_peers import GOALS
from benchmarks.load import requests_a_second
from benchmarks.peers import WIREMOCK
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import MOCK, all_running

TITLE = "Throughput in the first ten seconds of load"
RUNS = 3
SECONDS = 10
HOW = """\
The mock and WireMock, both started anew for each run and loaded for ten seconds, one after the other. The
row above has WireMock once its code is compiled; here the time in which that happens counts."""


def measure() -> Result:
    servers = (MOCK, WIREMOCK)
    rounds = []
    for _ in range(RUNS):
        with all_running(servers) as started:
            rounds.append([requests_a_second(one, seconds=SECONDS) for one in started])
    mock, other = (
        Figure(server.name, list(values), server.does)
        for server, values in zip(servers, zip(*rounds, strict=True), strict=True)
    )
    return Result(TITLE, "updates/s", [mock, other], [ratio(mock, other, least=GOALS[WIREMOCK])], how=HOW)


if __name__ == "__main__":
    show(measure())
