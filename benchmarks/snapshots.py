"""Taking and restoring a snapshot of ten thousand leads, over HTTP."""

import time
from http.client import HTTPConnection

from benchmarks.results import Figure, Ratio, Result
from benchmarks.row import show
from benchmarks.servers import Running, Unavailable, mock_of, running

TITLE = "A snapshot of ten thousand leads"
LEADS = 10_000
RUNS, MOST_MS = 7, 50
PATH = "/__admin/snapshots/measured"
HOW = f"""\
Two control calls, one after the other, over HTTP: a snapshot of {LEADS:,} leads is taken, and restored. The
answer to the second is the whole state, {LEADS:,} leads of 700 bytes."""


def measure() -> Result:
    with running(mock_of(LEADS)) as mock:
        runs = [(_timed(mock, "PUT", PATH), _timed(mock, "POST", f"{PATH}/restore")) for _ in range(RUNS)]
    taken, restored = (list(values) for values in zip(*runs, strict=True))
    return Result(
        TITLE,
        "ms",
        [Figure("taken", taken), Figure("restored", restored)],
        [Ratio("ms, taken", taken, most=MOST_MS), Ratio("ms, restored", restored, most=MOST_MS)],
        how=HOW,
    )


def _timed(mock: Running, method: str, path: str) -> float:
    """Milliseconds."""
    connection = HTTPConnection("127.0.0.1", mock.port, timeout=30)
    starts = time.perf_counter()
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status >= 300:
        raise Unavailable(f"{method} {path} got {answer.status}")
    return 1000 * (time.perf_counter() - starts)


if __name__ == "__main__":
    show(measure())
