"""A run within this process, without sockets, so that what each request meets can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from leads_check.rules import RULES
from leads_check.scenes import generated
from leads_check.session.looking import look
from leads_check.session.player import ENDING, Player
from leads_check.session.putting_back import PuttingBack
from leads_check.session.session import Session
from leads_check.wire import deployment as wire
from leads_check.wire.client import Answer, Trouble
from leads_check.wire.deployment import Outage

from leads_reference.deployment import Deployment, Received
from tests.check.checking import settings_for

BASE_URL = "http://leads.example.com"
CUT = Answer(problem="the connection was closed", trouble=Trouble.CUT)
Meet = Callable[[int, Callable[[], Answer]], Answer]
"""What a request meets, by its number from 1 on; the call carries it out."""


class Within:
    """Stands in for the client of the wire."""

    def __init__(self, deployment: Deployment, meet: Meet) -> None:
        self._deployment = deployment
        self._meet = meet
        self._number = 0

    def fetch(
        self, method: str, url: str, headers: Sequence[tuple[str, str]], content: bytes | None
    ) -> Answer:
        self._number += 1
        pairs = [(name.lower(), value) for name, value in headers]
        parts = urlsplit(url)
        received = Received(method, parts.path, pairs, content or b"", parts.query)
        return self._meet(self._number, lambda: self._answer(received))

    def _answer(self, received: Received) -> Answer:
        answer = at_once(self._deployment.handle(received))
        headers: Mapping[str, str] = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status, headers, self._deployment.encode(answer))

    def close(self) -> None:
        """Nothing is open."""


def plainly(number: int, carry_out: Callable[[], Answer]) -> Answer:
    """As without anything in between."""
    return carry_out()


def at_once(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The outcome of a coroutine that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as outcome:
        return outcome.value
    raise AssertionError("it waits")


@contextmanager
def within(deployment: Deployment, meet: Meet = plainly) -> Iterator[None]:
    """From here on, sessions speak to the deployment within this process."""
    client = Within(deployment, meet)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "Client", lambda settings, budget: client)
        patch.setattr(generated, "_generate", _generate)
        yield


def session(deployment: Deployment, folder: Path, **more: Any) -> Session:
    """A session that never waits."""
    settings = settings_for(BASE_URL, deployment.model.world, folder)
    return Session(settings, **{"sleep": lambda seconds: None, **more})


def run(made: Session) -> PuttingBack:
    """Everything that a check sends."""
    made.open()
    putting_back = PuttingBack(made)
    try:
        with suppress(*ENDING, Outage):
            look(made)
            Player(made).play(RULES)
    finally:
        putting_back.run()
        made.close(all_back=putting_back.is_complete)
    return putting_back


_make = generated._generate
_made: dict[tuple[bool, int], list[Any]] = {}


def _generate(setting: Any, schema: dict[str, Any], *, positive: bool, count: int) -> list[Any]:
    """Made once: what it makes does not matter here, and takes long."""
    if (positive, count) not in _made:
        _made[positive, count] = _make(setting, schema, positive=positive, count=count)
    return _made[positive, count]
