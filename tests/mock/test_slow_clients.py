"""Connections that dawdle, stop half way or go away: others are served, and nothing changes by half."""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.mock.leads import JANE, JOHN, LeadsClient
from tests.mock.raw import JSON, RawConnection, chunked, put_request
from tests.mock.running import RunningMock

WHOLE = put_request(b'{"status": "lost"}', JSON)
HALVES = {
    "nothing at all": b"",
    "half a request line": WHOLE[:12],
    "half the headers": WHOLE[:80],
    "no body": WHOLE[:-18],
    "half a body": WHOLE[:-9],
    "half a body that is JSON": put_request(b'{"status": "lost"}', JSON, length=100),
    "chunks without an end": chunked(b'{"status": "lost"}').removesuffix(b"0\r\n\r\n"),
    "half a large body": put_request(b'{"status": "lost"' + b" " * 500_000, JSON, length=10**6),
    "half a body too large": put_request(b'{"status": "lost"' + b" " * 500_000, JSON, length=10**7),
}


@pytest.fixture
def connection(mock: RunningMock) -> Iterator[RawConnection]:
    with RawConnection(mock.port) as opened:
        yield opened


def leave(connection: RawConnection) -> None:
    """Closes at once (RST), as a crashed client does."""
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.socket.close()


def test_others_are_served_meanwhile(leads: LeadsClient, mock: RunningMock) -> None:
    with ExitStack() as stack:
        for half in [*HALVES.values()] * 8:
            stack.enter_context(RawConnection(mock.port)).send(half)

        start = time.monotonic()
        for number in range(50):
            assert leads.update(JANE, {"metadata": {"number": number}})["metadata"]["number"] == number

        assert time.monotonic() - start < 5
        assert leads.stored()[JOHN]["status"] == "new"


def test_a_slow_request_is_answered_once_it_is_there(leads: LeadsClient, connection: RawConnection) -> None:
    for position in range(0, len(WHOLE), 7):
        connection.send(WHOLE[position : position + 7])
        time.sleep(0.002)

    assert connection.answer().json()["data"] == leads.stored()[JOHN]
    assert leads.stored()[JOHN]["status"] == "lost"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
@pytest.mark.parametrize("way", ["closes", "shuts down", "crashes"])
def test_half_a_request_changes_nothing(connection: RawConnection, half: bytes, way: str) -> None:
    connection.send(half)
    if way == "closes":
        connection.socket.close()
    elif way == "shuts down":
        connection.socket.shutdown(socket.SHUT_WR)
    else:
        leave(connection)
    time.sleep(0.01)


def test_a_crash_before_the_answer_leaves_no_trace_in_the_log(leads: LeadsClient, mock: RunningMock) -> None:
    for _ in range(100):
        with RawConnection(mock.port) as connection:
            connection.send(WHOLE * 10)
            leave(connection)

    assert leads.update(JANE, {"status": "lost"})["status"] == "lost"
    assert "ERROR" not in mock.log()


def test_a_client_may_ask_before_it_sends_the_body(leads: LeadsClient, connection: RawConnection) -> None:
    head, end, body = put_request(b'{"status": "lost"}', JSON, "Expect: 100-continue").partition(b"\r\n\r\n")
    connection.send(head + end)
    assert connection.socket.recv(1000).startswith(b"HTTP/1.1 100 ")
    connection.send(body)
    assert connection.answer().json()["data"]["status"] == "lost"

    connection.send(put_request(b"", JSON, "Expect: 100-continue", length=10_000_000))
    assert connection.answer().status == 413


def test_requests_on_one_connection_are_answered_in_turn(
    leads: LeadsClient, connection: RawConnection
) -> None:
    bodies = (b'{"name": "one"}', b"{", b'{"name": "two"}', b'{"name": 3}')
    connection.send(b"".join(put_request(body, JSON) for body in bodies))

    answers = [connection.answer() for _ in bodies]

    assert [answer.status for answer in answers] == [200, 400, 200, 400]
    assert leads.stored()[JOHN]["name"] == "two"


def test_a_connection_goes_on_after_a_body_too_large(leads: LeadsClient, connection: RawConnection) -> None:
    connection.send(put_request(b" " * 3_000_000, JSON))
    connection.send(WHOLE)

    assert [connection.answer().status, connection.answer().status] == [413, 200]
    assert leads.stored()[JOHN]["status"] == "lost"


def test_a_client_that_never_reads_holds_up_nobody(leads: LeadsClient, connection: RawConnection) -> None:
    connection.socket.settimeout(0.5)
    large = put_request(b'{"name": "%b"}' % (b"x" * 100_000), JSON)
    with pytest.raises(TimeoutError):
        connection.send(large * 500)

    assert leads.update(JANE, {"status": "lost"})["status"] == "lost"
