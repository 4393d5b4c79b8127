"""A mapping that shares with another what it has not changed itself."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Generic, TypeVar

V = TypeVar("V")


class Borrowed(MutableMapping[str, V], Generic[V]):
    """Shows `shared`, which nobody changes any more, each value as `seen`, until it is given its own.

    To make one costs the same whatever `shared` holds.
    """

    __slots__ = ("_gone", "_own", "_seen", "_shared")

    def __init__(self, shared: Mapping[str, V], seen: Callable[[V], V]) -> None:
        self._shared, self._seen = shared, seen
        self._own: dict[str, V] = {}
        self._gone: dict[str, None] = {}

    def __getitem__(self, key: str) -> V:
        if key in self._own:
            return self._own[key]
        if key in self._gone:
            raise KeyError(key)
        return self._seen(self._shared[key])

    def __setitem__(self, key: str, value: V) -> None:
        self._own[key] = value
        self._gone.pop(key, None)

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._own.pop(key, None)
        if key in self._shared:
            self._gone[key] = None

    def __contains__(self, key: object) -> bool:
        return key in self._own or (key in self._shared and key not in self._gone)

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._shared if key not in self._gone)
        yield from (key for key in self._own if key not in self._shared)

    def __len__(self) -> int:
        return len(self._shared) - len(self._gone) + sum(key not in self._shared for key in self._own)

    def __eq__(self, other: object) -> bool:
        # What is shared need not be looked at to see that it is the same.
        if isinstance(other, Borrowed) and self._shared is other._shared and self._seen is other._seen:
            return self._own == other._own and self._gone.keys() == other._gone.keys()
        return Mapping.__eq__(self, other)

    __hash__ = None  # type: ignore[assignment]

    def copy(self) -> "Borrowed[V]":
        """One that can change without this one."""
        twin = Borrowed(self._shared, self._seen)
        twin._own, twin._gone = dict(self._own), dict(self._gone)
        return twin
