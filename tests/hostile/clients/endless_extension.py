"""An extension of a chunk of ninety megabytes."""

from tests.hostile.flooding import flooded
from tests.mock.raw import chunked


def attack(port: int) -> None:
    assert flooded(port, chunked(b"{}")[:-4] + b";", b"x" * 2**20, 90) == 431
