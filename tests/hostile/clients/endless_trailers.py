"""Trailers without an end, of somebody who has a key."""

from tests.hostile.flooding import flooded
from tests.mock.raw import chunked


def attack(port: int) -> None:
    assert flooded(port, chunked(b"{}")[:-2], b"X-Filler: x\r\n" * 80_000, 90) == 431
