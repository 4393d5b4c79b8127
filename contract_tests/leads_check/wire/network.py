"""Sockets that obey one deadline: for names, connections, TLS, and everything that is sent and received."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Thread, local
from time import monotonic
from typing import Any

import httpcore

Error = type[Exception]
Address = tuple[Any, ...]


class Watch(local):
    """This thread's exchange: when it must be over, and how what came began. Other threads have their own."""

    ends = 0.0
    first = b""

    def start(self, seconds: float) -> None:
        """From now on, so many seconds are left."""
        self.ends = monotonic() + seconds
        self.first = b""

    def left(self, error: Error) -> float:
        """Seconds that are left, more than 0. Raises `error` where none are."""
        seconds = self.ends - monotonic()
        if seconds <= 0:
            raise error("timed out")
        return seconds


class Network(httpcore.NetworkBackend):
    """Connects for httpcore. Its own timeouts count from one read to the next, so they bound nothing."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Tries every address of the host, each with its share of the time."""
        found = _addresses(host, port, self._watch.left(httpcore.ConnectTimeout))
        with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
            for tries_left in range(len(found), 0, -1):
                family, kind, protocol, _, address = found[-tries_left]
                share = self._watch.left(httpcore.ConnectTimeout) / tries_left
                try:
                    return Stream(_connected(family, kind, protocol, address, share), self._watch)
                except OSError:
                    if tries_left == 1:
                        raise
        raise httpcore.ConnectError(f"{host} has no address")


class Stream(httpcore.NetworkStream):
    """A connection whose reads and writes all end at the deadline, however slowly the bytes come or go."""

    def __init__(self, connection: socket.socket, watch: Watch) -> None:
        self._socket = connection
        self._watch = watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _mapped(httpcore.ReadTimeout, httpcore.ReadError):
            self._socket.settimeout(self._watch.left(httpcore.ReadTimeout))
            received = self._socket.recv(max_bytes)
        self._watch.first = self._watch.first or received[:8]
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        rest = memoryview(buffer)
        with _mapped(httpcore.WriteTimeout, httpcore.WriteError):
            while rest:
                self._socket.settimeout(self._watch.left(httpcore.WriteTimeout))
                rest = rest[self._socket.send(rest) :]

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
            try:
                # Python's own timeout of a handshake is one for the whole of it.
                self._socket.settimeout(self._watch.left(httpcore.ConnectTimeout))
                wrapped = ssl_context.wrap_socket(self._socket, server_hostname=server_hostname)
            except BaseException:
                self.close()
                raise
        return Stream(wrapped, self._watch)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return _is_readable(self._socket)
        return None


def _connected(family: int, kind: int, protocol: int, address: Address, seconds: float) -> socket.socket:
    connection = socket.socket(family, kind, protocol)
    try:
        connection.settimeout(seconds)
        connection.connect(address)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connection.close()
        raise
    return connection


def _addresses(host: str, port: int, seconds: float) -> list[Any]:
    """What the name stands for. In a thread of its own: nothing else can end a lookup early."""
    answers: SimpleQueue[list[Any] | Exception] = SimpleQueue()
    Thread(target=lambda: answers.put(_looked_up(host, port)), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise httpcore.ConnectTimeout(f"no address for {host}") from None
    if isinstance(answer, Exception):
        raise httpcore.ConnectError(f"no address for {host}: {answer}") from answer
    return answer


def _looked_up(host: str, port: int) -> list[Any] | Exception:
    try:
        return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        return error


def _is_readable(connection: socket.socket) -> bool:
    """Whether something has come that nobody asked for, the end of the connection included."""
    if connection.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


@contextmanager
def _mapped(timeout: Callable[[str], Exception], other: Callable[[str], Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise timeout("timed out") from error
    except OSError as error:
        raise other(str(error)) from error
