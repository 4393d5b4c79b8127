"""PUT throughput of one process, against a bare ASGI function on the same server."""

from benchmarks.load import requests_a_second
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import BARE, BARE_GATHERING, MOCK, all_running

TITLE = "Throughput against a bare ASGI function"
RUNS = 7
HOW = """\
One process each, side by side, one loaded at a time in turn. The bare function on uvicorn as it comes is
the limit that the goal names; behind the mock's wire protocol, which sends head and body in one write,
it is the stricter one, given for comparison."""


def measure() -> Result:
    servers = (MOCK, BARE, BARE_GATHERING)
    with all_running(servers) as started:
        rounds = [[requests_a_second(one) for one in started] for _ in range(RUNS + 1)][1:]
    values = zip(*rounds, strict=True)
    mock, bare, gathering = (Figure(s.name, list(v), s.does) for s, v in zip(servers, values, strict=True))
    ratios = [ratio(mock, bare, least=0.5), ratio(mock, gathering)]
    return Result(TITLE, "updates/s", [mock, bare, gathering], ratios, how=HOW)


if __name__ == "__main__":
    show(measure())
