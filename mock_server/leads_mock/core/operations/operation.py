"""What every operation of the contract is: a use case, pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from leads_mock.core.store import Decide, Wants

Parameters = Mapping[str, str]
"""What the path names, by the contract's names for it."""


class Intent(NamedTuple):
    """What a valid request asks for: what it wants to see, and what it decides on what was found."""

    wants: Wants
    decide: Decide


@dataclass(frozen=True)
class Terms:
    """What operations are made from: the contract's schemas by name, and the answers to its questions."""

    schema: Callable[[str], Mapping[str, Any]]
    profile: Mapping[str, str]


class Operation(Protocol):
    """One operation of the contract; `status` is that of its success, `reads_body` whether a body matters."""

    status: int
    reads_body: bool

    def check(self, parameters: Parameters, sent: Any, now: datetime) -> Intent:
        """What the request asks for; `sent` is the JSON value of its body. Raises Violation."""

    def subject(self, parameters: Parameters) -> Intent:
        """Looks only whether there is what the path names."""

    def rival(self, parameters: Parameters, sent: Any) -> Intent:
        """Looks only whether another lead has the email that was sent, if one was."""
