"""The one table of operations: use cases by operationId."""

from collections.abc import Callable, Mapping

from leads_mock.core.operations.operation import Intent, Operation, Parameters, Terms
from leads_mock.core.operations.update_lead import UpdateLead

OPERATIONS: Mapping[str, Callable[[Terms], Operation]] = {
    "updateLead": UpdateLead,
}

__all__ = ["OPERATIONS", "Intent", "Operation", "Parameters", "Terms"]
