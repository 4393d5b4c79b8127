"""`leads-contract`: check a deployment, or put back what an interrupted check could not."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from leads_check.entrance.choice import choose
from leads_check.entrance.configuration import (
    make_task,
    only_given,
    read_config,
    settings_without_keys,
)
from leads_check.entrance.docs_command import add_docs, run_badge, run_docs
from leads_check.entrance.extras import require
from leads_check.entrance.options import OPTIONS
from leads_check.entrance.output import open_streams, tell
from leads_check.entrance.spec_command import add_spec, run_spec
from leads_check.rules.judge import KEPT, UNWRITTEN, USAGE
from leads_check.settings import UsageError

_EXIT_CODES = """\
exit codes:
  0  kept: no must is broken (with --fail-on should: no should either)
  1  broken: at least one is
  2  wrong usage or configuration
  3  inconclusive: not every must could be judged, for a reason that is told
  4  the deployment could not be put back as it was; the commands that would are printed
  5  a report could not be written: found before anything was sent, or when all else was kept
  129, 130, 143  ended early by SIGHUP, Ctrl-C or SIGTERM, everything put back
"""


_REFUSING = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT)
"""What a disk says that takes no file, whatever its name."""


class Unwritable(Exception):
    """Reports cannot be written where they are wanted; nothing was sent."""


RESTORING = [
    option
    for option in OPTIONS
    if option.connects or option.name in ("api-key-env", "foreign-api-key-env", "max-requests", "max-time")
]
"""The options that `restore` takes as well."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="leads-contract",
        description="Checks a deployment of PollyBot's lead API against the contract.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"%(prog)s {version('leads-contract-kit')}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="check a deployment",
        description="Checks a deployment. The key is read from the environment. leads-contract.toml, or"
        " [tool.leads-contract] in pyproject.toml, can hold every option.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("base_url", nargs="?", metavar="BASE_URL", help="what stands before /api/v1")
    for option in OPTIONS:
        check.add_argument(f"--{option.name}", dest=option.key, **option.argument)
    check.add_argument("--list", action="store_true", help="list the rules, and send nothing")
    check.add_argument("--plan", action="store_true", help="say what would be sent, and send nothing")
    restore = commands.add_parser(
        "restore",
        help="put back the leads in a journal",
        description="Puts back the leads in the journal of a check that was killed, and deletes those that it"
        " made. It shows where it will send this, and asks. The keys are read from the environment"
        " variables that are named here.",
    )
    restore.add_argument("journal", type=Path, metavar="JOURNAL", help="a file below .leads-contract/")
    restore.add_argument("--yes", action="store_true", help="do not ask")
    for option in RESTORING:
        restore.add_argument(f"--{option.name}", dest=option.key, **option.argument)
    add_spec(commands)
    add_docs(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit code."""
    open_streams()
    given = vars(parser().parse_args(arguments))
    command = given.pop("command")
    try:
        deeds = {"check": _check, "restore": _restore, "spec": run_spec, "docs": run_docs, "badge": run_badge}
        return deeds[command](given)
    except UsageError as error:
        tell([f"leads-contract: {error}"], sys.stderr)
        return USAGE
    except Unwritable as error:
        tell([f"leads-contract: {error}; nothing was sent"], sys.stderr)
        return UNWRITTEN


def _check(given: Mapping[str, Any]) -> int:
    if given["list"] or given["plan"]:
        return _describe(given)
    require("check")
    task = make_task(given, Path.cwd())
    if folder := task.settings.report_dir:
        _make_folder(folder)
    from leads_check.entrance.check_command import run_check

    return run_check(task)


def _describe(given: Mapping[str, Any]) -> int:
    from leads_check.deeds.plan import listing, plan

    settings = settings_without_keys({**read_config(Path.cwd()), **only_given(given)})
    rules = choose(settings)
    tell(listing(rules) if given["list"] else plan(settings, rules))
    return KEPT


def _make_folder(folder: Path) -> None:
    """Before anything is sent: a report that cannot be written is noticed too late after the run.

    Raises UsageError, and Unwritable where it is not the name that is wrong.
    """
    from leads_check.report.files import check_writable

    try:
        folder.mkdir(parents=True, exist_ok=True)
        check_writable(folder)
    except OSError as error:
        kind = Unwritable if error.errno in _REFUSING else UsageError
        raise kind(f"--report-dir {folder}: {error.strerror}") from error


def _restore(given: Mapping[str, Any]) -> int:
    from leads_check.entrance.restore_command import run_restore

    # Of the configuration file only how to connect: a key's variable is for the command line to name.
    configured = read_config(Path.cwd())
    options = {o.key: configured[o.key] for o in OPTIONS if o.connects and o.key in configured}
    options |= only_given({option.key: given[option.key] for option in RESTORING})
    return run_restore(given["journal"], options, is_sure=given["yes"])


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
