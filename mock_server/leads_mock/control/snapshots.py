"""Snapshots: what is stored, kept under a name, and brought back."""

from collections.abc import Mapping

from leads_mock.control.calls import Act, Call, Text
from leads_mock.control.clock import written
from leads_mock.control.state import state_text
from leads_mock.control.wrong import Wrong
from leads_mock.core.json_text import Json
from leads_mock.house import House
from leads_mock.rooms import Room, Taken


def snapshot_calls(house: House) -> Mapping[str, Act]:
    """By operationId."""

    def put(call: Call) -> Json:
        name, room = call.names["name"], house.room(call.workspace)
        workspaces = {name: one.copy() for name, one in house.workspaces(call.workspace).items()}
        room.snapshots[name] = Taken(room.clock.now(), workspaces, house.profile)
        return _told(name, room)

    def get(call: Call) -> Json:
        rooms = house.rooms_of(call.workspace)
        return {"snapshots": [_told(name, room) for room in rooms for name in room.snapshots]}

    def restore(call: Call) -> Text:
        for only, taken in _wanted(house, call):
            workspaces = taken.workspaces if only is None else {only: taken.workspaces[only]}
            house.replace(house.fitting(workspaces, taken.profile), only)
        return state_text(house.workspaces(call.workspace))

    def delete(call: Call) -> None:
        name = call.names["name"]
        having = [room for room in house.rooms_of(call.workspace) if name in room.snapshots]
        if not having:
            raise _unknown(house, call)
        for room in having:
            del room.snapshots[name]

    return {
        "getSnapshots": get,
        "putSnapshot": put,
        "restoreSnapshot": restore,
        "deleteSnapshot": delete,
    }


def _wanted(house: House, call: Call) -> list[tuple[str | None, Taken]]:
    """The snapshots that a call means, each with the workspace to restore, None for all. Raises Wrong.

    The own one of a workspace comes before one of all; all together have one, or each its own.
    """
    name, only = call.names["name"], call.workspace
    own = house.room(only).snapshots.get(name)
    if own:
        return [(only, own)]
    of_all = house.rooms.hall.snapshots.get(name)
    if only is not None and of_all and only in of_all.workspaces:
        return [(only, of_all)]
    rooms = [room for room in house.rooms_of(only) if name in room.snapshots]
    if not rooms:
        raise _unknown(house, call)
    return [(room.workspace, room.snapshots[name]) for room in rooms]


def _unknown(house: House, call: Call) -> Wrong:
    names = dict.fromkeys(name for room in house.rooms_of(call.workspace) for name in room.snapshots)
    return Wrong(
        404, f"there is no snapshot {call.names['name']}; there are: {', '.join(names) or 'none'}", "name"
    )


def _told(name: str, room: Room) -> Json:
    taken = room.snapshots[name]
    return {
        "name": name,
        "workspace": room.workspace,
        "at": written(taken.at),
        "workspaces": len(taken.workspaces),
        "leads": sum(len(workspace.texts) for workspace in taken.workspaces.values()),
    }
