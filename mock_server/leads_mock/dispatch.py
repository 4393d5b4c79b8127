"""The end of the line: what serves a path's method, or the refusal that nothing does."""

from collections.abc import Awaitable, Mapping

from leads_mock.core.errors import MethodNotAllowed, PathNotFound
from leads_mock.pipeline import Asked, Methods, Reply


class Dispatch:
    """Leads requests to the contract's operations, or to pages of the mock's own where a path has none."""

    def __init__(self, pages: Mapping[str, Methods], profile: Mapping[str, str]) -> None:
        self._pages = pages
        self._tells_methods = profile["unserved-method"] == "method-not-allowed"

    def __call__(self, asked: Asked) -> Awaitable[Reply]:
        """Raises PathNotFound or MethodNotAllowed, beside what the handle raises."""
        methods = asked.methods or self._page(asked.path)
        if asked.method in methods:
            return methods[asked.method](asked)
        if methods and self._tells_methods:
            raise MethodNotAllowed(", ".join(sorted(methods)))
        raise PathNotFound

    def _page(self, path: str) -> Methods:
        methods = self._pages.get(path, {})
        return {"HEAD": methods["GET"], **methods} if "GET" in methods else methods
