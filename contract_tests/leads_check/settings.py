"""What a check is run with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

FailOn = Literal["must", "should"]


ENABLED_BY = {
    "lead": "--lead-id",
    "other": "--other-lead-id",
    "foreign": "--foreign-lead-id",
    "deleted": "--deleted-lead-id",
    "foreign-key": "--foreign-api-key-env",
    "foreign-lead-known": "--foreign-lead-id and --foreign-api-key-env",
    "provision": "--provision",
    "foreign-chatbot": "--foreign-chatbot-id",
}
"""Which option makes which target, or knowledge of it, available."""


_ENABLED_WITH_PROVISION = {
    "foreign": "--foreign-chatbot-id",
    "foreign-lead-known": "--foreign-chatbot-id",
}


class UsageError(ValueError):
    """Wrong usage or configuration (exit code 2); the message says what would be right."""


@dataclass(frozen=True)
class Settings:
    """Everything about one run. Keys stand apart from the options, and in no report.

    `timeout` is in seconds for one request and all of its answer, `max_wait` in seconds for all waiting
    together, for Retry-After or a server that restarts: once while checking, once while putting back.
    `max_time` is in seconds for the whole run. `proxy` is the URL of the proxy that leads to `base_url`,
    wherever it was named; `header` has texts like `NAME:VALUE`. `provision` is the id of the chatbot through
    which the run makes its own leads.
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
    provision: str | None = None
    foreign_chatbot_id: str | None = None
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
    ca_file: Path | None = None
    insecure: bool = False
    client_cert: Path | None = None
    client_key: Path | None = None
    proxy: str | None = field(repr=False, default=None)
    header: tuple[str, ...] = field(repr=False, default=())

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
    def chatbot_ids(self) -> Mapping[str, str]:
        """Whose chatbot (`own`, `foreign`) -> its id, for those that were named."""
        named = {"own": self.provision, "foreign": self.foreign_chatbot_id}
        return {whose: chatbot_id for whose, chatbot_id in named.items() if chatbot_id}

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        values = [text.partition(":")[2].strip() for text in self.header]
        password = urlsplit(self.proxy).password if self.proxy else None
        passwords = [password, unquote(password)] if password else []
        return tuple(text for text in (self.api_key, self.foreign_api_key, *values, *passwords) if text)


def options_for(needs: Iterable[str], settings: Settings) -> str:
    """The options that make these targets, or knowledge of them, available, as a list for people."""
    enabled_by = ENABLED_BY | (_ENABLED_WITH_PROVISION if settings.provision else {})
    return ", ".join(sorted({enabled_by[need] for need in needs}))
