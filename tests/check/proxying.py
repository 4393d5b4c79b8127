"""A forward proxy as they are used in companies: CONNECT for TLS, absolute URLs for the rest."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from io import BufferedReader
from urllib.parse import urlsplit


class Proxy:
    """`heads` are the first lines that came in. With credentials, `user:password`, it wants them."""

    def __init__(self, credentials: str = "") -> None:
        self.heads: list[str] = []
        self._wanted = f"Basic {b64encode(credentials.encode()).decode()}" if credentials else ""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"

    def run(self) -> None:
        """Takes connections until `close`."""
        with suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=self._listener.accept(), daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self, client: socket.socket, _: object) -> None:
        with client, suppress(OSError), client.makefile("rb") as stream:
            while head := _head(stream):
                self.heads.append(head[0])
                if self._wanted and dict(head[1]).get("Proxy-Authorization") != self._wanted:
                    client.sendall(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
                elif head[0].startswith("CONNECT "):
                    _tunnel(client, head[0])
                else:
                    _forward(client, stream, *head)


Head = tuple[str, list[tuple[str, str]]]


def _head(stream: BufferedReader) -> Head | None:
    lines: list[str] = []
    while (line := stream.readline()) not in (b"\r\n", b""):
        lines.append(line.decode("latin-1").strip())
    pairs = [line.split(": ", 1) for line in lines[1:]]
    return (lines[0], [(name, value) for name, value in pairs]) if lines else None


def _tunnel(client: socket.socket, first: str) -> None:
    host, _, port = first.split(" ")[1].rpartition(":")
    with socket.create_connection((host, int(port)), 5) as server:
        client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        threading.Thread(target=_pump, args=(client, server), daemon=True).start()
        _pump(server, client)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(2**16):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_RDWR)


def _forward(
    client: socket.socket, stream: BufferedReader, first: str, headers: list[tuple[str, str]]
) -> None:
    method, target, _ = first.split(" ")
    parts = urlsplit(target)
    body = stream.read(int(dict(headers).get("Content-Length", "0")))
    kept = {name: value for name, value in headers if not name.startswith("Proxy-")}
    server = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    server.request(method, parts.path, body, kept)
    answer = server.getresponse()
    content = answer.read()
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}", *(f"{n}: {v}" for n, v in answer.getheaders())]
    client.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + content)
    server.close()


@contextmanager
def proxy(credentials: str = "") -> Iterator[Proxy]:
    """The proxy, running in threads of its own."""
    made = Proxy(credentials)
    threading.Thread(target=made.run, daemon=True).start()
    try:
        yield made
    finally:
        made.close()
