"""Sends without an end to the mock, and reads what it says."""

import socket
from contextlib import suppress

from tests.mock.raw import RawConnection


def flooded(port: int, head: bytes, part: bytes, times: int) -> int:
    """The status of the answer to `head` and then `times` the part, as far as the mock takes them."""
    with RawConnection(port) as connection:
        connection.send(head)
        with suppress(ConnectionError):
            for _ in range(times):
                connection.send(part)
                if _is_answered(connection.socket):
                    break
        return connection.answer().status


def _is_answered(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False
    finally:
        connection.settimeout(10)
