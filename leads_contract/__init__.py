"""The contract as data: what `openapi.yaml` says, for the mock and for the check alike."""

from leads_contract.document import Clause, Contract, Level, OpenQuestion, load_contract, load_yaml
from leads_contract.profile import Profile, ProfileError, read_profile

__all__ = [
    "Clause",
    "Contract",
    "Level",
    "OpenQuestion",
    "Profile",
    "ProfileError",
    "load_contract",
    "load_yaml",
    "read_profile",
]
