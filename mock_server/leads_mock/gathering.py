"""A transport whose writes wait for the end of the event loop's turn."""

import asyncio

_LINGER = 2
"""Seconds."""


class Gathering:
    """Wraps a transport. With `lingers`, the client may still read the answer after `close`.

    To close a connection while there is something unread in it would reset it, and the answer be lost.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.lingers = False
        self._transport = transport
        self._loop = loop
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
        if self.lingers and self._transport.can_write_eof() and not self.is_closing():
            self.lingers = False
            self._transport.write_eof()
            self._loop.call_later(_LINGER, self._transport.close)
        else:
            self._transport.close()

    def _flush(self) -> None:
        # The connection may be gone by now; writing to it would be an error of ours.
        if self._waiting and not self.is_closing():
            self._transport.write(b"".join(self._waiting))
            self._waiting.clear()
