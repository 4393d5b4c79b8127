"""Reads the file of known failures."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import yaml

from leads_check.rules import BY_ID
from leads_check.rules.judge import Waiver
from leads_check.settings import UsageError
from leads_contract import ReadingError, load_yaml

_FORM = "a waiver is `rule`, `reason` and `expires` (a date like 2030-12-31)"


def read_waivers(path: Path | None) -> Mapping[str, Waiver]:
    """Rule id -> waiver. Raises UsageError, with the entry, for anything that is not one."""
    if path is None:
        return {}
    try:
        content = load_yaml(path) or []
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except ReadingError as error:
        raise UsageError(f"{path}: {error}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise UsageError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, list):
        raise UsageError(f"{path}: a list of waivers is expected; {_FORM}")
    waivers: dict[str, Waiver] = {}
    for number, entry in enumerate(content, 1):
        waiver = _waiver(entry, f"{path}: waiver {number}")
        if waiver.rule in waivers:
            raise UsageError(f"{path}: waiver {number}: {waiver.rule} is waived twice")
        waivers[waiver.rule] = waiver
    return waivers


def _waiver(entry: object, where: str) -> Waiver:
    if not isinstance(entry, dict) or entry.keys() != {"rule", "reason", "expires"}:
        raise UsageError(f"{where}: {_FORM}")
    if not isinstance(entry["rule"], str) or entry["rule"] not in BY_ID:
        raise UsageError(f"{where}: there is no rule {_told(entry['rule'])}")
    if not isinstance(entry["reason"], str) or not entry["reason"].strip():
        raise UsageError(f"{where}: the reason is missing")
    expires = entry["expires"]
    if not isinstance(expires, date):
        raise UsageError(f"{where}: {_told(expires)} is no date; {_FORM}")
    day = expires.date() if isinstance(expires, datetime) else expires
    return Waiver(entry["rule"], entry["reason"].strip(), day)


def _told(value: object) -> str:
    """A text as it is; of anything else the type, since aliases can make it larger than the memory."""
    return repr(value) if isinstance(value, str | int | float) else f"of type {type(value).__name__}"
