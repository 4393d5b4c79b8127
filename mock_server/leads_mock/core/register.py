"""Finds the leads of one workspace in the order of a list: by status, by source and by text."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import overload

import msgspec

from leads_mock.core.store import Arrangement, Commit, Selected, Selection

_FEW = 500
"""Leads that are moved one by one; where more have moved, the groups are made anew."""
_AT_ONCE = 1000
"""Leads that are read at a time: fast, and without a second copy of all of them."""


class Given(msgspec.Struct, gc=False):
    """What a list reads of a lead."""

    id: str
    createdAt: str
    updatedAt: str
    name: str | None = None
    email: str | None = None
    source: str | None = None
    status: str | None = None


_decode = msgspec.json.Decoder(list[Given]).decode


class Entry(msgspec.Struct, gc=False):
    """What a list looks at in a lead. `time` is the one that orders the list, `source` is folded.

    `text` is what a search looks at: name and email, folded, with an _EDGE before, between and after them.
    `number` counts the leads of a workspace as they came.
    """

    id: str
    time: str
    text: str
    source: str | None
    status: str | None
    number: int = 0


_time: Callable[[Entry], str] = attrgetter("time")
_place: Callable[[Entry], tuple[str, int]] = attrgetter("time", "number")
_whereabouts: Callable[[Entry], object] = attrgetter("time", "status", "source")
_Filters = tuple[str | None, str | None]
"""A status and a source; None for any."""
_Kind = tuple[bool, bool]
"""Whether a status is given, and whether a source is."""
_FOLDS: Mapping[str, Callable[[str], str]] = {"any-case": str.casefold, "exact-case": str}
"""By answer to `source-case` and `search-case`."""
_EDGE, _NO_EDGE = "\0", "\ud800"
"""What begins and ends names and emails, and what stands for it within them: no JSON text holds that."""
_FINDS = {"anywhere": "{}", "beginning": _EDGE + "{}", "whole": _EDGE + "{}" + _EDGE}
"""By answer to `search-parts`: what to look for, to find a word there."""


class Register:
    """Made when a list is first asked for; from then on it is told which leads have changed.

    A workspace that nobody lists pays nothing for it. In one that is listed, leads are kept in order, in
    groups of one status, of one source or of both, so that a page costs no more than its own leads.
    """

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._arrangement: Arrangement | None = None
        self._entries: dict[str, Entry] = {}
        # Of a kind that was ever asked for, all groups: one that is absent has no leads.
        self._groups: dict[_Kind, dict[_Filters, list[Entry]]] = {}
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
        source = None if selection.source is None else self._fold_source(selection.source)
        group = self._group((selection.status, source))
        if selection.words:
            find = _FINDS[arrangement.search_parts].format
            group = searched(group, [find(self._sought(word)) for word in selection.words])
        return Shown(group, self._texts, arrangement.list_order != "oldest-first")

    def _arrange(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._is_by_update = arrangement.list_order == "last-updated-first"
        self._fold_source = _FOLDS[arrangement.source_case]
        self._fold_text = _FOLDS[arrangement.search_case]
        self._changed.clear()
        self._groups.clear()
        self._entries = {entry.id: entry for entry in self._read(self._texts.values())}
        self._count = len(self._entries)
        for number, entry in enumerate(self._entries.values()):
            entry.number = number

    def _read(self, texts: Iterable[bytes]) -> Iterator[Entry]:
        unread = iter(texts)
        while some := list(islice(unread, _AT_ONCE)):
            yield from map(self._entry, _decode(b"[%b]" % b",".join(some)))

    def _entry(self, lead: Given) -> Entry:
        # Folded here, once: each search would spend most of its time on that.
        return Entry(
            lead.id,
            lead.updatedAt if self._is_by_update else lead.createdAt,
            f"{_EDGE}{self._sought(lead.name or '')}{_EDGE}{self._sought(lead.email or '')}{_EDGE}",
            None if lead.source is None else self._fold_source(lead.source),
            lead.status,
        )

    def _sought(self, text: str) -> str:
        return self._fold_text(text).replace(_EDGE, _NO_EDGE)

    def _mend(self) -> None:
        changed, self._changed = self._changed, {}
        present = self._read(self._texts[lead_id] for lead_id in changed if lead_id in self._texts)
        news = {entry.id: entry for entry in present}
        moves = []
        for lead_id in changed:
            old, new = self._entries.get(lead_id), news.get(lead_id)
            if old and new and _whereabouts(old) == _whereabouts(new):
                old.text = new.text
            else:
                moves.append((old, new))
        if len(moves) > _FEW:
            self._groups.clear()
        for old, new in moves:
            if old:
                self._leave(old)
            if new:
                self._enter(new, old)
            elif old:
                del self._entries[old.id]

    def _leave(self, entry: Entry) -> None:
        for kind, groups in self._groups.items():
            filters = _filters(kind, entry)
            group = groups[filters]
            del group[bisect_left(group, _place(entry), key=_place)]
            if not group:
                del groups[filters]

    def _enter(self, entry: Entry, old: Entry | None) -> None:
        entry.number = old.number if old else self._count
        self._count += old is None
        self._entries[entry.id] = entry
        for kind, groups in self._groups.items():
            insort(groups.setdefault(_filters(kind, entry), []), entry, key=_place)

    def _group(self, filters: _Filters) -> list[Entry]:
        status, source = filters
        kind = (status is not None, source is not None)
        if kind not in self._groups:
            self._groups[kind] = self._grouped(kind)
        return self._groups[kind].get(filters, [])

    def _grouped(self, kind: _Kind) -> dict[_Filters, list[Entry]]:
        if not any(kind):
            # Of the same time they stay as they came, which is how they are numbered.
            return {(None, None): sorted(self._entries.values(), key=_time)}
        groups: dict[_Filters, list[Entry]] = {}
        for entry in self._group((None, None)):
            groups.setdefault(_filters(kind, entry), []).append(entry)
        return groups


def _filters(kind: _Kind, entry: Entry) -> _Filters:
    """The group of this kind that the lead is in."""
    return entry.status if kind[0] else None, entry.source if kind[1] else None


def searched(group: list[Entry], words: Iterable[str]) -> list[Entry]:
    """Those in whose text each word is found.

    Long words come first: they find the fewest, and what they hold is found with them.
    """
    found: list[str] = []
    for word in sorted(set(words), key=len, reverse=True):
        if not group:
            break
        if not any(word in longer for longer in found):
            group = [entry for entry in group if word in entry.text]
            found.append(word)
    return group


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
