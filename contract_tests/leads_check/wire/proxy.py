"""Which proxy leads to the deployment, by the option or by the usual environment variables. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, unquote, urlsplit

from leads_check.settings import UsageError

_PORTS = {"http": 80, "https": 443}


def proxy_from(environ: Mapping[str, str], base_url: str) -> str | None:
    """The proxy for the base URL, None for none.

    As with curl: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme, else `ALL_PROXY`; lower case goes first; what
    `NO_PROXY` lists is reached without. Raises UsageError for one that cannot be used.
    """
    parts = urlsplit(base_url)
    names = [f"{parts.scheme}_proxy", "all_proxy"]
    if "REQUEST_METHOD" in environ:  # In a CGI program a client could set HTTP_PROXY by a header (httpoxy).
        names = [name for name in names if name != "http_proxy"]
    if _is_exempt(parts, environ.get("no_proxy") or environ.get("NO_PROXY") or ""):
        return None
    for name in names:
        for variable in (name, name.upper()):
            if variable in environ:
                value = environ[variable].strip()
                return checked_proxy(value, variable) if value else None
    return None


def checked_proxy(url: str, source: str) -> str:
    """The proxy's URL, `http://` put before it where nothing is. Raises UsageError, naming the source."""
    full = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(full)
        usable = bool(parts.hostname and parts.hostname.isascii()) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not full.isprintable() or " " in full:
        raise UsageError(f"{source}: a proxy is like http://proxy.example.com:3128")
    if parts.scheme != "http":
        raise UsageError(
            f"{source}: a proxy of the kind {parts.scheme}:// cannot be used, only http://;"
            " --no-proxy goes without any"
        )
    return full


def credentials(proxy: str) -> tuple[str, str] | None:
    """User and password in a proxy's URL, None where there are none."""
    parts = urlsplit(proxy)
    if parts.username is None:
        return None
    return unquote(parts.username), unquote(parts.password or "")


def without_credentials(proxy: str) -> str:
    """The proxy's URL as it may be shown."""
    parts = urlsplit(proxy)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _is_exempt(parts: SplitResult, listed: str) -> bool:
    host, port = (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme, 0)
    return any(_covers(entry.strip().lower(), host, port) for entry in listed.split(","))


def _covers(entry: str, host: str, port: int) -> bool:
    """Whether an entry of NO_PROXY means the host: `*`, a name and all below it, an address, a network."""
    name, colon, digits = entry.rpartition(":")
    if colon and digits.isdecimal() and (":" not in name or name.endswith("]")):
        if int(digits) != port:
            return False
        entry = name
    entry = entry.strip("[]").removeprefix("*.").lstrip(".").rstrip(".")
    if not entry:
        return False
    return entry == "*" or host == entry or host.endswith(f".{entry}") or _in_network(host, entry)


def _in_network(host: str, entry: str) -> bool:
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:
        return False
