"""What a request must be before anything else of it is looked at: readable, and meant for this mock.

A web page can give a name of its own the address 127.0.0.1 (DNS rebinding). Its browser then takes the mock
for a part of that page, which may read every answer. But the `Host` header says under which name it asks.
With an absolute target, its host decides (RFC 9112, section 3.2.2). Here both must be names of the mock.
"""

import re
import socket
from collections.abc import Awaitable, Collection
from ipaddress import ip_address

from leads_mock.core.errors import Refusal, UnknownHost, Unreadable
from leads_mock.pipeline import REFUSED, TARGET_HOST, Asked, Handle, Reply

_HOST = re.compile(rb"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]{1,255}))(?::[0-9]{0,5})?")
_MOST_KNOWN = 100


class Hosts:
    """The names of a mock: those of this machine, where it `listens`, and the `allowed` ones.

    Ports do not count: another one may lead here, through a tunnel or out of a container. Every name will do
    where the mock is to be reached from elsewhere and none is allowed in so many words.
    """

    def __init__(self, listens: str, allowed: Collection[str] = ()) -> None:
        self.are_limited = bool(allowed) or _is_this_machine(listens)
        own = ("host.docker.internal", socket.gethostname(), listens)
        self._names = {name.lower() for name in (*own, *allowed)}
        self._known = set[bytes]()

    def check(self, asked: Asked) -> None:
        """Raises UnknownHost or Unreadable."""
        value = asked.fields.get(b"host", b"")
        if b"host" in asked.repeated:
            raise Unreadable("the Host header must name one host")
        is_left_out = not value and asked.scope.get("http_version") == "1.0"  # as no browser does
        if value not in self._known and not is_left_out:
            self._look_at(value, "the Host header")
        if TARGET_HOST in asked.scope:
            self._look_at(asked.scope[TARGET_HOST], "the request target")

    def _look_at(self, value: bytes, place: str) -> None:
        match = _HOST.fullmatch(value)
        if match is None:
            raise Unreadable(f"{place} must name one host")
        name = (match[1] or match[2]).decode().lower().removesuffix(".")
        if name not in self._names and not _is_this_machine(name):
            raise UnknownHost(name)
        if len(self._known) < _MOST_KNOWN:
            self._known.add(value)


class Intake:
    """The layer. What it does not take is refused further in, in the words of the API that was called."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts

    def __call__(self, handle: Handle) -> Handle:
        check = self._hosts.check

        def take(asked: Asked) -> Awaitable[Reply]:
            try:
                check(asked)
            except Refusal as refusal:
                asked.scope.setdefault(REFUSED, refusal)
            return handle(asked)

        return take if self._hosts.are_limited else handle


def _is_this_machine(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")  # RFC 6761, section 6.3
