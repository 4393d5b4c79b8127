"""The contract for readers: `/openapi.json`, and `/docs` from a packaged bundle."""

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from leads_contract import Contract
from leads_mock.admin import LOCAL_ORIGIN
from leads_mock.core.errors import PathNotFound
from leads_mock.core.json_text import encode
from leads_mock.replies import RATE_LIMIT_HEADERS

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="contract"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script>
SwaggerUIBundle({{url: "openapi.json", dom_id: "#contract", validatorUrl: null, deepLinking: true}})
</script>
</body>
</html>
"""
_ASSETS = {"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"}


class LocalOrigins(CORSMiddleware):
    """Lets pages that this machine serves, on any port, call the mock."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            app,
            allow_origin_regex=LOCAL_ORIGIN,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["*"],
            expose_headers=[*RATE_LIMIT_HEADERS, "Retry-After", "Allow"],
        )

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:  # type: ignore[override]
        # Only browsers send an Origin; all others need not pay for what follows from one. To a foreign page
        # the mock is a server without CORS: its preflight gets the envelope of any method not served.
        for name, value in scope.get("headers", ()):
            if name == b"origin" and self.is_allowed_origin(value.decode("latin-1")):
                return super().__call__(scope, receive, send)
        return self.app(scope, receive, send)


def site_routes(contract: Contract) -> list[Route]:
    """The pages that make the contract readable in a browser."""

    async def specification(request: Request) -> Response:
        # The page's own server comes first, so that its "Try it out" calls the mock.
        here: list[dict[str, Any]] = [{"url": "/", "description": "This mock."}]
        document = {**contract.document, "servers": here + contract.document["servers"]}
        return Response(encode(document), media_type="application/json")

    async def page(request: Request) -> Response:
        return HTMLResponse(_PAGE.format(title=contract.document["info"]["title"]))

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _ASSETS:
            raise PathNotFound
        from swagger_ui_bundle import swagger_ui_path

        return FileResponse(Path(swagger_ui_path) / name)

    return [
        Route("/openapi.json", specification),
        Route("/docs", page),
        Route("/docs/{name}", asset),
    ]
