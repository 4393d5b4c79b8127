"""`leads-mock`: arguments in, server out."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from leads_mock.settings import Settings

EXIT_USAGE = 2

_EXIT_CODES = """\
exit codes:
  0  stopped by Ctrl-C or SIGTERM
  2  wrong usage: an unknown option, a bad profile or fixture file, an address that is taken
"""


def parser() -> argparse.ArgumentParser:
    """The command line, with its defaults."""
    defaults = Settings()
    top = argparse.ArgumentParser(
        prog="leads-mock",
        description="Serves PollyBot's lead API from memory, as openapi.yaml promises it.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("command", nargs="?", choices=["serve"], default="serve", help="serve (the default)")
    top.add_argument("--host", default=defaults.host, help="address to listen on (%(default)s)")
    top.add_argument(
        "-p",
        "--port",
        type=_number(0, 65535),
        default=defaults.port,
        help="port; 0 picks a free one (%(default)s)",
    )
    top.add_argument("--fixtures", type=Path, metavar="PATH", help="seed leads, YAML (those that come along)")
    top.add_argument(
        "--profile",
        type=Path,
        metavar="PATH|NAME",
        help="answers to open questions: a YAML file or a packaged one's name (the contract's defaults)",
    )
    top.add_argument(
        "--rate-limit",
        type=_number(1, 10**9),
        metavar="N",
        help="requests an hour for each key, then 429 (no limit)",
    )
    top.add_argument(
        "--tls-cert",
        dest="tls_certificate",
        type=Path,
        metavar="PATH",
        help="speak HTTPS: the certificate, with its chain, PEM",
    )
    top.add_argument(
        "--tls-key", type=Path, metavar="PATH", help="the certificate's key, PEM (in the file of --tls-cert)"
    )
    top.add_argument(
        "--log-format", choices=["text", "json"], default=defaults.log_format, help="log lines (%(default)s)"
    )
    top.add_argument(
        "--log-level",
        choices=["debug", "info", "warning", "error"],
        default=defaults.log_level,
        help="least level that is logged; debug shows every request (%(default)s)",
    )
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit code."""
    settings = _settings(arguments)
    # The server takes over once it runs; until then there is nothing to finish.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))  # an exception would be lost in some imports
    # Imported late, so that --help and usage errors are instant.
    from leads_contract import ProfileError
    from leads_mock.app import create_app
    from leads_mock.fixtures import FixtureError
    from leads_mock.greeting import greeting, url_of
    from leads_mock.logs import configure_logs
    from leads_mock.server import bind, serve
    from leads_mock.tls import TlsError, tls_context

    configure_logs(settings.log_format, settings.log_level)
    try:
        certificate = settings.tls_certificate
        tls = tls_context(certificate, settings.tls_key) if certificate else None
        app = create_app(settings)
        listener = bind(settings.host, settings.port)
    except (ProfileError, FixtureError, TlsError) as error:
        return _usage_error(str(error))
    except (OSError, UnicodeError) as error:
        return _usage_error(
            f"cannot listen on {settings.host}:{settings.port}: {getattr(error, 'strerror', None) or error};"
            " choose another with --host and --port"
        )
    lines = greeting(url_of(listener, tls=tls is not None), certificate)
    serve(app, listener, greeting=lines, tls=tls, access_log=settings.log_level == "debug")
    return 0


def _settings(arguments: Sequence[str] | None) -> Settings:
    top = parser()
    given = vars(top.parse_args(arguments))
    del given["command"]
    if given["tls_key"] and not given["tls_certificate"]:
        top.error("--tls-key: name the certificate too, with --tls-cert")
    return Settings(**given)


def _usage_error(message: str) -> int:
    print(f"leads-mock: {message}", file=sys.stderr)
    return EXIT_USAGE


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isdecimal() and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}")

    return read
