"""What the mock is started with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

LogFormat = Literal["text", "json"]


@dataclass(frozen=True)
class Settings:
    """`fixtures` None takes those that come along, `profile` None the contract's defaults.

    `profile` is a file, or the name of a packaged one. `rate_limit` is in requests an hour for each key;
    None sets no limit. `port` 0 picks a free one. With `tls_certificate` the mock speaks HTTPS; without
    `tls_key` that file holds the key as well.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    fixtures: Path | None = None
    profile: Path | None = None
    rate_limit: int | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    log_format: LogFormat = "text"
    log_level: str = "info"
