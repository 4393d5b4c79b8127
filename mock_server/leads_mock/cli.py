"""`leads-mock`: arguments in, server out."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from leads_mock.arguments import host_name, number, origin, token
from leads_mock.settings import Settings

EXIT_USAGE = 2
TOKEN_VARIABLE = "LEADS_MOCK_ADMIN_TOKEN"

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
        type=number(0, 65535),
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
        "--watch", action="store_true", help="read fixtures and profile again when their files change"
    )
    top.add_argument(
        "--state-file",
        type=Path,
        metavar="PATH",
        help="keep the state there across restarts: JSON, in the form of a fixtures file; up to 50,000"
        " leads, a killed mock loses a second at most (the state is lost)",
    )
    top.add_argument(
        "--rate-limit",
        type=number(1, 10**9),
        metavar="N",
        help="requests an hour for each key, then 429 (no limit)",
    )
    top.add_argument(
        "--workspaces",
        choices=["fixtures", "auto"],
        default=defaults.workspaces,
        help="auto: any key of the documented form opens a workspace of its own, a copy of the first one"
        " (%(default)s)",
    )
    top.add_argument(
        "--workspace-idle",
        type=number(1, 10**9),
        default=defaults.workspace_idle,
        metavar="SECONDS",
        help="after which an unused workspace goes, if it was opened while the mock runs (%(default)s)",
    )
    top.add_argument(
        "--journal",
        type=number(0, 10**6),
        default=defaults.journal,
        metavar="N",
        help="requests of each workspace that the control API can show; 0 keeps none (%(default)s)",
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
        "--allowed-host",
        dest="allowed_hosts",
        type=host_name,
        action="append",
        metavar="NAME",
        help="answer requests for this host too; repeatable. Otherwise a mock that only this machine reaches"
        " answers to names of this machine alone, so that no web page reads it by a name of the page's own",
    )
    pages = top.add_mutually_exclusive_group()
    pages.add_argument(
        "--cors-origin",
        dest="cors_origins",
        type=origin,
        action="append",
        metavar="ORIGIN",
        help="let pages of this origin call the mock too, beside those of this machine; repeatable; * lets"
        " all pages call it, though not the control API",
    )
    pages.add_argument("--no-cors", action="store_true", help="let no page of another origin call the mock")
    control = top.add_mutually_exclusive_group()
    control.add_argument(
        "--admin-token-env",
        default=TOKEN_VARIABLE,
        metavar="NAME",
        help="variable with the token that control calls from other machines need; one is made and printed"
        " where it is not set (%(default)s)",
    )
    control.add_argument("--no-admin", dest="admin", action="store_false", help="serve no control API")
    top.add_argument(
        "--log-format", choices=["text", "json"], default=defaults.log_format, help="log lines (%(default)s)"
    )
    top.add_argument(
        "--log-level",
        choices=["debug", "info", "warning", "error"],
        default=defaults.log_level,
        help="least level that is logged; info shows each request in a line, without keys (%(default)s)",
    )
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit code."""
    _open_standard_files()
    settings = _settings(arguments)
    # The server takes over once it runs; until then there is nothing to finish.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: os._exit(0))  # an exception would be lost in some imports
    # Imported late, so that --help and usage errors are instant.
    from secrets import token_urlsafe

    from leads_contract import ProfileError
    from leads_mock.app import compose
    from leads_mock.fixtures import FixtureError
    from leads_mock.greeting import greeting
    from leads_mock.logs import configure_logs
    from leads_mock.server import bind, serve
    from leads_mock.state_file import StateFile
    from leads_mock.tls import TlsError, tls_context
    from leads_mock.watching import Watch

    made = None if settings.admin_token or not settings.admin else token_urlsafe(24)
    settings = replace(settings, admin_token=made or settings.admin_token)
    configure_logs(settings.log_format, settings.log_level)
    try:
        certificate = settings.tls_certificate
        tls = tls_context(certificate, settings.tls_key) if certificate else None
        app, house = compose(settings)
        chores = [Watch(settings, house).look] if settings.watch else []
        chores += [StateFile(settings.state_file, house).keep] if settings.state_file else []
        listener = bind(settings.host, settings.port)
    except (ProfileError, FixtureError, TlsError) as error:
        return _usage_error(str(error))
    except (OSError, UnicodeError) as error:
        return _usage_error(
            f"cannot listen on {settings.host}:{settings.port}: {getattr(error, 'strerror', None) or error};"
            " choose another with --host and --port"
        )
    lines = greeting(listener, settings, house, made)
    serve(app, listener, greeting=lines, tls=tls, chores=chores)
    return 0


def _open_standard_files() -> None:
    """Lest a socket get the number of one that the caller closed: libuv takes that for a bug, and aborts."""
    while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(opened)


def _settings(arguments: Sequence[str] | None) -> Settings:
    top = parser()
    given = vars(top.parse_args(arguments))
    del given["command"]
    variable = given.pop("admin_token_env")
    try:
        # An empty variable is as good as none: nobody means an empty token.
        given["admin_token"] = token(variable, text) if (text := os.environ.get(variable)) else None
    except argparse.ArgumentTypeError as error:
        top.error(f"--admin-token-env: {error}")
    if given["tls_key"] and not given["tls_certificate"]:
        top.error("--tls-key: name the certificate too, with --tls-cert")
    given["allowed_hosts"] = tuple(given["allowed_hosts"] or ())
    given["cors_origins"] = None if given.pop("no_cors") else tuple(given["cors_origins"] or ())
    return Settings(**given)


def _usage_error(message: str) -> int:
    print(f"leads-mock: {message}", file=sys.stderr)
    return EXIT_USAGE
