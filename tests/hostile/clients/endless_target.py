"""A path of ninety megabytes."""

from tests.hostile.flooding import flooded


def attack(port: int) -> None:
    assert flooded(port, b"PUT /api/v1/leads/", b"x" * 2**20, 90) == 414
