"""A trailer of ninety megabytes."""

from tests.hostile.flooding import flooded
from tests.mock.raw import chunked


def attack(port: int) -> None:
    assert flooded(port, chunked(b"{}")[:-2] + b"X-Filler: ", b"x" * 2**20, 90) == 431
