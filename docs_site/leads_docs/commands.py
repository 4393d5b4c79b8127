"""The reference of the commands, read from their own parsers."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from leads_check.entrance.cli import parser as check_parser
from leads_check.entrance.options import OPTIONS
from leads_mock.cli import parser as mock_parser


@dataclass(frozen=True)
class Argument:
    """An option or an argument: how it is written, and what it does."""

    written: str
    help: str
    anchor: str


@dataclass(frozen=True)
class Command:
    """One command with all that its --help says."""

    name: str
    description: str
    usage: str
    arguments: tuple[Argument, ...]
    epilog: str

    @property
    def anchor(self) -> str:
        return self.name.replace(" ", "-")


def commands() -> list[Command]:
    """Every command and subcommand, parents first."""
    return [*_commands(mock_parser()), *_commands(check_parser())]


def configurable() -> list[str]:
    """The names that leads-contract.toml can hold beside `base-url`."""
    return [option.name for option in OPTIONS]


def _commands(parser: argparse.ArgumentParser) -> Iterator[Command]:
    described = [_argument(parser, action) for action in parser._actions if _is_told(action)]
    yield Command(
        parser.prog,
        parser.description or "",
        " ".join(parser.format_usage().removeprefix("usage: ").split()),
        tuple(described),
        parser.epilog or "",
    )
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from _commands(child)


def _is_told(action: argparse.Action) -> bool:
    skipped = isinstance(action, argparse._SubParsersAction | argparse._HelpAction)
    return not skipped and action.help is not argparse.SUPPRESS


def _argument(parser: argparse.ArgumentParser, action: argparse.Action) -> Argument:
    value = parser._get_formatter()._format_args(action, str(action.metavar or action.dest.upper()))
    names = ", ".join(action.option_strings)
    written = f"{names} {value}".strip() if action.nargs != 0 else names
    anchor = f"{parser.prog.replace(' ', '-')}-{(action.option_strings or [action.dest])[-1].lstrip('-')}"
    return Argument(written or value, (action.help or "") % {**vars(action), "prog": parser.prog}, anchor)
