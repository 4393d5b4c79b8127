"""A steady load: so many updates a second, each timed from the moment at which it was due.

wrk has no such mode. A request that has to wait for a free connection counts that wait too, so that a
server that stands still cannot hide it ("coordinated omission"). The loop spins instead of sleeping,
since timers are coarser than what is measured.
"""

import select
import socket
from collections import deque
from time import perf_counter

from benchmarks.load import CONNECTIONS
from benchmarks.servers import BODY, HEADERS, PATH, Running, Unavailable

_REQUEST = (
    f"PUT {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    + "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    + f"Content-Length: {len(BODY)}\r\n\r\n{BODY}"
).encode()
_WARM_UP = 0.5
"""Seconds whose answers do not count."""


def latencies(running: Running, rate: float, seconds: float) -> list[float]:
    """Seconds from due to answered, of every update after the warm-up. Raises Unavailable."""
    load = _SteadyLoad(running.port, rate)
    try:
        return load.run(seconds + _WARM_UP)
    finally:
        load.close()


class _SteadyLoad:
    def __init__(self, port: int, rate: float) -> None:
        self._interval = 1 / rate
        self._epoll = select.epoll()
        self._sockets: dict[int, socket.socket] = {}
        for _ in range(CONNECTIONS):
            connection = socket.create_connection(("127.0.0.1", port))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets[connection.fileno()] = connection
            self._epoll.register(connection, select.EPOLLIN)
        self._free = deque(self._sockets)
        self._due: dict[int, float] = {}
        self._partial: dict[int, bytes] = {}
        self._measured: list[float] = []

    def close(self) -> None:
        self._epoll.close()
        for connection in self._sockets.values():
            connection.close()

    def run(self, seconds: float) -> list[float]:
        start = due = perf_counter()
        count_from, end = start + _WARM_UP, start + seconds
        while due < end or self._due:
            now = perf_counter()
            while due <= now and due < end and self._free:
                self._send(due)
                due += self._interval
            for descriptor, _ in self._epoll.poll(0):
                self._receive(descriptor, count_from)
            if now > end + seconds:
                raise Unavailable("it cannot keep up with half of its own peak")
        return self._measured

    def _send(self, due: float) -> None:
        descriptor = self._free.popleft()
        self._due[descriptor] = due
        self._sockets[descriptor].sendall(_REQUEST)

    def _receive(self, descriptor: int, count_from: float) -> None:
        answer = self._partial.pop(descriptor, b"") + self._sockets[descriptor].recv(65536)
        if not _is_complete(answer):
            self._partial[descriptor] = answer
            return
        due = self._due.pop(descriptor)
        self._free.append(descriptor)
        if due >= count_from:
            self._measured.append(perf_counter() - due)


def _is_complete(answer: bytes) -> bool:
    if not answer.startswith(b"HTTP/1.1 200"):
        raise Unavailable(f"an answer began with {answer[:30]!r}")
    head, end, body = answer.partition(b"\r\n\r\n")
    return bool(end) and len(body) >= int(head.partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0])
