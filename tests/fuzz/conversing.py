"""Sends what was generated to a mock, and judges all that comes back."""

import json
import re
import socket
from contextlib import suppress

_QUIET = 0.03
"""Seconds without a byte after which nothing more is awaited."""
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) [ -~]*\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


def answers_to(port: int, segments: list[bytes]) -> bytes:
    """All that comes back on a connection of its own."""
    answer = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(ConnectionError):
            for segment in segments:
                connection.sendall(segment)
            connection.settimeout(_QUIET)
            with suppress(TimeoutError):
                while part := connection.recv(2**20):
                    answer += part
    return bytes(answer)


def judge(stream: bytes) -> list[int]:
    """The statuses of the answers; raises AssertionError for one that no client should get."""
    statuses = []
    while stream:
        start = _STATUS.match(stream)
        assert start, f"no status line: {stream[:200]!r}"
        statuses.append(int(start[1]))
        head, end, rest = stream.partition(b"\r\n\r\n")
        if not end:
            return statuses  # the rest did not come in time
        length = _LENGTH.search(head + b"\r\n")
        has_body = length and not rest.startswith(b"HTTP/1.1 ") and rest
        body, stream = (
            (rest[: int(length[1])], rest[int(length[1]) :]) if length and has_body else (b"", rest)
        )
        _judge(statuses[-1], head, body, is_whole=bool(length and len(body) == int(length[1])))
    return statuses


def _judge(status: int, head: bytes, body: bytes, *, is_whole: bool) -> None:
    assert status < 500, (head, body)
    if status < 400 or not is_whole:
        return
    assert b"content-type: application/json\r\n" in head, head
    envelope = json.loads(body)
    assert envelope["error"], body
    assert (envelope.get("success") is False and envelope["code"]) or "field" in envelope, body
