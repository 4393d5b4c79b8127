"""connexion: it serves, and its router is the route table. Nothing else looks in here."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from leads_mock.put_off import put_off
from leads_mock.routes import path_of

# A test client and an HTTP client come with connexion, and take longer to import than all the rest of it.
with put_off("httpx", "requests", "starlette.testclient"):
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.routing import RoutingAPI, RoutingMiddleware

Serve = Callable[[Scope, Receive, Send, Mapping[str, str]], Awaitable[None]]


class _API(RoutingAPI):
    def __init__(self, *args: Any, router: Router, **kwargs: Any) -> None:
        self._shared, self._paths = router, dict[str, dict[str, str]]()
        super().__init__(*args, next_app=router, **kwargs)

    def make_operation(self, operation: Any) -> Any:
        return operation.operation_id

    def _add_operation_internal(self, method: str, path: str, operation: Any, name: Any = None) -> None:
        if path not in self._paths:  # one route for each path, with all its methods
            self._shared.add_route(path, self._paths.setdefault(path, {}))  # type: ignore[arg-type]
        self._paths[path][method.upper()] = operation


class _Routes(RoutingMiddleware):
    def __init__(self, app: ASGIApp, *, serve: Serve) -> None:
        self.app, self.router, self._serve = app, Router(), serve

    def add_api(self, *args: Any, **kwargs: Any) -> None:
        _API(*args, router=self.router, **kwargs)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:  # type: ignore[override]
        if scope["type"] != "http":
            return self.app(scope, receive, send)
        for route in self.router.routes:
            if match := route.path_regex.match(path_of(scope)):  # type: ignore[attr-defined]
                scope["path_params"] = match.groupdict()
                return self._serve(scope, receive, send, route.endpoint)  # type: ignore[attr-defined]
        return self._serve(scope, receive, send, {})


def application(documents: Sequence[Mapping[str, Any]], serve: Serve) -> ASGIApp:
    """Leads each request to `serve`, with the operationIds of its path by method, as the `documents` say."""
    routes: Any = partial(_Routes, serve=serve)
    app: Any = ConnexionMiddleware(Router(), import_name=__name__, middlewares=[routes])
    for document in reversed(documents):  # connexion begins with the last, and routes are tried in turn
        app.add_api(dict(document), resolver=str)  # what serves an operation is found by its name
    return app  # type: ignore[no-any-return]
