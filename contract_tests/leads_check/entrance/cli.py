"""`leads-contract`: check a deployment, or put back what an interrupted check could not."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

from leads_check.entrance.configuration import choose, make_settings, read_config
from leads_check.entrance.options import OPTIONS, Option
from leads_check.entrance.waivers import read_waivers
from leads_check.rules.judge import INCONCLUSIVE, KEPT, NOT_PUT_BACK, USAGE
from leads_check.settings import Settings, UsageError

_EXIT_CODES = """\
exit codes:
  0  kept: no rule of the level failed
  1  broken: at least one did
  2  wrong usage or configuration
  3  inconclusive: unreachable, key refused, or budget or rate limit used up before every must was judged
  4  the deployment could not be put back as it was; the commands that would are printed
  130, 143  ended early by Ctrl-C or SIGTERM, everything put back
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="leads-contract",
        description="Checks a deployment of PollyBot's lead API against the contract.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
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
        _add(check, option)
    check.add_argument("--list", action="store_true", help="list the rules, and send nothing")
    check.add_argument("--plan", action="store_true", help="say what would be sent, and send nothing")
    restore = commands.add_parser(
        "restore",
        help="put back the leads in a journal",
        description="Puts back the leads in the journal of a check that was killed. The key is read from the"
        " environment variable that the check used.",
    )
    restore.add_argument("journal", type=Path, metavar="JOURNAL", help="a file below .leads-contract/")
    return top


def _add(check: argparse.ArgumentParser, option: Option) -> None:
    details: dict[str, Any] = {"metavar": option.metavar, "help": option.help, "dest": option.key}
    details |= {"choices": option.choices} if option.choices else {}
    details |= {"action": "append"} if option.many else {"type": option.kind}
    check.add_argument(f"--{option.name}", **details)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit code."""
    given = vars(parser().parse_args(arguments))
    command = given.pop("command")
    try:
        return _restore(given["journal"]) if command == "restore" else _check(given)
    except UsageError as error:
        print(f"leads-contract: {error}", file=sys.stderr)
        return USAGE


def _check(given: Mapping[str, Any]) -> int:
    options = {
        **read_config(Path.cwd()),
        **{name: value for name, value in given.items() if value is not None},
    }
    if given["list"] or given["plan"]:
        from leads_check.deeds.plan import listing, plan

        shown = Settings(**{n: v for n, v in options.items() if n not in ("list", "plan")} | {"base_url": ""})
        rules = choose(shown)
        print("\n".join(listing(rules) if given["list"] else plan(shown, rules)))
        return KEPT
    settings = make_settings(options)
    choose(settings)
    read_waivers(settings.waivers)
    _make_folder(settings.report_dir)
    from leads_check.entrance.command import run_command

    with _Signals() as signals:
        code = run_command(settings, signals.reason, signals.wait)
    return signals.code if signals.code and code != NOT_PUT_BACK else code


def _make_folder(folder: Path | None) -> None:
    """Before anything is sent: a report that cannot be written is noticed too late after the run."""
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--report-dir {folder}: {error.strerror}") from error


def _restore(path: Path) -> int:
    from leads_check.report.terminal import left_lines
    from leads_check.session.journal import Journal
    from leads_check.session.restore import restore_journal
    from leads_check.wire.deployment import Outage, RateLimited, Unreachable

    journal = Journal.read(path)
    settings = make_settings(
        {
            "base_url": journal.base_url,
            "api_key_env": journal.api_key_env,
            "foreign_api_key_env": journal.foreign_api_key_env,
            **{
                f"{target}_lead_id".removeprefix("lead_"): lead["id"]
                for target, lead in journal.leads.items()
            },
        }
    )
    try:
        left = restore_journal(settings, journal)
    except (Outage, RateLimited, Unreachable) as error:
        print(f"leads-contract: {error}; the journal stays at {path}", file=sys.stderr)
        return INCONCLUSIVE
    if left:
        print("\n".join(left_lines(left, settings)), file=sys.stderr)
        return NOT_PUT_BACK
    print(f"put back: {', '.join(lead['id'] for lead in journal.leads.values())}")
    return KEPT


class _Signals:
    """Notes SIGINT and SIGTERM, so that the run can end between two requests and put everything back."""

    def __init__(self) -> None:
        self._event = Event()
        self._number = 0

    def __enter__(self) -> _Signals:
        self._before = {n: signal.signal(n, self._note) for n in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def code(self) -> int:
        """What the command ends with, 0 where no signal came."""
        return 128 + self._number if self._number else 0

    def reason(self) -> str:
        """Why the run must end, empty where it need not."""
        return f"ended early by {signal.Signals(self._number).name}" if self._number else ""

    def wait(self, seconds: float) -> None:
        """Sleeps, but no longer than until a signal comes."""
        self._event.wait(seconds)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if not self._number:
            print("\nending; putting everything back", file=sys.stderr)
        self._number = self._number or number
        self._event.set()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
