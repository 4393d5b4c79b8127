"""uvicorn's HTTP protocol, with fewer system calls, and deaf to `Upgrade`."""

import asyncio
import re
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)


class GatheringProtocol(HttpToolsProtocol):
    """Sends what is written within one turn of the event loop at once: an answer's head with its body.

    uvicorn writes the two one after the other, and uvloop hands each write to the kernel; that would be
    more than half of the time that an update takes.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, _Gathering(transport, self.loop)))

    def data_received(self, data: bytes) -> None:
        # Java's client asks for HTTP/2 with its first request. A server may ignore that (RFC 9110, section
        # 7.8), but httptools takes what follows for the other protocol and drops the body. The substitute
        # is as long as the name, so that all lengths stay right.
        super().data_received(_UPGRADE.sub(b"\r\nIgnored:", data) if b"pgrade:" in data else data)


class _Gathering:
    """A transport whose writes wait for the end of the event loop's turn."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._call_soon = loop.call_soon
        self._waiting: list[bytes] = []
        # All else that uvicorn asks of a transport; through `__getattr__` every attribute would cost more.
        self.is_closing = transport.is_closing
        self.get_extra_info = transport.get_extra_info
        self.pause_reading = transport.pause_reading
        self.resume_reading = transport.resume_reading
        self.set_protocol = transport.set_protocol

    def write(self, data: bytes) -> None:
        if not self._waiting:
            self._call_soon(self._flush)
        self._waiting.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        # The connection may be gone by now; writing to it would be an error of ours.
        if self._waiting and not self.is_closing():
            self._transport.write(b"".join(self._waiting))
            self._waiting.clear()
