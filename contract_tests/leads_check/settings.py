"""What a check is run with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

FailOn = Literal["must", "should"]


ENABLED_BY = {
    "lead": "--lead-id",
    "other": "--other-lead-id",
    "foreign": "--foreign-lead-id",
    "deleted": "--deleted-lead-id",
    "foreign-key": "--foreign-api-key-env",
    "foreign-lead-known": "--foreign-lead-id and --foreign-api-key-env",
}
"""Which option makes which target, or knowledge of it, available."""


class UsageError(ValueError):
    """Wrong usage or configuration (exit code 2); the message says what would be right."""


@dataclass(frozen=True)
class Settings:
    """Everything about one run. Keys stand apart from the options, and in no report.

    `timeout` is in seconds a request, `max_wait` in seconds for all Retry-After together and, while leads
    are put back, for a server that restarts; `max_time` in seconds for the whole run.
    """

    base_url: str
    api_key: str = field(repr=False, default="")
    api_key_env: str = "LEADS_API_KEY"
    lead_id: str | None = None
    other_lead_id: str | None = None
    foreign_lead_id: str | None = None
    foreign_api_key: str | None = field(repr=False, default=None)
    foreign_api_key_env: str | None = None
    deleted_lead_id: str | None = None
    max_requests: int = 300
    fail_on: FailOn = "must"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    report_dir: Path | None = None
    waivers: Path | None = None
    journal_dir: Path = Path(".leads-contract")
    seed: int = 0
    timeout: float = 10.0
    max_wait: float = 60.0
    max_time: float = 600.0
    gentle: bool = False
    allow_residue: bool = False
    allow_unjudged: bool = False

    @property
    def lead_ids(self) -> Mapping[str, str]:
        """Target -> lead id, for the targets that were named."""
        named = {
            "lead": self.lead_id,
            "other": self.other_lead_id,
            "foreign": self.foreign_lead_id,
            "deleted": self.deleted_lead_id,
        }
        return {target: lead_id for target, lead_id in named.items() if lead_id}

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return tuple(key for key in (self.api_key, self.foreign_api_key) if key)
