"""What the silence of a deployment means, and what is sent because of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from leads_check.evidence.exchange import Request
from leads_check.settings import Settings
from leads_check.wire.budget import Budget, BudgetExhausted
from leads_check.wire.deployment import Deployment, Outage, RateLimited, Unreachable

from tests.hostile.deployments import HOSTILE
from tests.hostile.serving import Answer, Visit, serve_raw, sized

UPDATE = Request("an update", {"name": "Jane"})
READ = Request("a read", operation="getLead")
DEAD = (
    "closed_at_once",
    "endless_headers",
    "http_0_9",
    "other_protocol",
    "silent",
    "ssh_banner",
    "tls_alert",
)


@contextmanager
def deployment(url: str, limit: int = 50, **changes: object) -> Iterator[tuple[Deployment, list[float]]]:
    settings = Settings(url, **{"api_key": "key", "lead_id": "lead_1", "timeout": 0.4, **changes})  # type: ignore[arg-type]
    slept: list[float] = []
    made = Deployment(settings, Budget(limit), slept.append)
    yield made, slept
    made.close()


def fine(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", sized(b'{"success": true}'))


def then(*answers: Answer) -> Answer:
    """One after the other; the last for ever."""
    rest = list(answers)
    return lambda visit: (rest.pop(0) if len(rest) > 1 else rest[0])(visit)


def status(code: int, *headers: str) -> Answer:
    lines = "".join(f"{header}\r\n" for header in headers)
    return lambda visit: visit.send(f"HTTP/1.1 {code} X\r\n{lines}".encode("latin-1"), sized(b"{}"))


@pytest.mark.parametrize("name", DEAD)
def test_what_never_answered_in_http_is_unreachable(name: str) -> None:
    with (
        serve_raw(HOSTILE[name]) as server,
        deployment(server.url) as (made, _),
        pytest.raises(Unreachable, match=server.url),
    ):
        made.send(UPDATE, "scene")


def test_a_port_where_nobody_listens_is_unreachable_and_costs_no_request() -> None:
    with deployment("http://127.0.0.1:9") as (made, _):
        with pytest.raises(Unreachable, match="refused"):
            made.send(UPDATE, "scene")
        assert made.budget.used == 0


def test_a_hang_is_told_from_a_refusal_names_what_came_before_and_is_not_repeated() -> None:
    with serve_raw(then(fine, HOSTILE["silent"])) as server, deployment(server.url) as (made, _):
        made.send(READ, "scene")
        with pytest.raises(Outage, match=r"no whole answer within 0.4 s.*'an update'.*'a read'") as hang:
            made.send(UPDATE, "scene")
        assert hang.value.is_hang
        assert hang.value.exchange.request is UPDATE
        assert (hang.value.exchange.status, hang.value.exchange.problem) == (
            0,
            "no whole answer within 0.4 s",
        )
        assert hang.value.before is not None
        assert hang.value.before.request is READ
        assert len(server.requests) == 2
        # Whoever goes on asking is told that nobody is there any more.
        with pytest.raises(Unreachable, match="nothing was answered from 'an update' on"):
            made.send(UPDATE, "scene")


def test_a_server_that_went_away_is_no_hang() -> None:
    with serve_raw(fine) as server, deployment(server.url) as (made, _):
        made.send(READ, "scene")
        server.close()
        with pytest.raises(Outage) as gone:
            made.send(UPDATE, "scene")
        assert not gone.value.is_hang


def test_a_connection_that_is_closed_twice_is_no_answer_and_no_outage() -> None:
    closed = HOSTILE["closed_at_once"]
    with serve_raw(then(fine, closed, closed, fine)) as server, deployment(server.url) as (made, _):
        made.send(READ, "scene")
        assert made.send(UPDATE, "scene").status == 0
        assert made.send(READ, "scene").status == 200
        assert made.budget.used == len(server.requests) == 4


def test_what_may_be_sent_only_once_is() -> None:
    closed = HOSTILE["closed_at_once"]
    with serve_raw(then(fine, closed, fine)) as server, deployment(server.url) as (made, _):
        made.send(READ, "scene")
        assert made.send(UPDATE, "scene", once=True).status == 0
        assert len(server.requests) == 2


def test_a_repetition_never_takes_what_putting_back_needs() -> None:
    closed = HOSTILE["closed_at_once"]
    with serve_raw(then(fine, closed)) as server, deployment(server.url, limit=7) as (made, _):
        made.budget.set_aside(5)
        made.send(READ, "scene")
        assert made.send(UPDATE, "scene").status == 0
        with pytest.raises(BudgetExhausted):
            made.send(UPDATE, "scene")
        assert len(server.requests) == 2


@pytest.mark.parametrize("code", [502, 503, 504])
def test_a_gateway_that_answers_twice_is_an_outage(code: int) -> None:
    with serve_raw(then(fine, status(code))) as server, deployment(server.url) as (made, _):
        made.send(READ, "scene")
        with pytest.raises(Outage, match=f"twice status {code}") as outage:
            made.send(UPDATE, "scene")
        assert outage.value.exchange.status == code
        assert len(server.requests) == 3


def test_a_server_that_starts_again_is_waited_for() -> None:
    down = [HOSTILE["closed_at_once"]] * 6
    with serve_raw(then(fine, *down, fine)) as server, deployment(server.url) as (made, slept):
        made.send(READ, "scene")
        assert made.wait_until_it_answers(READ, "scene").status == 200
        assert [pause for pause in slept if pause != 0.3] == [0.5, 1.0, 2.0]


def test_waiting_for_a_server_has_an_end() -> None:
    closed = HOSTILE["closed_at_once"]
    with serve_raw(then(fine, closed)) as server, deployment(server.url, max_wait=20) as (made, slept):
        made.send(READ, "scene")
        with pytest.raises(Unreachable):
            made.wait_until_it_answers(READ, "scene")
        assert sum(slept) < 25
        assert made.budget.used < 25


ODD_WAITS = (
    "0",
    "-5",
    "nan",
    "-inf",
    "",
    "soon",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "\u00b2",
    "0.0000001",
    "1e-300",
)


@pytest.mark.parametrize("value", ODD_WAITS)
def test_a_wait_has_a_floor_whatever_the_header_says(value: str) -> None:
    limited = status(429, f"Retry-After: {value}")
    with serve_raw(limited) as server, deployment(server.url, max_wait=60) as (made, slept):
        with pytest.raises(RateLimited):
            made.send(UPDATE, "scene")
        assert slept == [1, 2, 4, 8, 16]
        assert len(server.requests) == 6
        assert all(exchange.status == 429 for exchange in made.limited)


LONG_WAITS = ("61", "inf", "9" * 5000, "1e308", "Fri, 31 Dec 2999 23:59:59 GMT")


@pytest.mark.parametrize("value", LONG_WAITS, ids=lambda value: value[:30])
def test_a_wait_beyond_the_longest_is_not_begun(value: str) -> None:
    limited = status(429, f"Retry-After: {value}")
    with serve_raw(limited) as server, deployment(server.url, max_wait=60) as (made, slept):
        with pytest.raises(RateLimited, match="60"):
            made.send(UPDATE, "scene")
        assert slept == []
        assert len(server.requests) == 1


def test_a_wait_while_checking_takes_nothing_from_the_wait_while_putting_back() -> None:
    limited = status(429, "Retry-After: 50")
    with (
        serve_raw(then(limited, fine, limited, fine)) as server,
        deployment(server.url, max_wait=60) as (made, _),
    ):
        made.send(UPDATE, "scene")
        made.budget.release()
        assert made.send(UPDATE, "scene").status == 200


ODD_HEADERS = {
    "superscript": ("\u00b2", "1"),
    "many digits": ("9" * 5000, "9" * 5000),
    "negative": ("-1", "-1"),
    "fraction": ("0.5", "1e9"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("remaining", "reset"), ODD_HEADERS.values(), ids=ODD_HEADERS)
def test_odd_rate_headers_say_nothing(remaining: str, reset: str) -> None:
    odd = status(200, f"X-RateLimit-Remaining: {remaining}", f"X-RateLimit-Reset: {reset}")
    with serve_raw(odd) as server, deployment(server.url) as (made, _):
        made.send(UPDATE, "scene")
        made.check_allowance(15)


ODD_DATES = (
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "1",
    "x" * 9000,
    "",
    "Mon, 99",
)


@pytest.mark.parametrize("date", ODD_DATES, ids=lambda date: date[:20])
def test_an_odd_date_is_no_clock(date: str) -> None:
    with serve_raw(status(200, f"Date: {date}")) as server, deployment(server.url) as (made, _):
        assert made.send(UPDATE, "scene").clock.year < 2100


def test_large_answers_end_a_run_but_not_its_putting_back() -> None:
    def large(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\n", sized(b'{"name": "' + b"x" * 5 * 2**20 + b'"}'))

    with serve_raw(large) as server, deployment(server.url, timeout=5) as (made, _):
        for _ in range(4):
            made.send(UPDATE, "scene")
        with pytest.raises(BudgetExhausted, match="smaller lead"):
            made.send(UPDATE, "scene")
        assert len(server.requests) == 4
        made.budget.release()
        for _ in range(10):
            assert made.send(UPDATE, "scene").content


def test_parallel_requests_are_all_accounted_for() -> None:
    def sometimes(visit: Visit) -> None:
        (HOSTILE["silent"] if b"hang" in visit.request.body else fine)(visit)

    with serve_raw(sometimes) as server, deployment(server.url) as (made, _):
        made.send(READ, "scene")
        requests = [Request(str(n), {"name": "hang" if n == 2 else "fine"}) for n in range(4)]
        exchanges = made.send_together(requests, "scene")
        assert [exchange.request for exchange in exchanges] == requests
        assert [exchange.status for exchange in exchanges] == [200, 200, 0, 200]
        assert {exchange.batch for exchange in exchanges} == {1}
