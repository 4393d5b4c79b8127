"""Writes each request of the API, with its answer, into the journal of its workspace."""

from collections.abc import Callable

from leads_mock.body import arriving
from leads_mock.clock import elapsed
from leads_mock.journal import Entry, Note, packed
from leads_mock.pipeline import Asked, Handle, Reply

_MOST_BYTES = 2**20
"""Of a body that only the journal reads."""
Look = Callable[[str, str], bytes | None]
"""From a workspace and a lead's id to the lead's JSON text."""


class Noted:
    """The layer; it surrounds the door, so that it sees every answer as it leaves."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def __call__(self, handle: Handle) -> Handle:
        async def noting(asked: Asked) -> Reply:
            asked.note, start = Note(), elapsed()
            reply = await handle(asked)
            if asked.body is None:
                asked.body = await arriving(asked, _MOST_BYTES)
            asked.room.journal.add(self._entry(asked, asked.note, reply, elapsed() - start))
            return reply

        return noting

    def _entry(self, asked: Asked, note: Note, reply: Reply, seconds: float) -> Entry:
        if not note.is_taken:
            note.lead = asked.parameters.get("leadId")
            if note.lead and asked.workspace:
                note.before = note.after = self._look(asked.workspace, note.lead)
        return Entry(
            asked.room.clock.now(),
            asked.workspace,
            asked.key,
            asked.method,
            asked.path,
            asked.scope["query_string"],
            packed(asked.scope["headers"]),
            asked.body,
            None if reply.drop == "before" else reply.status,
            reply.body,
            asked.script,
            seconds,
            note.lead,
            note.before,
            note.after,
        )
