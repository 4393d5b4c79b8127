"""Plain sockets that answer as they like, from the first request on or from a later one."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BufferedReader
from struct import pack

from leads_reference.deployment import Deployment, Received

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
"""The start of an answer; its headers go on."""


@dataclass
class Visit:
    """One connection; `request` is the last that came in on it."""

    connection: socket.socket
    ended: threading.Event
    request: Received = field(default_factory=lambda: Received("", "", ()))

    def send(self, *parts: bytes) -> None:
        """All at once."""
        self.connection.sendall(b"".join(parts))

    def flood(self, part: bytes) -> None:
        """The part again and again, as fast as it is taken, until nobody takes it any more."""
        block = part * (2**16 // len(part) + 1)
        while not self.ended.is_set():
            self.connection.sendall(block)

    def trickle(self, part: bytes, pause: float = 0.2) -> None:
        """The part again and again, with pauses that are shorter than any timeout."""
        while not self.ended.wait(pause):
            self.connection.sendall(part)

    def close(self) -> None:
        """The end of the connection, after what was sent."""
        self.connection.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """The end of the connection, at once: to linger for no time makes closing a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, pack("ii", 1, 0))
        self.close()

    def hang(self) -> None:
        """Nothing, until the test is over."""
        self.ended.wait(60)


Answer = Callable[[Visit], None]
"""Answers one request; the connection is closed by it, or left open for the next."""


class Server:
    """Counts the requests that came in. The first `honest` of them get what a faithful deployment answers."""

    def __init__(
        self,
        answer: Answer,
        honest: int = 0,
        deployment: Deployment | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.answer = answer
        self.honest = honest
        self.deployment = deployment or Deployment()
        self.requests: list[Received] = []
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self._tls = tls
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    def run(self) -> None:
        """Takes connections until `close`."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """Takes no more, and ends what is open."""
        self.ended.set()
        for sock in (self._listener, *self._open):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self, plain: socket.socket) -> None:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with plain, suppress(OSError):
            connection = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            with connection:
                self._converse(connection)

    def _converse(self, connection: socket.socket) -> None:
        visit = Visit(connection, self.ended)
        with connection.makefile("rb") as stream:
            while not self.ended.is_set() and (received := _received(stream)) is not None:
                visit.request = received
                self._answered(visit)

    def _answered(self, visit: Visit) -> None:
        with self._lock:
            self.requests.append(visit.request)
            is_honest = len(self.requests) <= self.honest
            answer = asyncio.run(self.deployment.handle(visit.request)) if is_honest else None
        if answer is None:
            self.answer(visit)
            return
        body = self.deployment.encode(answer)
        headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        visit.send(f"HTTP/1.1 {answer.status} OK\r\n{headers}".encode(), sized(body))


def _received(stream: BufferedReader) -> Received | None:
    """The next request, None where none comes any more."""
    head = []
    while (line := stream.readline()) not in (b"\r\n", b""):
        head.append(line.decode("latin-1").strip())
    if not head:
        return None
    method, target, _ = head[0].split(" ", 2)
    path, _, query = target.partition("?")
    pairs = [line.split(":", 1) for line in head[1:]]
    headers = [(name.lower(), value.strip()) for name, value in pairs]
    body = stream.read(int(dict(headers).get("content-length", "0")))
    return Received(method, path, headers, body, query)


def sized(body: bytes) -> bytes:
    """The last header and the body."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


@contextmanager
def serve_raw(
    answer: Answer,
    honest: int = 0,
    deployment: Deployment | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    """The server, running in threads of its own."""
    server = Server(answer, honest, deployment, tls)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(timeout=5)
