"""Fifteen hundred names for one mock, with as many ports as there are."""

from tests.mock.raw import JSON, RawConnection, put_request


def attack(port: int) -> None:
    with RawConnection(port) as connection:
        for number in range(1500):
            host = f"Host: {'x' * 200}{number}" if number % 2 else f"Host: {number}.localhost:{number}"
            connection.send(
                put_request(b"{}", JSON, key="unknown").replace(b"Host: 127.0.0.1", host.encode())
            )
            assert connection.answer().status == (421 if number % 2 else 401)
