"""An operation as a handle: what a request must pass, in the order that the profile answers."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from leads_mock.body import BodyReader
from leads_mock.core.errors import Violation
from leads_mock.core.operations import Operation
from leads_mock.core.store import Commit, Intent, Store
from leads_mock.keys import Keys
from leads_mock.pipeline import Asked, Reply


@dataclass(frozen=True)
class Means:
    """What all operations need to be performed."""

    profile: Mapping[str, str]
    keys: Keys
    bodies: BodyReader
    store: Store


class Performer:
    """Performs one operation."""

    def __init__(self, operation: Operation, means: Means) -> None:
        self._operation, self._means = operation, means
        self._conflict_first = means.profile["conflict-order"] == "conflict-first"
        order = means.profile["check-order"].split("-")
        self._key_first = order.index("authentication") < order.index("validation")
        self._path_first = order.index("existence") < order.index("validation")

    async def __call__(self, asked: Asked) -> Reply:
        """Raises the refusal of the first check that says no."""
        operation, bodies = self._operation, self._means.bodies
        sent: Any = None
        if self._key_first:
            self._authenticate(asked)
        if self._path_first:
            await self._decided(asked, operation.subject(asked.parameters))
        if operation.reads_body:
            sent = bodies.parse(asked, await bodies.receive(asked))
        if operation.reads_query:
            sent = parse_qsl(asked.query.decode("latin-1"), keep_blank_values=True)
        try:
            intent = operation.check(asked.parameters, sent, asked.room.clock.now())
        except Violation:
            if self._conflict_first and asked.workspace is not None:
                await self._decided(asked, operation.rival(asked.parameters, sent))
            raise
        self._authenticate(asked)
        if asked.note:
            intent = asked.note.taking(intent)
        # Whether there is what the path names is part of the decision.
        commit = await self._decided(asked, intent)
        return Reply(operation.status, commit.answer)

    def _authenticate(self, asked: Asked) -> None:
        if asked.workspace is None:
            raise self._means.keys.refusal(asked)

    def _decided(self, asked: Asked, intent: Intent) -> Awaitable[Commit]:
        assert asked.workspace is not None
        return self._means.store.change(asked.workspace, intent)
