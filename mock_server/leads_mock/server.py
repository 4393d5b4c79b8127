"""Runs the application: one process, uvicorn with uvloop and httptools."""

import asyncio
import os
import signal
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from leads_mock.wire import GatheringProtocol

Chore = Callable[[], Awaitable[None]]
"""Done again and again while the mock runs; raises nothing."""
PERIOD = 0.25
"""Seconds from the end of a chore to its next beginning."""
_GRACE = 1
"""Seconds that a request under way has to finish when the mock is told to stop."""


class Server(uvicorn.Server):
    """Ends with exit code 0 on SIGINT and SIGTERM: being told to stop is no failure."""

    def __init__(self, config: uvicorn.Config, greeting: Sequence[str], chores: Sequence[Chore]) -> None:
        super().__init__(config)
        self._greeting, self._chores = greeting, chores
        self._ending = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.handle_exit)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tasks = [asyncio.create_task(self._repeat(chore)) for chore in self._chores]
        if self.started:
            _say(self._greeting)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().call_later(_GRACE, self._drop_connections)
        await super().shutdown(sockets)
        self._ending.set()
        await asyncio.gather(*self._tasks)

    async def _repeat(self, chore: Chore) -> None:
        """Until the end, and once more when no request comes any more."""
        is_last = False
        while not is_last:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), PERIOD)
            is_last = self._ending.is_set()
            await chore()

    def _drop_connections(self) -> None:
        # Half a request is treated as if its client had gone, which no one needs to read in a log.
        for connection in list(self.server_state.connections):
            if connection.transport:
                connection.transport.close()


def _say(lines: Sequence[str]) -> None:
    """Prints the lines. A server does not mind that nobody reads on: `leads-mock | head -1` serves."""
    try:
        print("".join(f"{line}\n" for line in lines), end="", flush=True)
    except OSError:
        # Whatever is flushed at the end goes nowhere, too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises OSError where the address is taken or unknown."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def serve(
    app: ASGIApp,
    listener: socket.socket,
    *,
    greeting: Sequence[str] = (),
    tls: ssl.SSLContext | None = None,
    chores: Sequence[Chore] = (),
) -> None:
    """Serves until SIGINT or SIGTERM, in the clear where `tls` is None; prints the greeting when it can."""
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=GatheringProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        # Who calls is who is connected, whatever a header says: control calls depend on it.
        proxy_headers=False,
        server_header=False,
        # It says what the clock of the workspace says, which uvicorn does not know.
        date_header=False,
    )
    config.load()
    config.ssl = tls
    Server(config, greeting, chores).run(sockets=[listener])
