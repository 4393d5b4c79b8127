"""The first control calls, under a prefix that the contract does not use."""

from collections.abc import Callable, Mapping
from ipaddress import ip_address

from leads_mock.core.errors import NotLocal
from leads_mock.core.json_text import Json, encode
from leads_mock.core.memory import MemoryStore
from leads_mock.layers.origins import is_local
from leads_mock.pipeline import Asked, Handle, Methods, Reply

PREFIX = "/__admin"


def control_calls(store: MemoryStore, reset: Callable[[], None]) -> Mapping[str, Methods]:
    """Health, reset, and what is stored, by path; for this machine only."""

    def do_reset() -> Json:
        reset()
        return {"success": True}

    return {
        f"{PREFIX}/health": {"GET": _control(lambda: {"status": "ok"})},
        f"{PREFIX}/reset": {"POST": _control(do_reset)},
        f"{PREFIX}/leads": {"GET": _control(lambda: {"leads": store.leads()})},
    }


def _control(action: Callable[[], Json]) -> Handle:
    async def call(asked: Asked) -> Reply:
        origin = asked.fields.get(b"origin")
        if not _is_loopback(asked) or (origin is not None and not is_local(origin)):
            raise NotLocal
        return Reply(200, encode(action()))

    return call


def _is_loopback(asked: Asked) -> bool:
    try:
        address = ip_address(asked.peer[0] if asked.peer else "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
