"""Where requests go: one base URL, and below it the leads that were named. Pure."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote, unquote, urlsplit

from leads_contract import load_contract

_PATH = "/%:@!$&'()*+,;=~"


def lead_url(base_url: str, lead_id: str) -> str:
    """The URL of one lead. Whatever the id, its path has the lead's place and nothing beyond it.

    What is percent-encoded already is sent as it is, unless it would mean another path.
    """
    place = quote(lead_id, safe="%")
    if unquote(place) in (".", "..") or "/" in unquote(place):
        place = quote(lead_id.replace(".", "%2E"), safe="")
    path = re.sub(r"\{\w+\}", lambda _: place, _template())
    return f"{ascii_base_url(base_url)}{path}"


@cache
def _template() -> str:
    return load_contract().operations["updateLead"].path


def ascii_base_url(url: str) -> str:
    """The base URL as it is sent: an international name and path in ASCII. Raises ValueError.

    A path's dot segments would be taken out on the way (RFC 3986, section 5.2.4).
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or parts.port == 0:
        raise ValueError("no host, or port 0")
    if {".", ".."} & {*unquote(parts.path).split("/")}:
        raise ValueError("dot segments")
    host = f"[{host}]" if ":" in host else host.encode("idna").decode()
    place = host if parts.port is None else f"{host}:{parts.port}"
    return f"{parts.scheme}://{place}{quote(parts.path.rstrip('/'), safe=_PATH)}"
