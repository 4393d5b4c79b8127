"""What the mock speaks TLS with: a certificate and its key, in PEM form."""

import ssl
from pathlib import Path


class TlsError(ValueError):
    """A certificate or key that cannot be used; the message names the file and the reason."""


def tls_context(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """For a server; without `key` the certificate's file holds it as well. Raises TlsError."""
    for path in (certificate, key):
        _require_readable(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(certificate, key, _no_password)
    except ssl.SSLError as error:
        raise TlsError(_reason(certificate, key, error)) from error
    return context


def _require_readable(path: Path | None) -> None:
    try:
        if path:
            path.read_bytes()
    except OSError as error:
        raise TlsError(f"{path}: {error.strerror}") from error


def _no_password() -> str:
    # OpenSSL would ask for one on the terminal, and wait.
    raise TlsError("the key needs a password, which the mock cannot ask for; give it one without")


def _reason(certificate: Path, key: Path | None, error: ssl.SSLError) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"{key or certificate}: not the key of the certificate in {certificate}"
    if not _holds(certificate, b"CERTIFICATE"):
        return f"{certificate}: no certificate in PEM form"
    if not _holds(key or certificate, b"PRIVATE KEY"):
        hint = "" if key else "; name its file with --tls-key"
        return f"{key or certificate}: no private key in PEM form{hint}"
    return f"{certificate}: cannot be used for TLS: {(error.reason or str(error)).replace('_', ' ').lower()}"


def _holds(path: Path, kind: bytes) -> bool:
    return any(line.startswith(b"-----BEGIN ") and kind in line for line in path.read_bytes().splitlines())
