"""What arrived, and what became of it: for each workspace the latest requests, within a limit for all."""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, count

from msgspec import Struct

from leads_mock.core.store import Commit, Found, Intent

MOST_BYTES = 64 * 2**20
"""That all journals of a mock hold together."""
_SHARE = 20
"""One entry in so many goes at a time, so that the largest journal is not looked for with each request."""
_OVERHEAD = 1000
"""Bytes that an entry takes beside the texts that it holds."""


class Note:
    """What a request meets while it is served: a lead, and its JSON text before and after."""

    __slots__ = ("after", "before", "is_taken", "lead")

    def __init__(self) -> None:
        self.lead: str | None = None
        self.before: bytes | None = None
        self.after: bytes | None = None
        self.is_taken = False

    def taking(self, intent: Intent) -> Intent:
        """The same intent, which tells this note what it finds and what it decides."""

        def decide(found: Found) -> Commit:
            (lead,) = intent.wants.lead_ids or ("",)
            self.lead, self.is_taken = lead, True
            self.before = self.after = found.texts.get(lead)
            commit = intent.decide(found)
            self.after = None if lead in commit.drops else commit.puts.get(lead, self.before)
            return commit

        return Intent(intent.wants, decide)


class Entry(Struct, eq=False, gc=False):
    """A request and its answer; texts are as they came and went, with their keys.

    `head` holds the header fields, see `packed`; `body` is None where none was read. `key` is what was shown
    as a key, `script` the id of the script that answered, `seconds` how long it took. All members are plain
    texts, bytes and numbers: of thousands of entries the garbage collector then need not look at one.
    """

    at: datetime
    workspace: str | None
    key: str | None
    method: str
    path: str
    query: bytes
    head: bytes
    body: bytes | None
    status: int | None
    answer: bytes
    script: str | None
    seconds: float
    lead: str | None
    before: bytes | None
    after: bytes | None
    number: int = 0

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, about."""
        return (
            _OVERHEAD
            + len(self.path)
            + len(self.query)
            + len(self.head)
            + len(self.answer)
            + len(self.body or b"")
            + len(self.before or b"")
            + len(self.after or b"")
        )

    @property
    def headers(self) -> Iterator[tuple[bytes, bytes]]:
        """The header fields, names in lower case."""
        parts = iter(self.head.split(b"\n"))
        return zip(parts, parts, strict=True) if self.head else iter(())


def packed(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Header fields as one text, in which names and values take turns: no field holds a line break."""
    return b"\n".join(chain.from_iterable(headers))


class Ledger:
    """What the journals of a mock hold together; each has `most` entries at the most, 0 for no journal."""

    def __init__(self, most: int, most_bytes: int = MOST_BYTES) -> None:
        self.most, self.most_bytes = most, most_bytes
        self.size = 0
        self.numbers = count(1)
        self.journals: set[Journal] = set()


class Journal:
    """One workspace's entries, the oldest first."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._entries: deque[Entry] = deque()
        self.size = 0
        ledger.journals.add(self)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def add(self, entry: Entry) -> None:
        """Takes an entry up; the oldest one goes where there are too many, or too much in all journals."""
        ledger = self._ledger
        if self not in ledger.journals:
            return  # its workspace went while the request was under way
        entry.number, size = next(ledger.numbers), entry.size
        self._entries.append(entry)
        self.size += size
        ledger.size += size
        if len(self._entries) > ledger.most:
            self._forget_oldest()
        while ledger.size > ledger.most_bytes:
            # Whoever holds most has most to give: nobody loses his few entries to another's many.
            largest = max(ledger.journals, key=lambda journal: journal.size)
            for _ in range(max(1, len(largest._entries) // _SHARE)):
                largest._forget_oldest()

    def clear(self) -> None:
        """Forgets all entries."""
        self._ledger.size -= self.size
        self.size = 0
        self._entries.clear()

    def close(self) -> None:
        """Is not used any more."""
        self.clear()
        self._ledger.journals.discard(self)

    def _forget_oldest(self) -> None:
        size = self._entries.popleft().size
        self.size -= size
        self._ledger.size -= size
