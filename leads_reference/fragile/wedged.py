"""Deployments that hang, or close every connection, once they have seen a certain request."""

import asyncio
import math
from collections.abc import Callable
from time import monotonic
from typing import Any, cast

from leads_reference.answer import Answer
from leads_reference.deployment import Deployment, Dropped, Received
from leads_reference.fragile.poisoned import CROWD
from leads_reference.fragile.poisons import body_holds
from leads_reference.jsontext import Json

ENDLESS = 24 * 3600
"""Seconds for which a request hangs that nobody answers."""


class Wedged(Deployment):
    """A request that `is_poison` takes down the process, or blocks its only worker."""

    hangs = False
    """Whether requests hang; otherwise their connections are closed."""
    seconds = math.inf
    """How long it lasts; a supervisor may start the process again."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.until = -math.inf
        self.under_way = 0

    def is_poison(self, received: Received) -> bool:
        raise NotImplementedError

    async def handle(self, received: Received) -> Answer:
        self.under_way += 1
        try:
            if monotonic() >= self.until and received.method == "PUT" and self.is_poison(received):
                self.until = monotonic() + self.seconds
            if monotonic() < self.until:
                await self.jam(received)
            await asyncio.sleep(0.005)
            return await super().handle(received)
        finally:
            self.under_way -= 1

    async def jam(self, received: Received) -> None:
        """Raises Dropped at once, or waits till the deployment works again."""
        self.log(received, 0)
        if not self.hangs:
            raise Dropped
        await asyncio.sleep(min(ENDLESS, self.until - monotonic()))
        raise Dropped


class WedgedByCrowd(Wedged):
    """Many requests at once exhaust its connections to the store."""

    def is_poison(self, received: Received) -> bool:
        return self.under_way >= CROWD


def wedged(holds: Callable[[Json], bool], *, hangs: bool, seconds: float) -> type[Deployment]:
    def is_poison(d: Wedged, received: Received) -> bool:
        return body_holds(d.model, received.body, holds)

    return _named(Wedged, is_poison=is_poison, hangs=hangs, seconds=seconds)


def wedged_by_crowd(*, hangs: bool, seconds: float) -> type[Deployment]:
    return _named(WedgedByCrowd, hangs=hangs, seconds=seconds)


def _named(kind: type[Wedged], **members: Any) -> type[Deployment]:
    return cast(type[Deployment], type("WedgedDeployment", (kind,), members))
