"""Whom the check trusts, and how it shows who it is."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpcore

from leads_check.settings import Settings, UsageError


def tls_context(settings: Settings) -> ssl.SSLContext:
    """What TLS connections are made with. Raises UsageError for files that cannot be used.

    `ca_file` takes the place of all other authorities. Without it there are the system's and certifi's.
    """
    context = _trusting(settings.ca_file)
    if settings.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if settings.client_key and not settings.client_cert:
        raise UsageError("--client-key needs --client-cert, the certificate that belongs to it")
    if settings.client_cert:
        _show_certificate(context, settings.client_cert, settings.client_key)
    return context


def _trusting(ca_file: Path | None) -> ssl.SSLContext:
    if ca_file is None:
        return httpcore.default_ssl_context()
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(f"{ca_file}: no certificates in PEM form: {_reason(error)}") from error


def _show_certificate(context: ssl.SSLContext, certificate: Path, key: Path | None) -> None:
    try:
        # Asked for a password, OpenSSL would wait at a terminal that may not be there.
        context.load_cert_chain(certificate, key, password=_no_password)
    except OSError as error:
        files = " and ".join(str(path) for path in (certificate, key) if path)
        raise UsageError(
            f"{files}: not a certificate and its key in PEM form, without a password: {_reason(error)}"
        ) from error


def _no_password() -> str:
    return ""


def _reason(error: OSError) -> str:
    return getattr(error, "reason", None) or error.strerror or str(error)
