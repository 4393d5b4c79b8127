"""What the contract says, as the operations need it: the core reads no contract itself."""

from collections.abc import Mapping

from leads_contract import Contract
from leads_mock.core.operations.operation import Terms


def terms_of(contract: Contract, profile: Mapping[str, str]) -> Terms:
    """Schemas, read-only fields and answers, for all operations."""
    questions = {field.name: field.question for field in contract.read_only.values()}
    return Terms(contract.schema, questions, profile)
