"""A hundred and forty keys of two megabytes each."""

from tests.mock.raw import exchange, put_request


def attack(port: int) -> None:
    for number in range(140):
        assert exchange(port, put_request(b"{}", key=f"{number}{'x' * 2 * 2**20}")).status == 431
