"""What an update, a 404 and a 409 cost at a million leads, against a thousand."""

from collections.abc import Callable

from benchmarks.load import Update, requests_a_second
from benchmarks.results import Figure, Result, ratio
from benchmarks.row import show
from benchmarks.servers import all_running, mock_of

TITLE = "Cost at a million leads"
FEW, MANY = 1_000, 1_000_000
RUNS = 7
HOW = """\
Throughput of two mocks that differ in the number of their leads, loaded in turn; each request names a lead
at random. The ratio is that of the costs: throughput at a thousand divided by throughput at a million."""
TAKEN = '{"email":"lead-0000000@example.com"}'
REQUESTS: dict[str, tuple[int, Callable[[int], Update]]] = {
    "PUT": (200, lambda leads: Update(leads=leads)),
    "404": (404, lambda leads: Update(path="/api/v1/leads/lead_ffffffffffffffff")),
    "409": (409, lambda leads: Update(TAKEN, path=f"/api/v1/leads/lead_{leads - 1:016x}")),
}


def measure() -> Result:
    result = Result(TITLE, "requests/s", how=HOW)
    with all_running((mock_of(FEW), mock_of(MANY))) as (few, many):
        for name, (expected, of) in REQUESTS.items():
            rounds = [
                [requests_a_second(few, of(FEW), expected), requests_a_second(many, of(MANY), expected)]
                for _ in range(RUNS)
            ]
            small, large = (
                Figure(f"{name}, {leads:,} leads", list(values))
                for leads, values in zip((FEW, MANY), zip(*rounds, strict=True), strict=True)
            )
            result.figures += [small, large]
            result.ratios.append(ratio(small, large, most=1.15, name=f"cost of a {name}"))
    return result


if __name__ == "__main__":
    show(measure())
