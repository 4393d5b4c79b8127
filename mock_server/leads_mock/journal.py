"""What arrived, and what became of it: for each workspace the latest requests, within a limit for all."""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, count

from msgspec import Struct

from leads_mock.core.store import Commit, Found, Intent

MOST_BYTES = 64 * 2**20
"""That all journals of a mock hold together."""
_SHARE = 20
"""One entry in so many goes at a time, so that the largest journal is not looked for with each request."""
_OVERHEAD = 1000
"""Bytes that an entry takes beside the texts that it holds; those of a header with its texts."""
_HEADER_OVERHEAD = 150


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


class Entry(Struct, eq=False):
    """A request and its answer; texts are as they came and went, with their keys.

    `headers` have names in lower case; `body` is None where none was read. `key` is what was shown as a key,
    `script` the id of the script that answered, `seconds` how long it took.
    """

    at: datetime
    workspace: str | None
    key: str | None
    method: str
    path: str
    query: bytes
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes | None
    status: int | None
    answer: bytes
    script: str | None
    seconds: float
    lead: str | None
    before: bytes | None
    after: bytes | None
    number: int = 0
    size: int = 0

    def __post_init__(self) -> None:
        self.size = (
            _OVERHEAD
            + _HEADER_OVERHEAD * len(self.headers)
            + sum(map(len, chain.from_iterable(self.headers)))
            + len(self.path)
            + len(self.query)
            + len(self.answer)
            + len(self.body or b"")
            + len(self.before or b"")
            + len(self.after or b"")
        )


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
        entry.number = next(ledger.numbers)
        self._entries.append(entry)
        self.size += entry.size
        ledger.size += entry.size
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
        oldest = self._entries.popleft()
        self.size -= oldest.size
        self._ledger.size -= oldest.size
