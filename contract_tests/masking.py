"""Keeps keys, and what the check did not write itself, out of everything that is shown."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contract_tests.exchange import STATUSES, Exchange, Lead

MASK = "•••"
_SHORTEST = 3
_TOLD = ("name", "email", "phone", "source", "metadata")


class Mask:
    """Replaces secrets, and values of leads that came from the deployment, wherever they stand in a value."""

    def __init__(
        self, secrets: Iterable[str], originals: Mapping[str, Lead], exchanges: Iterable[Exchange]
    ) -> None:
        exchanges = list(exchanges)
        seeds = {leaf for lead in originals.values() for leaf in _leaves(_told(lead))}
        written = {leaf for x in exchanges for leaf in _leaves(x.sent)} - seeds
        seen = {leaf for x in exchanges if x.lead is not None for leaf in _leaves(_told(x.lead))}
        foreign = (seeds | (seen - written)) - set(STATUSES)
        texts = {value for value in foreign if len(value) >= _SHORTEST} | set(secrets)
        # A key less its last character was sent, and what was sent may be echoed.
        texts |= {secret[:-1] for secret in secrets}
        alternatives = "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))
        self._pattern = re.compile(alternatives, re.IGNORECASE) if texts else None

    def text(self, text: str) -> str:
        """The text with every such value replaced."""
        return self._pattern.sub(MASK, text) if self._pattern else text

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


def _told(lead: Lead) -> dict[str, Any]:
    """What a lead tells of a person; ids and times are the check's own subject."""
    return {name: lead[name] for name in _TOLD if name in lead}


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
