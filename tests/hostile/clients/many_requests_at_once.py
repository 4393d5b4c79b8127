"""Requests by the thousand, whose answers are never read."""

from contextlib import suppress

from tests.mock.raw import JSON, RawConnection, put_request

LARGE = put_request(b'{"name": "%b"}' % (b"x" * 100_000), JSON)


def attack(port: int) -> None:
    for _ in range(5):
        with RawConnection(port) as connection, suppress(TimeoutError):
            connection.socket.settimeout(0.2)
            connection.send(LARGE * 500)
