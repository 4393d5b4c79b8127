"""From a request of HTTP to an answer: `Asked` passes layers, reaches one handle, and a `Reply` leaves."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from email.utils import formatdate
from functools import lru_cache

from starlette.types import Receive, Scope, Send

from leads_mock.core.ratelimit import Quota
from leads_mock.journal import Note
from leads_mock.rooms import Room
from leads_mock.scripts import Drop

Header = tuple[bytes, bytes]
"""The name is in lower case."""


REFUSED = "leads_mock.refused"
"""Where the scope of a request holds the Refusal that comes before all others, if there is one."""


TARGET_HOST = "leads_mock.target_host"
"""Where the scope of a request holds the host and port of its target, if that is an absolute one."""


CUT = "leads_mock.cut"
"""Where the state of a request's scope holds what closes its connection at once."""
_WITHOUT_BODY = (204, 304)


class Disconnected(Exception):
    """The client has gone; nobody waits for an answer."""


class Asked:
    """One request. Layers add whose it is, and what is left of the hour of its key.

    `room` is that of its workspace, and the hall as long as it belongs to none. `body` is what was read of
    it, `note` what the journal will hold, where there is one, and `script` the script that answers.
    """

    __slots__ = (
        "body",
        "fields",
        "key",
        "method",
        "methods",
        "note",
        "parameters",
        "path",
        "peer",
        "query",
        "quota",
        "receive",
        "repeated",
        "room",
        "scope",
        "script",
        "workspace",
    )

    def __init__(self, scope: Scope, receive: Receive, methods: "Methods", room: Room) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.parameters: Mapping[str, str] = scope.get("path_params", {})
        self.query: bytes = scope["query_string"]
        self.peer: tuple[str, int] | None = scope.get("client")
        self.receive = receive
        self.scope = scope
        self.methods = methods
        self.room = room
        self.key: str | None = None
        self.workspace: str | None = None
        self.quota: Quota | None = None
        self.body: bytes | None = None
        self.note: Note | None = None
        self.script: str | None = None
        # A loop of Python over them would take a microsecond of each request.
        headers: Sequence[Header] = scope["headers"]
        self.fields: dict[bytes, bytes] = dict(reversed(headers))
        """Header fields by name in lower case, the first of each name."""
        self.repeated: Collection[bytes] = () if len(self.fields) == len(headers) else _repeated(headers)
        """The names of those that came again."""


def _repeated(headers: Sequence[Header]) -> Collection[bytes]:
    times = Counter(name for name, _ in headers)
    return {name for name in times if times[name] > 1}


class Reply:
    """An answer; `headers` beside those on type and length."""

    __slots__ = ("body", "content_type", "headers", "status")
    drop: Drop | None = None

    def __init__(
        self,
        status: int,
        body: bytes,
        headers: Sequence[Header] = (),
        content_type: bytes = b"application/json",
    ) -> None:
        self.status, self.body, self.headers, self.content_type = status, body, headers, content_type

    def add(self, headers: Sequence[Header]) -> "Reply":
        """The same, with more headers."""
        self.headers = (*headers, *self.headers)
        return self


class Bent(Reply):
    """An answer that a script bends: `forced` headers stand instead of others of their names.

    With `drop` the connection is cut, and nothing is sent of the answer, or half of it.
    """

    __slots__ = ("drop", "forced")

    def __init__(self, reply: Reply, drop: Drop | None, forced: Sequence[Header]) -> None:
        super().__init__(reply.status, reply.body, reply.headers, reply.content_type)
        self.drop, self.forced = drop, forced


Handle = Callable[[Asked], Awaitable[Reply]]
"""Answers a request. Raises a Refusal."""
Layer = Callable[[Handle], Handle]
"""Makes of a handle one that does more."""
Methods = Mapping[str, str]
"""The operations that a path serves, by method; empty where there is no such path."""
Handles = Mapping[str, Handle]
"""What answers, by operation or by method."""


def layered(handle: Handle, *layers: Layer) -> Handle:
    """The handle within the layers, the first of which is the outermost."""
    for layer in reversed(layers):
        handle = layer(handle)
    return handle


async def answer(
    handle: Handle, hall: Room, scope: Scope, receive: Receive, send: Send, methods: Methods
) -> None:
    """Serves one request of ASGI."""
    asked = Asked(scope, receive, methods, hall)
    try:
        reply = await handle(asked)
    except Disconnected:
        return
    headers = [*reply.headers]
    if reply.status not in _WITHOUT_BODY:
        headers += (b"content-type", reply.content_type), (b"content-length", b"%d" % len(reply.body))
    if isinstance(reply, Bent):
        headers = _instead(headers, reply.forced)
        if reply.drop:
            await _cut(asked, reply, headers, send)
            return
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if asked.method == "HEAD" else reply.body})


def _instead(headers: Sequence[Header], forced: Sequence[Header]) -> list[Header]:
    names = {name for name, _ in forced}
    return [*(header for header in headers if header[0] not in names), *forced]


async def _cut(asked: Asked, reply: Reply, headers: Sequence[Header], send: Send) -> None:
    """Cuts the connection, and waits until it is. Raises ConnectionError where there is none to cut."""
    if reply.drop == "halfway":
        half = reply.body[: len(reply.body) // 2]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": half, "more_body": True})
    close = asked.scope.get("state", {}).get(CUT)
    if close is None:
        raise ConnectionError("the connection is cut, as a script says")
    close()
    while (await asked.receive())["type"] != "http.disconnect":
        pass


def date_of(asked: Asked) -> Header:
    """The `Date` header of an answer: the time of its workspace."""
    return dated(int(asked.room.clock.seconds()))


@lru_cache(maxsize=16)
def dated(seconds: int) -> Header:
    """A `Date` header (RFC 9110, section 6.6.1) for Unix seconds."""
    return b"date", formatdate(seconds, usegmt=True).encode()
