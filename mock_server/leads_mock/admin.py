"""The first control calls, under a prefix that the contract does not use."""

from collections.abc import Callable
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from leads_mock.core.errors import NotLocal
from leads_mock.core.json_text import Json, encode
from leads_mock.core.store import Store

PREFIX = "/__admin"
LOCAL_ORIGIN = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?"


def admin_routes(
    store: Store, reset: Callable[[], None], is_local_origin: Callable[[str], bool]
) -> list[Route]:
    """Health, reset, and what is stored; for this machine only."""

    def control(path: str, method: str, action: Callable[[], Json]) -> Route:
        async def endpoint(request: Request) -> Response:
            origin = request.headers.get("origin")
            if not _is_loopback(request) or (origin is not None and not is_local_origin(origin)):
                raise NotLocal
            return Response(encode(action()), media_type="application/json")

        return Route(PREFIX + path, endpoint, methods=[method])

    def do_reset() -> Json:
        reset()
        return {"success": True}

    return [
        control("/health", "GET", lambda: {"status": "ok"}),
        control("/reset", "POST", do_reset),
        control("/leads", "GET", lambda: {"leads": store.leads()}),
    ]


def _is_loopback(request: Request) -> bool:
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
