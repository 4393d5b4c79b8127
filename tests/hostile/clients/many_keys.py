"""A thousand keys, each as large as a key can be."""

from tests.mock.raw import JSON, RawConnection, put_request


def attack(port: int) -> None:
    with RawConnection(port) as connection:
        for number in range(1000):
            connection.send(put_request(b"{}", JSON, key=f"{number:04}{'x' * 60_000}"))
            assert connection.answer().status == 401
