"""Finds the leads of one workspace in the order of a list: by status, by source and by text."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import overload

import msgspec

from leads_mock.core.store import Arrangement, Commit, Selected, Selection

_FEW = 100
"""Changed leads that are moved one by one; of more, the lists that hold them are made anew."""
_AT_ONCE = 1000
"""Leads that are read at a time: fast, and without a second copy of all of them."""


class Entry(msgspec.Struct, gc=False):
    """What a list looks at in a lead; `number` counts the leads of a workspace as they came."""

    id: str
    createdAt: str
    updatedAt: str
    name: str | None = None
    email: str | None = None
    source: str | None = None
    status: str | None = None
    number: int = 0


_decode = msgspec.json.Decoder(list[Entry]).decode
_Filters = tuple[str | None, str | None]
"""A status and a source; None for any."""


class Register:
    """Made when a list is first asked for; from then on it is told which leads have changed.

    A workspace that nobody lists pays nothing for it. In one that is listed, each selection by status and
    source that was ever asked for is kept in order, so that a page costs no more than its own leads.
    """

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._arrangement: Arrangement | None = None
        self._entries: dict[str, Entry] = {}
        self._groups: dict[_Filters, list[Entry]] = {}
        self._changed: dict[str, None] = {}
        self._count = 0

    def note(self, commit: Commit) -> None:
        """Remembers which leads a commit changed; the next list sees to them."""
        if self._arrangement is not None:
            self._changed.update(dict.fromkeys((*commit.puts, *commit.drops)))

    def select(self, selection: Selection) -> Selected:
        """The leads that fit."""
        arrangement = selection.arrangement
        if arrangement != self._arrangement:
            self._arrange(arrangement)
        if self._changed:
            self._mend()
        group = self._group((selection.status, self._folded_source(selection.source)))
        if selection.words:
            group = searched(group, selection.words, arrangement)
        return Shown(group, self._texts, arrangement.list_order != "oldest-first")

    def _arrange(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        time = "updatedAt" if arrangement.list_order == "last-updated-first" else "createdAt"
        self._time: Callable[[Entry], str] = attrgetter(time)
        self._place: Callable[[Entry], tuple[str, int]] = attrgetter(time, "number")
        self._folds_source = arrangement.source_case == "any-case"
        self._groups.clear()
        if not self._entries:
            self._read_again()

    def _read_again(self) -> None:
        self._changed.clear()
        self._groups.clear()
        self._entries = {entry.id: entry for entry in _read(self._texts.values())}
        self._count = len(self._entries)
        for number, entry in enumerate(self._entries.values()):
            entry.number = number

    def _mend(self) -> None:
        changed, self._changed = self._changed, {}
        if len(changed) > _FEW:
            self._groups.clear()
        for lead_id in changed:
            if old := self._entries.get(lead_id):
                self._leave(old)
            if lead_id in self._texts:
                self._enter(_decode(b"[%b]" % self._texts[lead_id])[0], old)
            else:
                self._entries.pop(lead_id, None)

    def _leave(self, entry: Entry) -> None:
        for group in self._groups_of(entry):
            del group[bisect_left(group, self._place(entry), key=self._place)]

    def _enter(self, entry: Entry, old: Entry | None) -> None:
        entry.number = old.number if old else self._count
        self._count += old is None
        self._entries[entry.id] = entry
        for group in self._groups_of(entry):
            insort(group, entry, key=self._place)

    def _groups_of(self, entry: Entry) -> Iterator[list[Entry]]:
        """Those kept groups that the lead is in."""
        if self._groups:
            source = self._folded_source(entry.source)
            for filters in {(s, o) for s in (None, entry.status) for o in (None, source)}:
                if (group := self._groups.get(filters)) is not None:
                    yield group

    def _group(self, filters: _Filters) -> list[Entry]:
        if (known := self._groups.get(filters)) is not None:
            return known
        status, source = filters
        fitting: Iterable[Entry] = self._entries.values()
        if status is not None:
            fitting = [entry for entry in fitting if entry.status == status]
        if source is not None:
            fitting = [entry for entry in fitting if self._folded_source(entry.source) == source]
        # Of the same time they stay as they came, which is how they are numbered.
        group = sorted(fitting, key=self._time)
        if group:
            # What nobody has is not remembered: there is no end of it.
            self._groups[filters] = group
        return group

    def _folded_source(self, source: str | None) -> str | None:
        return source.casefold() if source is not None and self._folds_source else source


def _read(texts: Iterable[bytes]) -> Iterator[Entry]:
    unread = iter(texts)
    while some := list(islice(unread, _AT_ONCE)):
        yield from _decode(b"[%b]" % b",".join(some))


def searched(group: list[Entry], words: Sequence[str], arrangement: Arrangement) -> list[Entry]:
    """Those in whose name or email each word is found."""
    ignores_case = arrangement.search_case == "any-case"
    finds = _FINDS[arrangement.search_parts]
    for word in words:
        sought = word.casefold() if ignores_case else word
        fold: Callable[[str], str] = str.casefold if ignores_case else str
        group = finds(group, sought, fold)
    return group


def _anywhere(group: list[Entry], word: str, fold: Callable[[str], str]) -> list[Entry]:
    return [e for e in group if (e.name and word in fold(e.name)) or (e.email and word in fold(e.email))]


def _beginning(group: list[Entry], word: str, fold: Callable[[str], str]) -> list[Entry]:
    return [e for e in group if fold(e.name or "").startswith(word) or fold(e.email or "").startswith(word)]


def _whole(group: list[Entry], word: str, fold: Callable[[str], str]) -> list[Entry]:
    return [e for e in group if word in (fold(e.name or ""), fold(e.email or ""))]


_FINDS = {"anywhere": _anywhere, "beginning": _beginning, "whole": _whole}
"""By answer to `search-parts`. A list of its own for each, since most of a search is spent there."""


class Shown(Sequence[bytes]):
    """The texts of entries, forwards or backwards; each is looked up when it is asked for."""

    def __init__(self, entries: list[Entry], texts: Mapping[str, bytes], is_backwards: bool) -> None:
        self._entries, self._texts, self._is_backwards = entries, texts, is_backwards

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        places = range(len(self._entries))[:: -1 if self._is_backwards else 1][place]
        if isinstance(places, int):
            return self._texts[self._entries[places].id]
        return [self._texts[self._entries[number].id] for number in places]
