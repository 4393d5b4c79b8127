"""A body of ninety megabytes, of somebody who has no key."""

from tests.hostile.flooding import flooded
from tests.mock.raw import JSON, put_request


def attack(port: int) -> None:
    head = put_request(b"", JSON, length=90 * 2**20, key="unknown")
    assert flooded(port, head, b"x" * 2**20, 90) == 401
