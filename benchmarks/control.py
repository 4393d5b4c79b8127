"""What the control API costs an update: nothing while it is not used, little with the journal."""

from benchmarks.load import requests_a_second
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import Server, all_running, mock_with

TITLE = "The price of the control API and of the journal"
RUNS = 7
LEAST_UNUSED, LEAST_JOURNAL = 0.97, 0.8
HOW = """\
Three mocks that differ in their options, loaded in turn: without the control API, with it and without a
journal, and with a journal of a thousand requests. No script, one workspace."""
SERVERS: tuple[Server, ...] = (
    mock_with("without the control API", "--no-admin"),
    mock_with("with it, no journal", "--journal", "0"),
    mock_with("with a journal of 1,000", "--journal", "1000"),
)


def measure() -> Result:
    with all_running(SERVERS) as started:
        rounds = [[requests_a_second(one) for one in started] for _ in range(RUNS + 1)][1:]
    values = zip(*rounds, strict=True)
    without, unused, journal = (
        Figure(server.name, list(found)) for server, found in zip(SERVERS, values, strict=True)
    )
    ratios = [ratio(unused, without, least=LEAST_UNUSED), ratio(journal, without, least=LEAST_JOURNAL)]
    return Result(TITLE, "updates/s", [without, unused, journal], ratios, how=HOW)


if __name__ == "__main__":
    show(measure())
