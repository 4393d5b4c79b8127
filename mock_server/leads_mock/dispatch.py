"""The end of the line: what serves a path's method, or the refusal that nothing does."""

from collections.abc import Awaitable, Mapping

from leads_mock.core.errors import MethodNotAllowed, PathNotFound
from leads_mock.pipeline import Asked, Handle, Handles, Reply


class Dispatch:
    """Leads requests to the contract's operations, or to pages of the mock's own where a path has none."""

    def __init__(self, operations: Handles, pages: Mapping[str, Handles], profile: Mapping[str, str]) -> None:
        self._operations, self._pages = operations, pages
        self._serves_head = profile["head"] == "as-get"
        self._tells_methods = profile["unserved-method"] == "method-not-allowed"

    def __call__(self, asked: Asked) -> Awaitable[Reply]:
        """Raises PathNotFound or MethodNotAllowed, beside what the handle raises."""
        name = asked.methods.get(asked.method)
        return self._operations[name](asked) if name else self._further(asked)(asked)

    def _further(self, asked: Asked) -> Handle:
        served: Mapping[str, Handle] = {m: self._operations[name] for m, name in asked.methods.items()}
        if not served or self._serves_head:
            served = with_head(served or self._pages.get(asked.path, {}))
        if asked.method in served:
            return served[asked.method]
        if served and self._tells_methods:
            raise MethodNotAllowed(", ".join(sorted(served)))
        raise PathNotFound


def with_head(handles: Handles) -> Handles:
    """HEAD is served as GET is; the body stays behind when the answer leaves."""
    return {**handles, "HEAD": handles["GET"]} if "GET" in handles else handles
