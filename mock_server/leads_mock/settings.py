"""What the mock is started with."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

LogFormat = Literal["text", "json"]


@dataclass(frozen=True)
class Settings:
    """`fixtures` None takes those that come along, `profile` None the contract's defaults.

    `profile` is a file, or the name of a packaged one; `watch` reads both again when they change.
    `state_file` keeps the state across restarts. `rate_limit` is in requests an hour for each key; None sets
    no limit. `port` 0 picks a free one. With `tls_certificate` the mock speaks HTTPS; without `tls_key` that
    file holds the key as well.

    With `workspaces` auto, any key of the documented form opens one of its own; those that were opened while
    the mock runs go after `workspace_idle` seconds without a request.

    The control API shows the last `journal` requests of each workspace; 0 keeps none.

    While `host` is this machine alone, requests for other names than its own and `allowed_hosts` are refused.

    Pages of `cors_origins` may call the mock, beside those of this machine; None allows no page at all. With
    `admin` there is a control API, for callers on this machine and for whoever shows `admin_token`.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    fixtures: Path | None = None
    profile: Path | None = None
    watch: bool = False
    state_file: Path | None = None
    rate_limit: int | None = None
    workspaces: Literal["fixtures", "auto"] = "fixtures"
    workspace_idle: int = 3600
    journal: int = 1000
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    cors_origins: tuple[str, ...] | None = ()
    allowed_hosts: tuple[str, ...] = ()
    admin: bool = True
    admin_token: str | None = field(default=None, repr=False)
    log_format: LogFormat = "text"
    log_level: str = "warning"
