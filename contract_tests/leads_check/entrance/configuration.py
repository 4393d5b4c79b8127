"""Settings and rules from what a user gives: options, a configuration file, the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from leads_check.entrance.options import OPTIONS, Option
from leads_check.rules import BY_ID, RULES
from leads_check.rules.rule import Rule
from leads_check.session import restore
from leads_check.settings import ENABLED_BY, Settings, UsageError

CONFIG_FILE = "leads-contract.toml"


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
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        if path == project:
            return {}  # somebody else's file to explain
        raise UsageError(f"{path}: {error}") from error
    given = content if path == own else content.get("tool", {}).get("leads-contract", {})
    return {_known(name, path): _of_type(name, value, path) for name, value in given.items()}


def _known(name: str, path: Path) -> str:
    names = ["base-url", *(option.name for option in OPTIONS)]
    if name in ("api-key", "foreign-api-key"):
        raise UsageError(f"{path}: keys do not belong in files; name the variable with {name}-env")
    if name not in names:
        raise UsageError(
            f"{path}: unknown option {name!r}{_meant(name, names)}; known are: {', '.join(names)}"
        )
    return name.replace("-", "_")


def _of_type(name: str, value: Any, path: Path) -> Any:
    option = next((option for option in OPTIONS if option.name == name), Option(name, "", ""))
    if option.many:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise UsageError(f"{path}: {name} is a list of texts")
    right = isinstance(value, int | float) if option.kind in (int, float) else isinstance(value, str)
    if not right or isinstance(value, bool):
        raise UsageError(f"{path}: {name} is {'a number' if option.kind in (int, float) else 'a text'}")
    if option.choices and value not in option.choices:
        raise UsageError(f"{path}: {name} is one of: {', '.join(option.choices)}")
    return option.kind(value)


def make_settings(given: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from options (None where not given) and the environment's keys. Raises UsageError."""
    names = {field.name for field in fields(Settings)}
    values = {name: value for name, value in given.items() if name in names and value not in (None, [], ())}
    settings = Settings(**{"base_url": "", **values})
    _check_url(settings.base_url)
    keys = {"api_key": _key(settings.api_key_env, "--api-key-env", environ)}
    if settings.foreign_api_key_env:
        keys["foreign_api_key"] = _key(settings.foreign_api_key_env, "--foreign-api-key-env", environ)
    settings = Settings(**{**{name: getattr(settings, name) for name in names}, **keys})
    _check_ids(settings)
    _check_budget(settings)
    return settings


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UsageError(f"{url or 'no base URL'}: a base URL is like https://staging.example.com")
    if parts.path.rstrip("/").endswith("/api/v1"):
        raise UsageError(f"{url}: the base URL is what stands before /api/v1")
    if "@" in parts.netloc:
        raise UsageError("credentials do not belong in the base URL; the key is read from the environment")
    if parts.query or parts.fragment:
        raise UsageError(f"{url}: a base URL has neither query nor fragment")


def _key(variable: str, option: str, environ: Mapping[str, str]) -> str:
    key = environ.get(variable, "").strip()
    if not key:
        raise UsageError(
            f"the environment variable {variable} holds no key; set it, or name another with {option}"
        )
    if not key.isascii() or any(not character.isprintable() or character == " " for character in key):
        raise UsageError(f"the key in {variable} has characters that no HTTP header can carry")
    return key


def _check_ids(settings: Settings) -> None:
    seen: dict[str, str] = {}
    for target, lead_id in settings.lead_ids.items():
        if lead_id in seen:
            raise UsageError(f"{ENABLED_BY[target]} and {ENABLED_BY[seen[lead_id]]} name the same lead")
        if not lead_id.isprintable() or any(character in "/?# %" for character in lead_id):
            raise UsageError(f"{lead_id!r} cannot be a lead id")
        seen[lead_id] = target


def _check_budget(settings: Settings) -> None:
    leads = sum(target in settings.lead_ids for target in ("lead", "other", "foreign"))
    least = leads * (restore.LOOKS + restore.REQUESTS) + 1
    if settings.max_requests < least:
        raise UsageError(
            f"--max-requests {settings.max_requests} is too few to look at {leads} leads and put them back;"
            f" at least {least} are needed"
        )
    for name in ("timeout", "max_wait"):
        if getattr(settings, name) < 0 or (name == "timeout" and settings.timeout == 0):
            raise UsageError(f"--{name.replace('_', '-')} is a number of seconds above 0")


def choose(settings: Settings) -> list[Rule]:
    """The rules that `--only` and `--skip` leave, in catalogue order. Raises UsageError."""
    for rule_id in (*settings.only, *settings.skip):
        if rule_id not in BY_ID:
            raise UsageError(
                f"there is no rule {rule_id!r}{_meant(rule_id, list(BY_ID))}; --list shows them all"
            )
    wanted = settings.only or tuple(BY_ID)
    return [rule for rule in RULES if rule.id in wanted and rule.id not in settings.skip]


def _meant(name: str, names: Sequence[str]) -> str:
    close = get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
