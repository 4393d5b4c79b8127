"""Keeps keys, and all that the check did not write itself, out of everything that is shown.

Default deny: shown is what the check wrote and the contract's vocabulary; whatever else comes from a
deployment is replaced. So a new field, or another person's value in the text of an error, needs no rule.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.keys import Keys
from leads_check.evidence.provenance import WORD, Provenance
from leads_check.evidence.values import Lead
from leads_check.evidence.vocabulary import members_of_type, vocabulary
from leads_check.evidence.words import Words

MASK = "•••"
METADATA = "metadata"
_LONGEST_PART = 1000
"""Characters; of longer texts nothing is shown unless the check wrote all of it."""
_LARGEST_COUNT = 1_000_000
"""Requests, seconds and lengths that the contract counts are below it; telephone numbers are not."""
_SHORTEST_WORD = 4
_MOST_WORDS = 4
"""Words of ours that are shown of a text that is not."""
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?", re.I
)


class Mask:
    """Replaces what the check did not write, wherever it stands in a value.

    What a deployment made of the check's own values (lower-cased, trimmed, cut off, turned to text) is
    the check's: masking it would hide the very defect.
    """

    def __init__(
        self, secrets: Iterable[str], originals: Mapping[str, Lead], exchanges: Iterable[Exchange]
    ) -> None:
        self.keys = Keys(secrets)
        self._wrote = Provenance(originals, exchanges)
        self._words = vocabulary()
        self._times = members_of_type("date-time")
        self._counts = members_of_type("integer")

    def is_ours(self, text: str) -> bool:
        """Whether the text can be shown as it is."""
        return text.strip().casefold() in self._words or (not self.keys.has(text) and self._wrote.wrote(text))

    def text(self, text: str) -> str:
        """A text from outside: as it is if it is ours, otherwise with only those words that are."""
        if self.is_ours(text):
            return self.keys.out_of(text, MASK)
        words = [] if len(text) > _LONGEST_PART else [w for w in WORD.findall(text) if self._is_word(w)]
        return self.keys.out_of(_with_gaps(words[: _MOST_WORDS + 1]), MASK)

    def name(self, name: str) -> str:
        """The name of a member: as it is if it is ours."""
        return self.keys.out_of(name, MASK) if self.is_ours(name) else MASK

    def value(self, value: Any, name: str = "") -> Any:
        """The JSON value with every such leaf and name of a member replaced; `name` is that of the value.

        Times and counts are shown where the contract has them; what is within metadata is its owner's.
        """
        if isinstance(value, Words):
            return value
        if isinstance(value, str):
            is_time = name.casefold() in self._times and _TIME.fullmatch(value)
            return value if is_time else self.text(value)
        if isinstance(value, dict):
            inner = {key: name if name == METADATA else key for key in value}
            return _distinct((self.name(key), self.value(item, inner[key])) for key, item in value.items())
        if isinstance(value, list | tuple):
            return [self.value(item, name) for item in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            is_count = name.casefold() in self._counts and 0 <= value < _LARGEST_COUNT
            is_key = abs(value) < 1000 and self.keys.has(str(value))
            is_written = self._wrote.wrote_number(value) and not is_key
            return value if is_count or is_written else MASK
        return value

    def _is_word(self, word: str) -> bool:
        is_long = len(word) >= _SHORTEST_WORD and not word.isdecimal()
        return is_long and (word.casefold() in self._words or self._wrote.wrote_word(word))


def _with_gaps(words: list[str]) -> str:
    """The words, with one mask for all that stands around each; of many, nothing can be made out."""
    few = words if len(words) <= _MOST_WORDS else []
    return " ".join([MASK, *(f"{word} {MASK}" for word in few)])


def _distinct(members: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The members; of those with one name, the later ones with a number."""
    found: dict[str, Any] = {}
    taken: dict[str, int] = {}
    for name, value in members:
        taken[name] = taken.get(name, 0) + 1
        found[name if taken[name] == 1 else f"{name} {taken[name]}"] = value
    return found
