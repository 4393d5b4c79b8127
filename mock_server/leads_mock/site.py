"""The contract for readers: `/openapi.json`, and the documentation at `/docs/`."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from leads_docs.names import ASSETS, FRONT, file_names

from leads_contract import Contract
from leads_mock.core.json_text import encode
from leads_mock.pipeline import Asked, Handle, Handles, Reply

TRIAL_KEY = "sk-workspace_your_api_key"
"""The key that the pages fill in: that of the documentation's examples."""
Files = Callable[[], Mapping[str, str]]


def pages(contract: Contract, settled: Contract, profile: Mapping[str, str]) -> Mapping[str, Handles]:
    """What makes the contract readable, by path; `settled` is the contract resolved for the profile."""
    here: list[dict[str, Any]] = [{"url": "/", "description": "This mock."}]
    document = {**settled.document, "servers": here + settled.document["servers"]}

    async def specification(asked: Asked) -> Reply:
        return Reply(200, encode(document))

    async def moved(asked: Asked) -> Reply:
        return Reply(307, b"", [(b"location", b"docs/")])

    files = cache(partial(_files, contract, profile))
    names = {f"/docs/{name}": name for name in file_names(contract)} | {"/docs/": FRONT}
    return {
        "/openapi.json": {"GET": specification},
        "/docs": {"GET": moved},
        **{path: {"GET": _file(files, name)} for path, name in names.items()},
    }


def _files(contract: Contract, profile: Mapping[str, str]) -> Mapping[str, str]:
    # Made when the first page is opened: a mock that nobody reads about starts without it.
    from leads_docs.site import Site, Trial, files

    return files(Site(contract, profile, trial=Trial("..", TRIAL_KEY)))


def _file(files: Files, name: str) -> Handle:
    kind = f"{ASSETS.get(name, 'text/html')}; charset=utf-8".encode()

    async def file(asked: Asked) -> Reply:
        return Reply(200, files()[name].encode(), content_type=kind)

    return file
