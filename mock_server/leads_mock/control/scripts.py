"""Scripts: made, listed, deleted."""

import re
from collections.abc import Mapping
from itertools import count
from typing import Any

from leads_mock.canned import Shelf
from leads_mock.control.calls import Act, Call
from leads_mock.control.wrong import Wrong
from leads_mock.core.json_text import Json
from leads_mock.house import House
from leads_mock.rooms import Room
from leads_mock.scripts import Script


def script_calls(house: House) -> Mapping[str, Act]:
    """By operationId."""
    numbers, shelf = count(1), Shelf(house.contract)

    def get(call: Call) -> Json:
        rooms = house.rooms_of(call.workspace)
        return {"scripts": [_told(script, room) for room in rooms for script in room.scripts]}

    def post(call: Call) -> Json:
        room = house.room(call.workspace)
        _check(call.body, shelf)
        script = Script(f"script_{next(numbers)}", call.body)
        room.scripts.append(script)
        house.rooms.are_scripted = True
        return _told(script, room)

    def delete_all(call: Call) -> None:
        for room in house.rooms_of(call.workspace):
            room.scripts.clear()

    def delete(call: Call) -> None:
        script_id = call.names["scriptId"]
        rooms = house.rooms_of(call.workspace)
        found = [(room, it) for room in rooms for it in room.scripts if it.id == script_id]
        if not found:
            known = ", ".join(script.id for room in rooms for script in room.scripts) or "none"
            raise Wrong(404, f"there is no script {script_id}; there are: {known}", "scriptId")
        for room, script in found:
            room.scripts.remove(script)

    return {
        "getScripts": get,
        "postScript": post,
        "deleteScripts": delete_all,
        "deleteScript": delete,
    }


def _check(members: Mapping[str, Any], shelf: Shelf) -> None:
    """What the schema does not know. Raises Wrong."""
    answer = members.get("answer", {})
    if "example" in answer and shelf.by_example(answer["example"]) is None:
        raise Wrong(
            400, f"is no example of the contract; those are: {', '.join(shelf.names)}", "answer.example"
        )
    if "code" in answer and shelf.by_code(answer["code"]) is None:
        raise Wrong(400, f"is no code; there are: {', '.join(shelf.codes)}", "answer.code")
    for name, value in members.get("headers", {}).items():
        if not _NAME.fullmatch(name) or name.lower() in _FRAMING or not _VALUE.fullmatch(value):
            raise Wrong(400, "is no header that an answer can be given", f"headers.{name}")
    for part, allowed in _ONE_OF.items():
        named = [name for name in members.get(part, ()) if name in allowed]
        if part in members and len(named) != 1:
            raise Wrong(400, f"must have one of {', '.join(allowed)}", part)
    if "seed" in members.get("when", ()) and "probability" not in members["when"]:
        raise Wrong(400, "belongs to a probability", "when.seed")


# RFC 9110, sections 5.1 and 5.5
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x20-\x7e]*")
_FRAMING = ("content-length", "transfer-encoding", "connection")
_ONE_OF = {"answer": ("status", "example", "code"), "when": ("times", "every", "probability")}


def _told(script: Script, room: Room) -> Json:
    return {"id": script.id, "workspace": room.workspace, **script.members, "used": script.used}
