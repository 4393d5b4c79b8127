"""Whose request it is: the workspace of its key, and the room of that."""

from leads_mock.core.store import Store
from leads_mock.guests import Guests
from leads_mock.keys import Keys
from leads_mock.pipeline import Asked, Handle, Reply
from leads_mock.rooms import Rooms


class Whose:
    """A layer that finds the workspace of a request's key."""

    def __init__(self, keys: Keys, store: Store, rooms: Rooms, guests: Guests) -> None:
        self._keys, self._store, self._rooms, self._guests = keys, store, rooms, guests

    def __call__(self, handle: Handle) -> Handle:
        async def known(asked: Asked) -> Reply:
            key = asked.key = self._keys.read(asked)
            if key:
                workspace = await self._store.owner(key)
                if self._guests.are_awaited:
                    workspace = self._guests.welcome(key, workspace)
                if workspace:
                    asked.workspace, asked.room = workspace, self._rooms.of(workspace)
            return await handle(asked)

        return known
