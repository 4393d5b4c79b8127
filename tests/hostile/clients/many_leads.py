"""Fifteen hundred paths that nobody has, each as long as a path can be."""

from tests.mock.raw import JSON, RawConnection, put_request


def attack(port: int) -> None:
    with RawConnection(port) as connection:
        for number in range(1500):
            connection.send(put_request(b"{}", JSON, lead_id=f"{number:04}{'x' * 16_000}", key="unknown"))
            assert connection.answer().status == 401
