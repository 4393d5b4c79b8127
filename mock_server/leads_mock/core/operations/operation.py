"""What every operation of the contract is: a use case, pure."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leads_mock.core.existence import Existence
from leads_mock.core.store import NOTHING, Intent, Wants

Parameters = Mapping[str, str]
"""What the path names, by the contract's names for it."""


@dataclass(frozen=True)
class Terms:
    """What operations are made from: the contract's schemas by name, and the answers to its questions.

    `read_only` maps each field that no update changes to the question on what happens when it is sent;
    `list_parameters` are the schemas of those that a list has, by name. `new_id` gives an id that no lead
    ever had.
    """

    schema: Callable[[str], Mapping[str, Any]]
    read_only: Mapping[str, str]
    list_parameters: Mapping[str, Mapping[str, Any]]
    profile: Mapping[str, str]
    new_id: Callable[[], str]


class Operation(ABC):
    """One operation of the contract; `status` is that of its success.

    `reads_body` and `reads_query` say whether a body or a query string matters.
    """

    status = 200
    reads_body = False
    reads_query = False

    @abstractmethod
    def __init__(self, terms: Terms) -> None: ...

    @abstractmethod
    def check(self, parameters: Parameters, sent: Any, now: datetime) -> Intent:
        """What the request asks for. Raises Violation.

        `sent` is the JSON value of its body, or the pairs of name and value in its query string.
        """

    @abstractmethod
    def subject(self, parameters: Parameters) -> Intent:
        """Looks only whether there is what the path names."""

    def rival(self, parameters: Parameters, sent: Any) -> Intent:
        """Looks only whether another lead has the email that was sent, if one was."""
        return Intent(Wants(), lambda found: NOTHING)


class OnLead(Operation):
    """An operation whose path names a lead."""

    def __init__(self, terms: Terms) -> None:
        self._existence = Existence(terms.profile)

    def subject(self, parameters: Parameters) -> Intent:
        """Looks only whether there is the lead."""
        return self._existence.of_lead(parameters["leadId"])
