"""The contract for readers: `/openapi.json`, and `/docs` from a packaged bundle."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from leads_contract import Contract
from mock_server.core.errors import PathNotFound
from mock_server.core.json_text import encode

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
<script>SwaggerUIBundle({{url: "openapi.json", dom_id: "#contract", validatorUrl: null, deepLinking: true}})</script>
</body>
</html>
"""
_ASSETS = {"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"}


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
