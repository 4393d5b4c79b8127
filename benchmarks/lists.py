"""Pages of a list and searches through 100,000 leads, against a hundred."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from statistics import median

from benchmarks.results import Figure, Ratio, Result, ratio
from benchmarks.row import show
from benchmarks.servers import HEADERS, Running, Unavailable, all_running, mock_of

TITLE = "Lists of 100,000 leads"
FEW, MANY = 100, 100_000
RUNS, REQUESTS = 7, 60
HOW = f"""\
Two mocks that differ in the number of their leads are asked in turn, one request after the other over one
connection; a value is the median of {REQUESTS} requests, or of 5 searches, which find each word. The first
list of a workspace, and the first after a reset, reads all leads once: that one stands by itself."""
PAGES = {
    "first page": "",
    "page in the middle": "page={middle}",
    "page of one status": "status=new&page={middle}",
}
SEARCHES = {
    "search that finds all": "search=JOHN",
    "search that finds none": "search=nobody",
    "search for ten words": "search=john+smith+lead+example+com+00+o+n+a+t",
}


def measure() -> Result:
    result = Result(TITLE, "ms", how=HOW)
    with all_running((mock_of(FEW), mock_of(MANY))) as (few, many):
        result.figures.append(Figure("first list of all", [_took(many, "", 1)]))
        _took(few, "", 1)
        for name, query in PAGES.items():
            small, large = (
                Figure(f"{name}, {leads:,} leads", list(values))
                for leads, values in zip(
                    (FEW, MANY), zip(*_rounds(few, many, query), strict=True), strict=True
                )
            )
            result.figures += [small, large]
            result.ratios.append(ratio(large, small, most=1.15, name=f"cost of a {name}"))
        _let(many, "search-spaces", "each-word")
        for name, query in SEARCHES.items():
            values = [_took(many, query, 5) for _ in range(RUNS)]
            result.figures.append(Figure(name, values))
            result.ratios.append(Ratio(f"ms of a {name}", values, most=100))
    return result


def _rounds(few: Running, many: Running, query: str) -> Iterator[tuple[float, float]]:
    for _ in range(RUNS):
        yield (
            _took(few, query.format(middle=FEW // 40), REQUESTS),
            _took(many, query.format(middle=MANY // 40), REQUESTS),
        )


def _let(server: Running, question: str, answer: str) -> None:
    """Has the server answer an open question in this way from now on."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request("PUT", "/__admin/profile", json.dumps({question: answer}), HEADERS)
        if (status := connection.getresponse().status) != 200:
            raise Unavailable(f"{server.name}: the profile answers {status}")


def _took(server: Running, query: str, requests: int) -> float:
    """The median of so many requests, in milliseconds."""
    values = []
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        for _ in range(requests):
            started = time.perf_counter()
            connection.request("GET", f"/api/v1/leads?{query}", headers=HEADERS)
            answer = connection.getresponse()
            answer.read()
            values.append(1000 * (time.perf_counter() - started))
            if answer.status != 200:
                raise Unavailable(f"{server.name}: a list answers {answer.status}")
    return median(values)


if __name__ == "__main__":
    show(measure())
