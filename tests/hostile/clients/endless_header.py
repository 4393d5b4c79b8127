"""A header of ninety megabytes."""

from tests.hostile.flooding import flooded
from tests.mock.raw import put_request


def attack(port: int) -> None:
    assert flooded(port, put_request(b"")[:-2] + b"X-Filler: ", b"x" * 2**20, 90) == 431
