"""How to reach the deployment: what options leave open, the usual environment variables say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from leads_check.settings import Settings
from leads_check.wire.headers import parse_header
from leads_check.wire.proxy import checked_proxy, proxy_from
from leads_check.wire.tls import tls_context


def connected(settings: Settings, given: Mapping[str, Any], environ: Mapping[str, str]) -> Settings:
    """The settings with what `SSL_CERT_FILE` and the proxy variables say, where no option says otherwise.

    Raises UsageError for what cannot be used: a file, a proxy or a header.
    """
    for header in settings.header:
        parse_header(header)
    found = replace(settings, ca_file=_authorities(settings, environ), proxy=_proxy(settings, given, environ))
    tls_context(found)
    return found


def _authorities(settings: Settings, environ: Mapping[str, str]) -> Path | None:
    named = environ.get("SSL_CERT_FILE", "")
    return settings.ca_file or (Path(named) if named else None)


def _proxy(settings: Settings, given: Mapping[str, Any], environ: Mapping[str, str]) -> str | None:
    if given.get("no_proxy"):
        return None
    if settings.proxy:
        return checked_proxy(settings.proxy, "--proxy")
    return proxy_from(environ, settings.base_url)
