"""The same update against other mock servers."""

from benchmarks.load import requests_a_second
from benchmarks.peers import PEERS, PRISM, WIREMOCK
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import MOCK, Server, Unavailable, all_running

TITLE = "Throughput against other mock servers"
RUNS = 4
WARM_UP = 16
"""Seconds of load that a peer gets first: on this machine, WireMock's code is compiled by then."""
GOALS = {PRISM: 3.0, WIREMOCK: 1.5}
"""How many times as fast; the others: at least as fast."""
HOW = f"""\
The mock and one peer at a time, loaded in turn after {WARM_UP} seconds of load on the peer. Each peer is
configured to be quick (no logs, no request journal); those on the JVM use as many threads as they like."""


def measure() -> Result:
    result = Result(TITLE, "updates/s", how=HOW)
    ours: list[float] = []
    for peer in PEERS:
        try:
            mock, other = _side_by_side(peer)
        except Unavailable as reason:
            result.skipped.append(f"{peer.name}: {reason}")
            continue
        ours += mock.values
        result.figures.append(other)
        result.ratios.append(ratio(mock, other, least=GOALS.get(peer, 1.0)))
    if ours:
        result.figures.insert(0, Figure(MOCK.name, ours, MOCK.does))
    return result


def _side_by_side(peer: Server) -> tuple[Figure, Figure]:
    with all_running((MOCK, peer)) as started:
        requests_a_second(started[1], seconds=WARM_UP)
        rounds = [[requests_a_second(one) for one in started] for _ in range(RUNS + 1)][1:]
    mock, other = (list(values) for values in zip(*rounds, strict=True))
    return Figure(MOCK.name, mock, MOCK.does), Figure(peer.name, other, peer.does)


if __name__ == "__main__":
    show(measure())
