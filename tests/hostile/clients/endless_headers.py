"""Headers without an end."""

from tests.hostile.flooding import flooded
from tests.mock.raw import put_request


def attack(port: int) -> None:
    assert flooded(port, put_request(b"")[:-2], b"X-Filler: x\r\n" * 80_000, 90) == 431
