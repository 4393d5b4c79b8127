"""What is printed once the mock listens."""

import shlex
import socket
from pathlib import Path


def url_of(listener: socket.socket, *, tls: bool) -> str:
    """Where the mock can be reached from this machine."""
    host, port = listener.getsockname()[:2]
    return f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


def greeting(url: str, certificate: Path | None) -> list[str]:
    """Where the mock listens, and a call to try, which trusts the certificate."""
    trust = f" --cacert {shlex.quote(str(certificate))}" if certificate else ""
    return [
        f"leads-mock is listening on {url}",
        f"curl{trust} -X PUT {url}/api/v1/leads/lead_1234567890abcdef"
        " -H 'Authorization: Bearer sk-workspace_your_api_key'"
        " -H 'Content-Type: application/json'"
        """ -d '{"status": "contacted"}'""",
    ]
