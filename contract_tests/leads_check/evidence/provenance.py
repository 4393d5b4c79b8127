"""Who wrote a text first: the check, or the deployment. Pure."""

import html
import json
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.values import MISSING, Lead, parsed
from leads_check.evidence.vocabulary import vocabulary

_TELLS_OF_NOBODY = 2
"""Texts and numbers of so many characters are the check's as soon as it wrote them, whoever else did."""
_MARK = "contract_test"
_SHORTEST_SEED = 4
_SHORTEST_BEGINNING = 3
WORD = re.compile(r"\w(?:[\w.@+-]*\w)?")
"""It begins with a letter or digit: of a million dots, each would be tried as a beginning otherwise."""
_QUOTED = re.compile(r'"([^"\\]+)')


class Provenance:
    """Knows the texts that the check wrote, and what a careless deployment makes of them.

    What was seen in an answer before it was sent is the deployment's, though it was sent back.
    """

    def __init__(self, originals: Mapping[str, Lead], exchanges: Iterable[Exchange]) -> None:
        self._originals = {folded(text) for lead in originals.values() for text in texts_of(lead)}
        # A status says nothing of anybody.
        self._parts = {part for lead in originals.values() for part in _parts(lead)} - vocabulary()
        self._words = {word for text in self._originals for word in WORD.findall(text)}
        self._seen = set(self._originals)
        self._ours: set[str] = set()
        self._numbers: set[float] = set()
        for exchange in exchanges:
            self._note(exchange)
        self._sorted = sorted(self._ours)

    def wrote(self, text: str) -> bool:
        """Whether the check wrote it, or it is what such a text becomes when case, spaces or its end go."""
        found = folded(text)
        if not found or found in self._ours:
            return True
        if found in self._originals or len(found) < _SHORTEST_BEGINNING:
            return False
        at = bisect_left(self._sorted, found)
        return at < len(self._sorted) and self._sorted[at].startswith(found)

    def wrote_word(self, word: str) -> bool:
        """The same for a word within a longer text, which must not be one of a lead's words."""
        return folded(word) not in self._words and self.wrote(word)

    def wrote_number(self, number: float) -> bool:
        """Whether the check wrote the number, or one that rounds to it."""
        return number in self._numbers

    def _note(self, exchange: Exchange) -> None:
        self._ours.add(folded(exchange.place))
        # What nests too deeply to be walked through is not shown as a whole either.
        with suppress(RecursionError):
            self._take(_sent(exchange))
        self._seen |= {text for text in map(folded, texts_of(exchange.body)) if text not in self._ours}

    def _take(self, node: Any, is_ours: bool = False) -> bool:
        """Takes what the check wrote of a body; returns whether that is all of it."""
        if isinstance(node, dict):
            inner = [
                self._take(key, is_ours or _is_marked(key)) & self._take(value, is_ours or _is_marked(key))
                for key, value in node.items()
            ]
        elif isinstance(node, list):
            inner = [self._take(item, is_ours) for item in node]
        else:
            text = folded(node if isinstance(node, str) else _number_text(node))
            inner = [isinstance(node, bool) or node is None or self._is_new(text, is_ours)]
            if inner[0] and isinstance(node, int | float) and not isinstance(node, bool):
                self._numbers |= set(_rounded(node))
        if all(inner):
            self._ours |= {folded(text) for text in _renderings(node)}
        return all(inner)

    def _is_new(self, text: str, is_ours: bool) -> bool:
        if len(text) <= _TELLS_OF_NOBODY:
            return True
        return (is_ours or text not in self._seen) and not any(part in text for part in self._parts)


def _is_marked(key: str) -> bool:
    """Whether a member of metadata is the check's by its name, so that all within it is too."""
    return key.startswith(_MARK)


def folded(text: str) -> str:
    """The text by which others are compared with it: without case, and without spaces around it."""
    return text.strip().casefold()


def texts_of(value: Any) -> Iterator[str]:
    """Each text, name of a member and number in a JSON value, as text."""
    for node in nodes(value):
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            yield from node
        elif isinstance(node, int | float) and not isinstance(node, bool):
            yield _number_text(node)


def nodes(value: Any) -> Iterator[Any]:
    """The value and all within it; without recursion, since an answer may nest as deeply as it likes."""
    rest = [value]
    while rest:
        node = rest.pop()
        yield node
        if isinstance(node, dict):
            rest += node.values()
        elif isinstance(node, list):
            rest += node


def _parts(lead: Lead) -> Iterator[str]:
    """What a request may be made of: the lead's own texts, and of an email what stands before the @."""
    for value in lead.values():
        text = folded(value) if isinstance(value, str) else ""
        for part in {text, text.partition("@")[0]}:
            if len(part) >= _SHORTEST_SEED:
                yield part


def _sent(exchange: Exchange) -> Any:
    """The body that was sent: of bytes, their text, what it quotes, and the value if they are JSON."""
    request = exchange.request
    body = request.content() if request.is_read else request.body
    if not isinstance(body, bytes):
        return body
    text, value = body.decode(errors="surrogateescape"), parsed(body)
    return [text, *_QUOTED.findall(text), None if value is MISSING else value]


def _renderings(node: Any) -> Iterator[str]:
    """A node as text, and as a careless deployment may write it."""
    if isinstance(node, str):
        yield from (
            node,
            html.escape(node),
            quote(node, errors="replace"),
            json.dumps(node),
            json.dumps(node)[1:-1],
        )
        return
    with suppress(RecursionError, ValueError):
        yield from (str(node), json.dumps(node), json.dumps(node, separators=(",", ":"), ensure_ascii=False))


def _rounded(number: int | float) -> Iterator[int | float]:
    """The number, and what becomes of it where its digits or its sign are lost."""
    if isinstance(number, int) or math.isfinite(number):
        yield from (
            number,
            -number,
            abs(number),
            int(number),
            round(number, 1),
            round(number, 2),
            round(number),
        )
    with suppress(OverflowError):
        yield float(number)


def _number_text(number: float) -> str:
    try:
        return str(number)
    except ValueError:  # more digits than Python writes
        return "a number of many digits"
