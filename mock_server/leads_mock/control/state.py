"""Health, reset, and everything out and in, in the form of a fixtures file."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version

from leads_mock.control.calls import Act, Call, Text
from leads_mock.control.wrong import Wrong
from leads_mock.core.emails import fold_of
from leads_mock.core.json_text import Json, encode
from leads_mock.core.memory import Snapshot, Workspace, seeded
from leads_mock.fixtures import FixtureError, seeds_of
from leads_mock.house import House


def state_calls(house: House) -> Mapping[str, Act]:
    """By operationId."""

    def health(call: Call) -> Json:
        workspaces = house.workspaces(call.workspace)
        return {
            "status": "ok",
            "version": version("leads-contract-kit"),
            "uptimeSeconds": round(house.uptime, 3),
            "workspaces": len(workspaces),
            "leads": sum(len(workspace.texts) for workspace in workspaces.values()),
        }

    def reset(call: Call) -> Text:
        house.reset(call.workspace)
        return get(call)

    def get(call: Call) -> Text:
        return state_text(house.workspaces(call.workspace))

    def put(call: Call) -> Text:
        workspaces = workspaces_of(call.body, house, is_state=True)
        if call.workspace is not None:
            _check_alone(workspaces, call.workspace, house)
        house.replace(workspaces, call.workspace)
        return get(call)

    return {"getHealth": health, "reset": reset, "getState": get, "putState": put}


def state_text(workspaces: Mapping[str, Workspace]) -> Text:
    """The fixtures file that these workspaces would come from, as JSON."""
    # Joined once: a copy of some megabytes takes longer than all else here.
    return Text(b"".join(_pieces(workspaces)))


def _pieces(workspaces: Mapping[str, Workspace]) -> Iterator[bytes]:
    yield b'{"workspaces":['
    for index, one in enumerate(workspaces.values()):
        deleted = [
            lead_id if email is None else {"id": lead_id, "email": email}
            for lead_id, email in one.deleted.items()
        ]
        told = {"id": one.id, "keys": one.keys, "chatbots": one.chatbots, "deleted": deleted}
        yield b',%b,"leads":[' % encode(told)[:-1] if index else b'%b,"leads":[' % encode(told)[:-1]
        yield from separated(one.texts.values())
        yield b"]}"
    yield b"]}"


def separated(texts: Iterable[bytes]) -> Iterator[bytes]:
    """JSON texts with a comma between each two."""
    for index, text in enumerate(texts):
        if index:
            yield b","
        yield text


def workspaces_of(content: Json, house: House, within: str = "", *, is_state: bool = False) -> Snapshot:
    """What the content of a fixtures file describes, or a state of a mock.

    Raises Wrong, with places told from `within` it on.
    """
    try:
        seeds = seeds_of(content, house.contract, house.profile, is_state=is_state)
        return seeded(seeds, fold_of(house.profile))
    except FixtureError as error:
        where, _, reason = str(error).partition(": ")
        raise Wrong(400, reason, where.removeprefix(within)) from error
    except RecursionError as error:
        raise Wrong(400, "nests too deeply", "body") from error


def _check_alone(workspaces: Snapshot, name: str, house: House) -> None:
    """That these are that one workspace, with keys of its own. Raises Wrong."""
    if list(workspaces) != [name]:
        raise Wrong(400, f"must hold the workspace {name} alone", "workspaces")
    for other, workspace in house.workspaces().items():
        if other != name and set(workspace.keys) & set(workspaces[name].keys):
            raise Wrong(400, f"a key belongs to {other}", "workspaces[0].keys")
