"""A hundred and fifty megabytes of trailers, of somebody who has no key and was told so."""

from contextlib import suppress

from tests.mock.raw import RawConnection, chunked

TRAILERS = b"X-Filler: %b\r\n" % (b"x" * 1000) * 1000


def attack(port: int) -> None:
    with RawConnection(port) as connection:
        connection.send(chunked(b"{}", key="unknown")[:-2])
        assert connection.answer().status == 401
        with suppress(ConnectionError):
            for _ in range(150):
                connection.send(TRAILERS)
        assert connection.socket.recv(1) == b""
