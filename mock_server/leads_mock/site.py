"""The contract for readers: `/openapi.json`, and `/docs` from a packaged bundle."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leads_contract import Contract
from leads_mock.core.json_text import encode
from leads_mock.pipeline import Asked, Handle, Methods, Reply

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
_ASSETS = {
    "swagger-ui.css": b"text/css; charset=utf-8",
    "swagger-ui-bundle.js": b"text/javascript; charset=utf-8",
    "favicon-32x32.png": b"image/png",
}


def pages(contract: Contract) -> Mapping[str, Methods]:
    """The pages that make the contract, resolved for the mock's profile, readable; by path."""

    # The page's own server comes first, so that its "Try it out" calls the mock.
    here: list[dict[str, Any]] = [{"url": "/", "description": "This mock."}]
    document = {**contract.document, "servers": here + contract.document["servers"]}

    async def specification(asked: Asked) -> Reply:
        return Reply(200, encode(document))

    async def page(asked: Asked) -> Reply:
        shown = _PAGE.format(title=contract.document["info"]["title"])
        return Reply(200, shown.encode(), content_type=b"text/html; charset=utf-8")

    assets = {f"/docs/{name}": {"GET": _asset(name, kind)} for name, kind in _ASSETS.items()}
    return {"/openapi.json": {"GET": specification}, "/docs": {"GET": page}, **assets}


def _asset(name: str, content_type: bytes) -> Handle:
    async def asset(asked: Asked) -> Reply:
        from swagger_ui_bundle import swagger_ui_path

        return Reply(200, (Path(swagger_ui_path) / name).read_bytes(), content_type=content_type)

    return asset
