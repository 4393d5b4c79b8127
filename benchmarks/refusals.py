"""Refused updates against accepted ones."""

from benchmarks.load import Update, requests_a_second
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import MOCK, running

TITLE = "Throughput of refusals"
RUNS = 5
HOW = "The mock alone, loaded with accepted updates and with each refusal in turn."
REQUESTS = {
    200: Update(),
    400: Update('{"status":"unheard_of"}'),
    401: Update(key="Bearer sk-workspace_unknown"),
    404: Update(path="/api/v1/leads/lead_00000000deadbeef"),
    409: Update('{"email":"existing@example.com"}'),
}


def measure() -> Result:
    with running(MOCK) as mock:
        rounds = [
            [requests_a_second(mock, update, status) for status, update in REQUESTS.items()]
            for _ in range(RUNS + 1)
        ][1:]
    accepted, *refused = (
        Figure(str(status), list(values))
        for status, values in zip(REQUESTS, zip(*rounds, strict=True), strict=True)
    )
    ratios = [ratio(one, accepted, least=0.5) for one in refused]
    return Result(TITLE, "requests/s", [accepted, *refused], ratios, how=HOW)


if __name__ == "__main__":
    show(measure())
