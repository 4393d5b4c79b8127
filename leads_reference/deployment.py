"""A model behind routes and a rate limit: everything of HTTP but the connection."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import unquote

from leads_reference.answer import Answer, Refusal
from leads_reference.holding import Lead
from leads_reference.jsontext import write
from leads_reference.model import Model
from leads_reference.ratelimit import Window
from leads_reference.refusing import utc_now


@dataclass(frozen=True)
class Wire:
    """What a deployment does with connections and answers; none of it concerns leads."""

    serves_get: bool = True
    serves_delete: bool = True
    serves_list: bool = True
    serves_create: bool = True
    prefix: str = ""
    """What stands before `/api/v1`."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers of every answer."""
    gzip: bool = False
    chunked: bool = False
    delay: float = 0.0
    """Seconds before every answer."""
    drop_every: int = 0
    """Every how many-th connection is dropped without an answer; 0 for none."""
    drop_applied: bool = False
    """Whether the request of a dropped connection is carried out all the same."""
    rate_limit: int = 1000
    rate_window: float = 3600.0


@dataclass(frozen=True)
class Received:
    """A request; the path is as it was sent, header names are in lower case."""

    method: str
    path: str
    headers: Sequence[tuple[str, str]]
    body: bytes = b""
    query: str = ""

    def header(self, name: str) -> list[str]:
        return [value for given, value in self.headers if given == name]

    @property
    def kind(self) -> str | None:
        """The type of the body."""
        return next(iter(self.header("content-type")), None)


class Logged(NamedTuple):
    """A request that came in, and the status that it got (0 where its connection was dropped first)."""

    method: str
    path: str
    body: bytes
    status: int
    query: str = ""


class Dropped(Exception):
    """Raised instead of an answer: the connection is closed without one."""


class Deployment:
    """What tests serve. Its model may be any subclass of `Model`."""

    def __init__(self, model: Model | None = None, wire: Wire | None = None) -> None:
        self.model = model or Model()
        self.wire = wire or Wire()
        self.requests: list[Logged] = []
        self.window = Window(self.wire.rate_limit, self.wire.rate_window)
        prefix = re.escape(self.wire.prefix) + "/api/v1"
        self._lead = re.compile(prefix + "/leads/([^/]+)")
        self._list = re.compile(prefix + "/leads")
        self._chatbot = re.compile(prefix + "/chatbots/([^/]+)/leads")

    def snapshot(self) -> dict[str, Lead]:
        """A copy of every lead that is stored."""
        return self.model.snapshot()

    def log(self, received: Received, status: int) -> None:
        self.requests.append(Logged(received.method, received.path, received.body, status, received.query))

    async def handle(self, received: Received) -> Answer:
        """The answer with all its headers, logged."""
        key = "".join(received.header("authorization")[:1])
        now = self.model.now().timestamp()
        if self.window.admit(key, now):
            answer = await self.route(received)
        else:
            answer = self.exceeded(key, now)
        headers = {
            "Date": format_datetime(self.model.now(), usegmt=True),
            "Content-Type": "application/json",
            **self.rate_headers(key, now, answer),
            **self.wire.headers,
            **answer.headers,
        }
        self.log(received, answer.status)
        return replace(answer, headers=headers)

    async def route(self, received: Received) -> Answer:
        try:
            if found := self._lead.fullmatch(received.path):
                return await self.on_lead(received, unquote(found[1]))
            if self.wire.serves_list and self._list.fullmatch(received.path):
                return await self.on_list(received)
            found = self._chatbot.fullmatch(received.path)
            if self.wire.serves_create and found:
                return await self.on_chatbot(received, unquote(found[1]))
            raise self.model.unknown_path()
        except Refusal as refusal:
            return self.model.refuse(refusal)

    async def on_lead(self, received: Received, lead_id: str) -> Answer:
        authorization = received.header("authorization")
        if received.method == "PUT":
            return await self.update(authorization, lead_id, received.kind, received.body)
        if received.method in self.reading() and self.wire.serves_get:
            return await self.get(authorization, lead_id)
        if received.method == "DELETE" and self.wire.serves_delete:
            return await self.delete(authorization, lead_id)
        raise self.model.unserved_method(", ".join(self.served()))

    async def on_list(self, received: Received) -> Answer:
        if received.method in self.reading():
            return self.model.list(received.header("authorization"), received.query)
        raise self.model.unserved_method(", ".join(self.reading()))

    async def on_chatbot(self, received: Received, chatbot_id: str) -> Answer:
        if received.method == "POST":
            authorization = received.header("authorization")
            return self.model.create(authorization, chatbot_id, received.kind, received.body)
        raise self.model.unserved_method("POST")

    async def update(
        self, authorization: Sequence[str], lead_id: str, content_type: str | None, raw: bytes
    ) -> Answer:
        return self.model.update(authorization, lead_id, content_type, raw)  # no await within: atomic

    async def get(self, authorization: Sequence[str], lead_id: str) -> Answer:
        return self.model.get(authorization, lead_id)

    async def delete(self, authorization: Sequence[str], lead_id: str) -> Answer:
        return self.model.delete(authorization, lead_id)

    def reading(self) -> Sequence[str]:
        """The methods that read a lead where it can be read."""
        return ("GET", "HEAD") if self.model.answer("head") == "as-get" else ("GET",)

    def served(self) -> list[str]:
        """The methods that a lead's path serves."""
        reading = self.reading() if self.wire.serves_get else ()
        return sorted([*reading, "PUT", *(["DELETE"] if self.wire.serves_delete else [])])

    def exceeded(self, key: str, now: float) -> Answer:
        reset = self.window.reset(key, now)
        wait = max(1, round(reset - now))
        details = {"limit": self.window.limit, "remaining": 0, "resetTime": reset, "retryAfter": wait}
        headers = {"Retry-After": str(wait)}
        return self.model.refuse(Refusal(429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded", details, headers))

    def rate_headers(self, key: str, now: float, answer: Answer) -> dict[str, str]:
        used = self.window.used(key)
        return {
            "X-RateLimit-Limit": str(self.window.limit),
            "X-RateLimit-Remaining": str(self.window.limit - used),
            "X-RateLimit-Used": str(used),
            "X-RateLimit-Reset": str(self.window.reset(key, now)),
        }

    def encode(self, answer: Answer) -> bytes:
        """The body as it is sent, but for its compression."""
        return write(answer.json).encode() if answer.raw is None else answer.raw


Clock = Callable[[], datetime]


def reference(answers: Mapping[str, str] | None = None, now: Clock = utc_now) -> Deployment:
    """The faithful deployment: nothing of the documentation is broken."""
    return Deployment(Model(answers, now=now))
