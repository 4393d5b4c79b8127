"""What is printed once the mock listens."""

import shlex
import socket
from ipaddress import ip_address
from urllib.parse import quote

from leads_mock.house import House
from leads_mock.settings import Settings


def greeting(listener: socket.socket, settings: Settings, house: House, made: str | None) -> list[str]:
    """Where the mock listens and a call to try, which trusts the certificate; then what else there is.

    `made` is a token that nobody else knows. It is shown where other machines can call.
    """
    url = _url(listener, settings)
    key, workspace, lead = _example(house)
    shown = shlex.quote(f"Authorization: Bearer {key}")
    trust = f" --cacert {shlex.quote(str(settings.tls_certificate))}" if settings.tls_certificate else ""
    lines = [
        f"leads-mock is listening on {url}",
        f"curl{trust} -X PUT {url}/api/v1/leads/{quote(lead)} -H {shown}"
        """ -H 'Content-Type: application/json' -d '{"status": "contacted"}'""",
        f"key: {key} (workspace {workspace})",
        f"documentation: {url}/docs/",
        f"control API: {f'{url}/__admin' if settings.admin else 'off'}",
    ]
    if made and _is_reached_from_outside(listener):
        lines.append(f"control API from other machines: Authorization: Bearer {made}")
    return [*lines, "Ctrl-C stops it."]


def _example(house: House) -> tuple[str, str, str]:
    """A key, its workspace, and a lead there; words in their place where there is none."""
    for name, workspace in house.workspaces().items():
        if workspace.keys:
            return workspace.keys[0], name, next(iter(workspace.texts), "LEAD_ID")
    return "KEY", "none", "LEAD_ID"


def _url(listener: socket.socket, settings: Settings) -> str:
    """By the name that was given, which a certificate may be for, or by the address."""
    address, port = listener.getsockname()[:2]
    host = address if _is_address(settings.host) else settings.host
    scheme = "https" if settings.tls_certificate else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_reached_from_outside(listener: socket.socket) -> bool:
    return not ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback
