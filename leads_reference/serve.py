"""A deployment over real HTTP, on a free port of the loopback interface."""

import asyncio
import gzip
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count
from typing import Any

import uvicorn

from leads_reference.answer import Answer
from leads_reference.deployment import Deployment, Dropped, Received

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@contextmanager
def serve(deployment: Deployment) -> Iterator[str]:
    """Serves `deployment` in a thread of its own; yields the URL that stands before `/api/v1`."""
    started: Future[tuple[int, Callable[[], object]]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(_run(deployment, started)), name="deployment")
    thread.start()
    port, stop = started.result(timeout=10)
    try:
        yield f"http://127.0.0.1:{port}{deployment.wire.prefix}"
    finally:
        stop()
        thread.join(timeout=10)


async def _run(deployment: Deployment, started: "Future[tuple[int, Callable[[], object]]]") -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    app = _App(deployment)
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    config.load()
    server = app.server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    # Server.serve() would look every 0.1 s only whether to end: its two halves are called instead.
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]
    started.set_result((port, lambda: loop.call_soon_threadsafe(ended.set)))
    await ended.wait()
    for listener in server.servers:
        listener.close()
    for connection in list(server.server_state.connections):
        connection.transport.abort()
    await asyncio.sleep(0)


class _App:
    """The ASGI application around one deployment."""

    server: uvicorn.Server

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self._numbers = count(1)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        wire, number = self.deployment.wire, next(self._numbers)
        received = Received(
            scope["method"],
            scope["raw_path"].decode("latin-1").partition("?")[0],
            [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
            await _body(receive),
            scope["query_string"].decode("latin-1"),
        )
        await asyncio.sleep(wire.delay)
        dropped = wire.drop_every and number % wire.drop_every == 0
        if dropped and not wire.drop_applied:
            self.deployment.log(received, 0)
        else:
            try:
                answer = await self.deployment.handle(received)
            except Dropped:
                dropped = True
        if dropped:
            self._drop(scope["client"])
            await receive()  # until the connection is known to be gone, or uvicorn would answer with 500
        else:
            await self._send(answer, "gzip" in "".join(received.header("accept-encoding")), send)

    def _drop(self, client: tuple[str, int]) -> None:
        for connection in list(self.server.server_state.connections):
            if connection.transport.get_extra_info("peername") == client:
                connection.transport.abort()

    async def _send(self, answer: Answer, takes_gzip: bool, send: Send) -> None:
        body, headers = self.deployment.encode(answer), dict(answer.headers)
        if self.deployment.wire.gzip and takes_gzip:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        pieces = [body]
        if self.deployment.wire.chunked:
            pieces = [body[start : start + 40] for start in range(0, len(body), 40)] or [body]
        else:
            headers["Content-Length"] = str(len(body))
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body
