"""Settings and rules from what a user gives: options, a configuration file, the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from leads_check.entrance.choice import choose, did_you_mean
from leads_check.entrance.connection import connected
from leads_check.entrance.options import OPTIONS, Option
from leads_check.entrance.usage import check_given, check_settings, key_in
from leads_check.entrance.waivers import read_waivers
from leads_check.rules.judge import Waiver
from leads_check.rules.rule import Rule
from leads_check.settings import Settings, UsageError

CONFIG_FILE = "leads-contract.toml"
_TYPES: Mapping[type, tuple[Any, str]] = {
    bool: (bool, "true or false"),
    int: (int, "a whole number"),
    float: ((int, float), "a number"),
}


@dataclass(frozen=True)
class Task:
    """What is to be done: read once, whichever entrance it came through."""

    settings: Settings
    rules: Sequence[Rule]
    waivers: Mapping[str, Waiver]


def make_task(given: Mapping[str, Any], folder: Path, environ: Mapping[str, str] = os.environ) -> Task:
    """The task from options (None where not given), the folder's configuration file and the environment.

    Raises UsageError.
    """
    settings = make_settings({**read_config(folder), **only_given(given)}, environ)
    return Task(settings, choose(settings), read_waivers(settings.waivers))


def only_given(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that have a value."""
    return {name: value for name, value in given.items() if value is not None}


def read_config(folder: Path) -> Mapping[str, Any]:
    """The options in `leads-contract.toml`, or `[tool.leads-contract]` of `pyproject.toml`, of the folder.

    Raises UsageError for a file that is not TOML, an unknown option, or a key.
    """
    own, project = folder / CONFIG_FILE, folder / "pyproject.toml"
    path = own if own.exists() else project
    if not path.exists():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        if path == project:
            return {}  # somebody else's file to explain
        raise UsageError(f"{path}: {error}") from error
    given = content if path == own else _own_table(content)
    return {_known(name, path): _of_type(name, value, path) for name, value in given.items()}


def _own_table(content: Mapping[str, Any]) -> Mapping[str, Any]:
    tool = content.get("tool")
    table = tool.get("leads-contract", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise UsageError("pyproject.toml: [tool.leads-contract] is a table of options")
    return table


def _known(name: str, path: Path) -> str:
    names = ["base-url", *(option.name for option in OPTIONS)]
    if name in ("api-key", "foreign-api-key"):
        raise UsageError(f"{path}: keys do not belong in files; name the variable with {name}-env")
    if name not in names:
        raise UsageError(
            f"{path}: unknown option {name!r}{did_you_mean(name, names)}; known are: {', '.join(names)}"
        )
    return name.replace("-", "_")


def _of_type(name: str, value: Any, path: Path) -> Any:
    option = next((option for option in OPTIONS if option.name == name), Option(name, "", ""))
    if option.many:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise UsageError(f"{path}: {name} is a list of texts")
    types, told = _TYPES.get(option.kind, (str, "a text"))
    if not isinstance(value, types) or isinstance(value, bool) != (option.kind is bool):
        raise UsageError(f"{path}: {name} is {told}")
    if option.choices and value not in option.choices:
        raise UsageError(f"{path}: {name} is one of: {', '.join(option.choices)}")
    return option.kind(value)


def make_settings(given: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from options and the environment's keys. Raises UsageError."""
    check_given(given)
    settings = settings_without_keys(given)
    key = key_in(settings.api_key_env, "--api-key-env", environ)
    foreign_key = None
    if variable := settings.foreign_api_key_env:
        foreign_key = key_in(variable, "--foreign-api-key-env", environ)
    check_settings(settings)
    return replace(connected(settings, given, environ), api_key=key, foreign_api_key=foreign_key)


def settings_without_keys(given: Mapping[str, Any]) -> Settings:
    """Settings from options, unchecked; what is no setting is left out, lists become tuples."""
    names = {field.name for field in fields(Settings)}
    values = {name: value for name, value in given.items() if name in names and value not in (None, [], ())}
    tuples = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Settings(**{"base_url": "", **values, **tuples})
