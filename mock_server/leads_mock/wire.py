"""uvicorn's HTTP protocol, with fewer system calls and limits to all but the body; deaf to `Upgrade`."""

import asyncio
import re
from typing import cast

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from leads_mock.core.errors import HeadersTooLarge, Refusal, TargetTooLong, Unreadable
from leads_mock.gathering import Gathering
from leads_mock.pipeline import CUT, REFUSED, TARGET_HOST

MOST_TARGET = 16 * 2**10
"""Bytes of a request's target."""
MOST_HEADERS = 100
MOST_HEAD = 64 * 2**10
"""Bytes of a request's target, names and values. A trailer section may be as large as a header section."""
_MOST_UNENDED = 2 * MOST_HEAD
"""Bytes of a section that has not ended yet; line ends and white space count as well."""
_ABSOLUTE = re.compile(rb"[^/]+://([^/?#]*)")


class GatheringProtocol(HttpToolsProtocol):
    """Sends what is written within one turn of the event loop at once: an answer's head with its body.

    uvicorn writes the two one after the other, and uvloop hands each write to the kernel; that would be
    more than half of the time that an update takes.

    What is no request is answered like one, in its turn: the application finds in the scope, under REFUSED,
    the refusal to raise.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._gathering = Gathering(transport, self.loop)
        self._segment = self._begun = self._since = 0
        """Bytes of the segment that came last, of the one in which this section began, and of all since then.

        A section is what is no content: a head, the size of a chunk with its extensions, or trailers.
        """
        self._is_broken = False
        super().connection_made(cast(asyncio.Transport, self._gathering))
        self.app_state = {**self.app_state, CUT: self._gathering.close}
        self.on_message_begin()

    def data_received(self, data: bytes) -> None:
        if self._is_broken:
            return
        self._unset_keepalive_if_required()
        self._segment = len(data)
        self._since += self._segment
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._begin_again(data[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            self._break(_refusal(error))
        else:
            if self._since > _MOST_UNENDED:
                self._break(TargetTooLong() if len(self.url) > MOST_TARGET else HeadersTooLarge())

    def on_headers_complete(self) -> None:
        if self.parser.should_upgrade():
            return  # `data_received` begins it again
        if len(self.url) > MOST_TARGET:
            self._refuse(TargetTooLong())
        elif self._are_headers_too_large():
            self._refuse(HeadersTooLarge())
        if not self.url.startswith(b"/") and (absolute := _ABSOLUTE.match(self.url)):
            self.scope[TARGET_HOST] = absolute[1]  # type: ignore[literal-required]
        super().on_headers_complete()
        # What follows are trailers, which are no headers: nobody looks at them (RFC 9110, section 6.5.1).
        self.headers = []
        self._begun, self._since = self._segment, 0

    def on_body(self, body: bytes) -> None:
        # All that uvicorn does, but for a look at an upgrade: there is none by now.
        self._begun, self._since = self._segment, 0
        cycle = self.cycle
        if cycle.response_complete:
            return
        cycle.body += body
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        cycle.message_event.set()

    def on_message_complete(self) -> None:
        cycle = self.cycle
        if cycle is None or cycle.scope is not self.scope:
            return
        if self.headers:
            if self._are_headers_too_large():
                raise HeadersTooLarge  # stops the parser, as more requests may follow
            self._begun, self._since = self._segment, 0
        if not cycle.response_complete:
            cycle.more_body = False
            cycle.message_event.set()

    def _are_headers_too_large(self) -> bool:
        if len(self.headers) > MOST_HEADERS:
            return True
        return self._begun + self._since > MOST_HEAD and self._size() > MOST_HEAD

    def _size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers)

    def _refuse(self, refusal: Refusal) -> None:
        self.scope[REFUSED] = refusal  # type: ignore[literal-required]

    def _begin_again(self, rest: bytes) -> None:
        # Java's client asks for HTTP/2 with its first request. A server may ignore that (RFC 9110, section
        # 7.8), but httptools takes what follows for the other protocol: it gets the request without the wish.
        method, version = self.parser.get_method(), self.parser.get_http_version().encode()
        if method == b"CONNECT":
            self._break(Unreadable("CONNECT is not served"))
            return
        lines = [b"%b: %b" % field for field in self.headers if field[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.data_received(b"\r\n".join([b"%b %b HTTP/%b" % (method, self.url, version), *lines, b"", rest]))

    def _break(self, refusal: Refusal) -> None:
        """Answers what is no request, after what came before it, and listens to nothing that follows."""
        self._is_broken = self._gathering.lingers = True
        if self.cycle is None or self.cycle.scope is not self.scope:
            self.url = b"/"
            super().on_headers_complete()
        self._refuse(refusal)
        self.cycle.more_body = self.cycle.keep_alive = False
        self.cycle.message_event.set()
        if self.cycle.response_complete:
            self.transport.close()


def _refusal(error: httptools.HttpParserError) -> Refusal:
    """What a callback of ours refused, or what the parser says of its own accord."""
    if isinstance(error.__context__, Refusal):
        return error.__context__
    is_callbacks = isinstance(error, httptools.HttpParserCallbackError)
    return Unreadable("Invalid request target" if is_callbacks else str(error))
