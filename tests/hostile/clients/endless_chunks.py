"""A body in chunks, without an end, of somebody who has a key."""

from tests.hostile.flooding import flooded
from tests.mock.raw import JSON, put_request


def attack(port: int) -> None:
    head = put_request(b"", JSON).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    assert flooded(port, head, b"100000\r\n%b\r\n" % (b"x" * 2**20), 90) == 413
