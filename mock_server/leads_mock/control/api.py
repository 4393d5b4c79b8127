"""All control calls, by operationId of the API's own OpenAPI file."""

from collections.abc import Mapping
from pathlib import Path

from leads_contract import Operation
from leads_mock.control.calls import Act, Call, JavaScript, Plain, Text, control_contract
from leads_mock.control.clock import clock_calls
from leads_mock.control.leads import lead_calls
from leads_mock.control.profile import profile_calls
from leads_mock.control.requests import request_calls
from leads_mock.control.scripts import script_calls
from leads_mock.control.snapshots import snapshot_calls
from leads_mock.control.state import state_calls
from leads_mock.core.json_text import Json
from leads_mock.house import House

CLIENTS = Path(__file__).parents[1] / "clients"


def control_acts(house: House) -> Mapping[str, Act]:
    """What serves each call. All refuse a workspace that is not there, those too that act on none."""
    return {name: _of_known(act, house) for name, act in _acts(house).items()}


def _acts(house: House) -> Mapping[str, Act]:
    return {
        "getCalls": lambda call: {"calls": [_named(it) for it in control_contract().operations.values()]},
        "getOpenapi": lambda call: control_contract().document,
        "getClient": lambda call: JavaScript((CLIENTS / "client.mjs").read_bytes()),
        "getClientTypes": lambda call: Plain((CLIENTS / "client.d.mts").read_bytes()),
        "postWorkspace": lambda call: _opened(house),
        **state_calls(house),
        **lead_calls(house),
        **snapshot_calls(house),
        **request_calls(house),
        **script_calls(house),
        **clock_calls(house),
        **profile_calls(house),
    }


def _of_known(act: Act, house: House) -> Act:
    def done(call: Call) -> Json | Text:
        house.workspaces(call.workspace)
        return act(call)

    return done


def _named(operation: Operation) -> Json:
    return {"method": operation.method, "path": operation.path, "summary": operation.summary}


def _opened(house: House) -> Json:
    workspace = house.guests.open()
    return {"id": workspace.id, "key": workspace.keys[0]}
