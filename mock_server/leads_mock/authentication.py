"""Authorization header -> workspace (clauses `missing-key-refused` and the two beside it)."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from time import time

from leads_mock.core.errors import MalformedKey, MissingKey
from leads_mock.core.ratelimit import Quota, RateLimiter, unlimited
from leads_mock.core.store import Store, Workspace


class Authenticator:
    """Knows whose request it is, and whether the key may make one more."""

    def __init__(
        self,
        profile: Mapping[str, str],
        store: Store,
        limiter: RateLimiter | None,
        clock: Callable[[], float] = time,
    ) -> None:
        self._any_case = profile["scheme-case"] == "any-case"
        self._store = store
        self._limiter = limiter
        self._clock = clock

    def __call__(self, values: Sequence[bytes]) -> tuple[Workspace, Quota | None]:
        """The workspace of the key in the Authorization `values`, and what is left of its hour.

        Raises MissingKey, MalformedKey, UnknownKey or RateLimited.
        """
        if not values:
            raise MissingKey
        key = _key(values[0], self._any_case)
        if key is None or len(values) > 1:
            raise MalformedKey
        workspace = self._store.workspace(key)
        return workspace, self._limiter.count(key, self._clock()) if self._limiter else None

    def quota(self, values: Sequence[bytes] = ()) -> Quota:
        """What an answer to the Authorization `values` says where none was counted."""
        if self._limiter is None:
            return unlimited(self._clock())
        key = _key(values[0], self._any_case) if values else None
        return self._limiter.quota(key or "", self._clock())


@lru_cache
def _key(value: bytes, any_case: bool) -> str | None:
    scheme, _, token = value.partition(b" ")
    # RFC 9110, section 5.5: white space after a field value is no part of it, but httptools keeps it.
    token = token.lstrip(b" ").rstrip(b" \t")
    if not token or b" " in token or b"\t" in token:
        return None
    if scheme == b"Bearer" or (any_case and scheme.lower() == b"bearer"):
        return token.decode("latin-1")
    return None
