"""Reads files that people write. A hostile one costs no more than its size, and never the process."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 64 * 2**20
DEEPEST = 600
"""Levels; what comes in over HTTP may have 512."""
MOST_REPEATED = 100_000
"""Values that stand in a file only as aliases of others."""
# The C loader is ten times as fast, and the contract is read at every start.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ReadingError(ValueError):
    """A file that is not read to its end; the message says why."""


def load_yaml(path: Path) -> Any:
    """The content of one YAML file. Raises OSError, yaml.YAMLError, UnicodeDecodeError and ReadingError."""
    text = read_bytes(path).decode()
    extent = _Extent()
    for event in yaml.parse(text, Loader=_LOADER):
        extent.check(event)
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        _check_keys(node)
        return None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _check_keys(root: yaml.Node | None) -> None:
    """Raises ReadingError where a mapping has a key twice: YAML takes the last, and the others are lost."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        # What aliases stand for is one node in many places.
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += (child for pair in node.value for child in pair)
            _check_unique(key for key, _ in node.value if isinstance(key, yaml.ScalarNode))


def _check_unique(keys: Iterable[yaml.ScalarNode]) -> None:
    first: dict[tuple[str, str], int] = {}
    for key in keys:
        name, line = (key.tag, key.value), key.start_mark.line + 1
        if name in first:
            # The key of a workspace may stand here by mistake.
            told = "a key" if key.value.startswith("sk-") else repr(key.value[:100])
            raise ReadingError(f"line {line}: {told} stands in this mapping already, in line {first[name]}")
        first[name] = line


def read_bytes(path: Path) -> bytes:
    """All of a file that is no larger than MOST_BYTES. Raises OSError and ReadingError."""
    with path.open("rb") as file:
        text = file.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise ReadingError(f"has more than {MOST_BYTES // 2**20} MiB")
    return text


class _Extent:
    """Counts what a file holds while it is parsed.

    The loader calls itself for each level, in C, where too many are a crash. Whoever works on what it gives
    walks through each alias as if all that it stands for were written there.
    """

    def __init__(self) -> None:
        self._values = self._repeated = 0
        self._begun: list[tuple[str | None, int]] = []
        self._sizes: dict[str, int] = {}

    def check(self, event: yaml.Event) -> None:
        """Counts one event more. Raises ReadingError."""
        if isinstance(event, yaml.CollectionEndEvent):
            self._sized(*self._begun.pop())
        elif isinstance(event, yaml.NodeEvent):
            before, self._values = self._values, self._values + 1
            if isinstance(event, yaml.CollectionStartEvent):
                self._begin(event.anchor, before)
            elif isinstance(event, yaml.AliasEvent):
                self._repeat(event.anchor)
            else:
                self._sized(event.anchor, before)

    def _begin(self, anchor: str | None, before: int) -> None:
        self._begun.append((anchor, before))
        if len(self._begun) > DEEPEST:
            raise ReadingError(f"nests too deeply: more than {DEEPEST} levels")

    def _sized(self, anchor: str | None, before: int) -> None:
        if anchor:
            self._sizes[anchor] = self._values - before

    def _repeat(self, anchor: str | None) -> None:
        if any(anchor == begun for begun, _ in self._begun):
            raise ReadingError(f"nests too deeply: {anchor!r} stands within itself")
        size = self._sizes.get(anchor or "", 1)
        self._values += size - 1
        self._repeated += size
        if self._repeated > MOST_REPEATED:
            raise ReadingError(f"repeats more than {MOST_REPEATED:,} values by aliases")
