"""Finds the leads of one workspace in the order of a list: by status, by source and by text."""

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, overload

import msgspec

from leads_mock.core.store import Arrangement, Commit, Selected, Selection

_FEW = 8
"""One changed lead in so many is mended; where more have changed, all are read again."""


class _Told(msgspec.Struct):
    """What a list looks at in a lead's JSON text."""

    createdAt: str
    updatedAt: str
    name: str | None = None
    email: str | None = None
    source: str | None = None
    status: str | None = None


_told = msgspec.json.Decoder(_Told).decode


class Entry(NamedTuple):
    """A lead in its place: entries compare as they follow one another, the oldest first.

    `number` counts the leads as they came, so that no two entries are equal.
    """

    time: str
    number: int
    lead_id: str
    status: str | None
    source: str | None
    name: str
    email: str

    def groups(self) -> tuple[tuple[str | None, str | None], ...]:
        """The filters, each a status and a source, that the lead fits; None stands for any."""
        keys = {(status, source) for status in (None, self.status) for source in (None, self.source)}
        return tuple(keys)


class Register:
    """Made when a list is first asked for; from then on it is told which leads have changed.

    A workspace that nobody lists pays nothing for it. One that is listed has an entry for each lead in the
    group of each filter that it fits, so that a page costs no more than its own leads.
    """

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._arrangement: Arrangement | None = None
        self._entries: dict[str, Entry] = {}
        self._groups: dict[tuple[str | None, str | None], list[Entry]] = {}
        self._changed: dict[str, None] = {}
        self._count = 0

    def note(self, commit: Commit) -> None:
        """Remembers which leads a commit changed; the next list sees to them."""
        if self._arrangement is not None:
            self._changed.update(dict.fromkeys((*commit.puts, *commit.drops)))

    def select(self, selection: Selection) -> Selected:
        """The leads that fit."""
        arrangement = selection.arrangement
        if arrangement != self._arrangement or len(self._changed) * _FEW > len(self._entries):
            self._read_all(arrangement)
        else:
            self._mend(arrangement)
        source = None if selection.source is None else _source(arrangement, selection.source)
        group = self._groups.get((selection.status, source), [])
        if selection.words:
            group = _searched(group, selection.words, arrangement)
        return Page(group, self._texts, arrangement.list_order != "oldest-first")

    def _read_all(self, arrangement: Arrangement) -> None:
        self._arrangement, self._groups = arrangement, {}
        self._changed.clear()
        self._count = len(self._texts)
        self._entries = {
            lead_id: _entry(text, number, lead_id, arrangement)
            for number, (lead_id, text) in enumerate(self._texts.items())
        }
        for entry in sorted(self._entries.values()):
            for key in entry.groups():
                self._groups.setdefault(key, []).append(entry)

    def _mend(self, arrangement: Arrangement) -> None:
        for lead_id in self._changed:
            number = self._count
            if old := self._entries.pop(lead_id, None):
                number = old.number
                self._remove(old)
            if lead_id in self._texts:
                self._add(_entry(self._texts[lead_id], number, lead_id, arrangement))
        self._changed.clear()

    def _remove(self, entry: Entry) -> None:
        for key in entry.groups():
            group = self._groups[key]
            del group[bisect_left(group, entry)]

    def _add(self, entry: Entry) -> None:
        self._count = max(self._count, entry.number + 1)
        self._entries[entry.lead_id] = entry
        for key in entry.groups():
            insort(self._groups.setdefault(key, []), entry)


def _entry(text: bytes, number: int, lead_id: str, arrangement: Arrangement) -> Entry:
    told = _told(text)
    time = told.updatedAt if arrangement.list_order == "last-updated-first" else told.createdAt
    fold = _fold(arrangement.search_case)
    source = None if told.source is None else _source(arrangement, told.source)
    # Without its `Z` a time in whole seconds comes before one with a fraction.
    return Entry(
        time[:-1], number, lead_id, told.status, source, fold(told.name or ""), fold(told.email or "")
    )


def _fold(case: str) -> Callable[[str], str]:
    return str.casefold if case == "any-case" else str


def _source(arrangement: Arrangement, source: str) -> str:
    return _fold(arrangement.source_case)(source)


def _searched(group: list[Entry], words: Sequence[str], arrangement: Arrangement) -> list[Entry]:
    fold, fits = _fold(arrangement.search_case), _FITS[arrangement.search_parts]
    for word in map(fold, words):
        group = fits(group, word)
    return group


_FITS: Mapping[str, Callable[[list[Entry], str], list[Entry]]] = {
    "anywhere": lambda group, word: [entry for entry in group if word in entry[5] or word in entry[6]],
    "beginning": lambda group, word: [e for e in group if e[5].startswith(word) or e[6].startswith(word)],
    "whole": lambda group, word: [entry for entry in group if word in entry[5:]],
}
"""By answer to `search-parts`. The name is the sixth member of an entry, the email the seventh."""


class Page(Sequence[bytes]):
    """The texts of entries, forwards or backwards."""

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
            return self._texts[self._entries[places].lead_id]
        return [self._texts[self._entries[number].lead_id] for number in places]
