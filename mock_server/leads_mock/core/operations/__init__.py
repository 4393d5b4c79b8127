"""The one table of operations: use cases by operationId."""

from collections.abc import Callable, Mapping

from leads_mock.core.operations.create_lead import CreateLead
from leads_mock.core.operations.delete_lead import DeleteLead
from leads_mock.core.operations.get_lead import GetLead
from leads_mock.core.operations.list_leads import ListLeads
from leads_mock.core.operations.operation import Operation, Parameters, Terms
from leads_mock.core.operations.update_lead import UpdateLead

OPERATIONS: Mapping[str, Callable[[Terms], Operation]] = {
    "listLeads": ListLeads,
    "createLead": CreateLead,
    "getLead": GetLead,
    "updateLead": UpdateLead,
    "deleteLead": DeleteLead,
}

__all__ = ["OPERATIONS", "Operation", "Parameters", "Terms"]
