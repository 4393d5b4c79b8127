"""The first control calls, under a prefix that the contract does not use."""

from collections.abc import Callable, Mapping

from leads_mock.core.json_text import Json, encode
from leads_mock.core.memory import MemoryStore
from leads_mock.gate import Gate
from leads_mock.pipeline import Asked, Handle, Methods, Reply

PREFIX = "/__admin"


def control_calls(store: MemoryStore, reset: Callable[[], None], gate: Gate) -> Mapping[str, Methods]:
    """Health, reset, and what is stored, by path; for whom the gate lets pass."""

    def do_reset() -> Json:
        reset()
        return {"success": True}

    return {
        f"{PREFIX}/health": {"GET": _control(gate, lambda: {"status": "ok"})},
        f"{PREFIX}/reset": {"POST": _control(gate, do_reset)},
        f"{PREFIX}/leads": {"GET": _control(gate, lambda: {"leads": store.leads()})},
    }


def _control(gate: Gate, action: Callable[[], Json]) -> Handle:
    async def call(asked: Asked) -> Reply:
        if barred := gate.bars(asked):
            headers = [(b"www-authenticate", b"Bearer")] if barred.status == 401 else []
            return Reply(barred.status, encode({"error": barred.error, "field": None}), headers)
        return Reply(200, encode(action()))

    return call
