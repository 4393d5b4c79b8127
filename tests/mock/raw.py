"""HTTP written by hand, for requests that no client library would send."""

import http.client
import io
import json
import socket
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, cast

import httpx

from tests.mock.leads import JOHN, KEY

JSON = "Content-Type: application/json"
_PATIENCE = 10
"""Seconds."""


@dataclass(frozen=True)
class RawAnswer:
    """An answer as it came over the wire."""

    status: int
    headers: httpx.Headers
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class _Stream(io.BufferedReader):
    """Looks to http.client like a socket, and stays open from one answer to the next."""

    def makefile(self, mode: str) -> Self:
        return self

    def close(self) -> None:
        pass


class RawConnection:
    """One TCP connection to the mock."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = _Stream(socket.SocketIO(self.socket, "r"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def answer(self, method: str = "PUT") -> RawAnswer:
        """The next answer on this connection."""
        response = http.client.HTTPResponse(cast(socket.socket, self._stream), method=method)
        response.begin()
        return RawAnswer(response.status, httpx.Headers(response.getheaders()), response.read())


def exchange(port: int, request: bytes) -> RawAnswer:
    """The answer to one request on a connection of its own."""
    with RawConnection(port) as connection:
        connection.send(request)
        return connection.answer(request.partition(b" ")[0].decode("latin-1"))


def put_request(
    body: bytes, *headers: str, lead_id: str = JOHN, key: str = KEY, length: int | None = None
) -> bytes:
    """The bytes of a PUT; `length` is announced in place of the body's own, `headers` are added."""
    head = (
        f"PUT /api/v1/leads/{lead_id} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {key}",
        f"Content-Length: {len(body) if length is None else length}",
        *headers,
    )
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def chunked(body: bytes, *trailers: str, key: str = KEY) -> bytes:
    """The bytes of a PUT that announces no length but sends its body in chunks, and then the trailers."""
    head = put_request(b"", key=key).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    pieces = [body[start : start + 65_536] for start in range(0, len(body), 65_536)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return head + chunks + "\r\n".join(["0", *trailers, "", ""]).encode("latin-1")
