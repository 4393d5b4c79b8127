"""What the contract says, as the operations need it: the core reads no contract itself."""

from collections.abc import Mapping

from leads_contract import Contract
from leads_mock.core.operations.operation import Terms
from leads_mock.ids import new_lead_id


def terms_of(contract: Contract, profile: Mapping[str, str]) -> Terms:
    """Schemas, read-only fields and answers, for all operations."""
    questions = {field.name: field.question for field in contract.read_only.values()}
    parameters = {name: said.schema for name, said in contract.operations["listLeads"].parameters.items()}
    return Terms(contract.schema, questions, parameters, profile, new_lead_id)
