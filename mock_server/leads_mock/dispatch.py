"""The end of the line: what serves a path's method, or the refusal that nothing does."""

from collections.abc import Awaitable, Mapping

from leads_mock.core.errors import MethodNotAllowed, PathNotFound
from leads_mock.pipeline import Asked, Methods, Reply


class Dispatch:
    """Leads requests to the contract's operations, or to pages of the mock's own where a path has none."""

    def __init__(self, pages: Mapping[str, Methods], profile: Mapping[str, str]) -> None:
        self._pages = pages
        self._serves_head = profile["head"] == "as-get"
        self._tells_methods = profile["unserved-method"] == "method-not-allowed"

    def __call__(self, asked: Asked) -> Awaitable[Reply]:
        """Raises PathNotFound or MethodNotAllowed, beside what the handle raises."""
        methods = asked.methods
        if asked.method not in methods:
            methods = self._further(methods) if methods else with_head(self._pages.get(asked.path, {}))
        if asked.method in methods:
            return methods[asked.method](asked)
        if methods and self._tells_methods:
            raise MethodNotAllowed(", ".join(sorted(methods)))
        raise PathNotFound

    def _further(self, methods: Methods) -> Methods:
        return with_head(methods) if self._serves_head else methods


def with_head(methods: Methods) -> Methods:
    """HEAD is served as GET is; the body stays behind when the answer leaves."""
    return {**methods, "HEAD": methods["GET"]} if "GET" in methods else methods
