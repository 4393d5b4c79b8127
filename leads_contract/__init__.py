"""The contract as data: what `openapi.yaml` says, for the mock and for the check alike."""

from leads_contract.document import (
    Clause,
    Contract,
    Level,
    OpenQuestion,
    load_contract,
    read_contract,
)
from leads_contract.fields import Field, ReadOnlyField
from leads_contract.operations import Operation, Parameter, Response
from leads_contract.profile import Profile, ProfileError, read_profile
from leads_contract.reading import ReadingError, load_yaml, read_bytes
from leads_contract.refusals import Detail, Refusal
from leads_contract.resolved import resolved

__all__ = [
    "Clause",
    "Contract",
    "Detail",
    "Field",
    "Level",
    "OpenQuestion",
    "Operation",
    "Parameter",
    "Profile",
    "ProfileError",
    "ReadOnlyField",
    "ReadingError",
    "Refusal",
    "Response",
    "load_contract",
    "load_yaml",
    "read_bytes",
    "read_contract",
    "read_profile",
    "resolved",
]
