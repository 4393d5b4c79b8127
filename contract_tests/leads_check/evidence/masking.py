"""Keeps keys, and what the check did not write itself, out of everything that is shown."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.fields import FIELDS, STATUSES
from leads_check.evidence.values import MISSING, Lead, parsed

MASK = "•••"
_SHORTEST = 3
"""Shorter texts stand in others by chance; they are masked only where they are the whole value."""
_SHORTEST_NUMBER = 5
"""Shorter numbers tell of nobody, and the check writes some of them itself."""
_SHORT_WORD = 8
"""Shorter words are masked only where they stand for themselves: “Ann” is not in “channel”."""
_OWN_WORDS = {*STATUSES, *FIELDS, "contract", "test", "error", "code", "details", "field", "value", "message"}
"""Words of the contract and of the check itself; where a lead has them, they tell of nobody."""
_TOLD = tuple(name for name in FIELDS if name != "status")
_LONGEST_COMPARED = 1000
_LARGE = 100_000


class Mask:
    """Replaces secrets, and values of leads that came from the deployment, wherever they stand in a value.

    What a deployment made of the check's own values (lower-cased, trimmed, cut off, turned to text) is no
    lead's value: masking it would hide the very defect.
    """

    def __init__(
        self, secrets: Iterable[str], originals: Mapping[str, Lead], exchanges: Iterable[Exchange]
    ) -> None:
        exchanges, secrets = list(exchanges), list(secrets)
        written = _Written(exchanges)
        seen = {text for x in exchanges for text in _texts_of_leads(x.body) if text not in written}
        seeds = {text for lead in originals.values() for text in _leaves(_told(lead))}
        values = {text for text in seeds | seen if text.casefold() not in _OWN_WORDS}
        self._short = {text for text in values if len(text) < _SHORTEST and text not in written} - {""}
        texts = {text: _pattern(text) for text in values if len(text) >= _SHORTEST}
        # A key less its last character was sent, and what was sent may be echoed.
        texts |= {part: re.escape(part) for secret in secrets for part in (secret, secret[:-1]) if part}
        longest_first = sorted(texts, key=len, reverse=True)
        alternatives = "|".join(texts[text] for text in longest_first)
        self._pattern = re.compile(alternatives, re.IGNORECASE) if texts else None
        self._folded = [text.casefold() for text in texts]

    def text(self, text: str) -> str:
        """The text with every such value replaced."""
        if text in self._short:
            return MASK
        if self._pattern is None or (len(text) > _LARGE and not self._may_hold(text)):
            return text
        return self._pattern.sub(MASK, text)

    def _may_hold(self, text: str) -> bool:
        """A search a hundred times as fast as the pattern's, for fillers of megabytes."""
        folded = text.casefold()
        return any(part in folded for part in self._folded)

    def value(self, value: Any) -> Any:
        """The JSON value with every such leaf replaced."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(str(key)): self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            masked = self.text(str(value))
            return value if masked == str(value) else masked
        return value


def _pattern(text: str) -> str:
    if len(text) >= _SHORT_WORD or not text.isascii():
        return re.escape(text)
    start = r"(?<![\w-])" if text[0].isalnum() else ""
    return start + re.escape(text) + (r"(?![\w-])" if text[-1].isalnum() else "")


class _Written:
    """The texts that the check sent, and those that a careless deployment makes of what it sent."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        texts = {_folded(text) for x in exchanges for text in _renderings(_sent(x))}
        self._texts = sorted(texts)

    def __contains__(self, text: str) -> bool:
        folded = _folded(text)
        at = bisect_left(self._texts, folded)
        return at < len(self._texts) and self._texts[at].startswith(folded)


def _folded(text: str) -> str:
    return text.strip().casefold()[:_LONGEST_COMPARED]


def _sent(exchange: Exchange) -> Any:
    body = exchange.request.body
    sent = parsed(body) if isinstance(body, bytes) else body
    return None if sent is MISSING else sent


def _renderings(sent: Any) -> Iterator[str]:
    """The texts in a JSON value, and each other member as JSON text and as Python writes it."""
    for node in _nodes(sent):
        if isinstance(node, str):
            yield node
            continue
        yield str(node)
        yield json.dumps(node)
        yield json.dumps(node, separators=(",", ":"), ensure_ascii=False)


def _told(lead: Lead) -> dict[str, Any]:
    """What a lead tells of a person; ids and times are the check's own subject."""
    return {name: lead[name] for name in _TOLD if name in lead}


def _texts_of_leads(answer: Any) -> Iterator[str]:
    """The texts of all that looks like a lead, wherever an answer has it."""
    for node in _nodes(answer):
        told = _told(node) if isinstance(node, dict) else {}
        if told and ("id" in node or len(told) > 1):
            yield from (leaf for leaf in _nodes(told) if isinstance(leaf, str))


def _leaves(value: Any) -> Iterator[str]:
    for node in _nodes(value):
        if isinstance(node, str):
            yield node
        elif (
            isinstance(node, int | float)
            and not isinstance(node, bool)
            and len(str(node)) >= _SHORTEST_NUMBER
        ):
            yield str(node)


def _nodes(value: Any) -> Iterator[Any]:
    """The value and all within it; without recursion, since an answer may nest as deeply as it likes."""
    rest = [value]
    while rest:
        node = rest.pop()
        yield node
        if isinstance(node, dict):
            rest += node.values()
        elif isinstance(node, list):
            rest += node
