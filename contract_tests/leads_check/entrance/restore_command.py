"""`leads-contract restore`: shows where a journal leads, asks, and puts back what it holds."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from leads_check.deeds.restore import Restored, read_journal, restore
from leads_check.entrance.configuration import make_settings
from leads_check.entrance.output import tell
from leads_check.entrance.signals import Signals
from leads_check.report.headline import many
from leads_check.report.remaining import remaining_lines
from leads_check.report.terminal import left_lines, unreadable_lines
from leads_check.rules.judge import KEPT, NOT_PUT_BACK
from leads_check.session.recorded import Recorded
from leads_check.settings import Settings, UsageError


def run_restore(path: Path, given: Mapping[str, Any], *, is_sure: bool) -> int:
    """Restores, tells what came of it, returns the exit code. Raises UsageError before anything is sent."""
    found = read_journal(path)
    settings = _settings(found, given)
    tell(_announcement(found, settings), sys.stderr)
    if not is_sure and not _is_wanted():
        raise UsageError("nothing was sent, and the journal is still there; --yes answers yes")
    with Signals(str(path)) as signals:
        restored = restore(settings, found, sleep=signals.wait)
    if restored.is_complete:
        _remove(path)
        tell(_done(found))
        return KEPT
    tell(_leftovers(restored, settings, path), sys.stderr)
    return NOT_PUT_BACK


def _settings(found: Recorded, given: Mapping[str, Any]) -> Settings:
    """The journal says where and which leads; whose key goes there is for the command line to say."""
    asked = {f"{lead.target}_lead_id".replace("lead_lead", "lead"): lead.id for lead in found.leads}
    foreign = given.get("foreign_api_key_env") if found.foreign_api_key_env else None
    settings = make_settings({**given, "base_url": found.base_url, **asked, "foreign_api_key_env": foreign})
    for variable, named, option in (
        (found.api_key_env, settings.api_key_env, "--api-key-env"),
        (found.foreign_api_key_env, foreign, "--foreign-api-key-env"),
    ):
        if variable != named:
            raise UsageError(
                f"the check took a key from the variable {variable}, which the journal alone may not choose:"
                f" say {option} {variable} if its key shall be sent to {found.base_url}"
            )
    return settings


def _announcement(found: Recorded, settings: Settings) -> Iterator[str]:
    variables = [settings.api_key_env, *filter(None, [settings.foreign_api_key_env])]
    if found.leads or not found.made:
        yield f"This puts back {len(found.leads)} leads at {found.base_url}:"
        yield from (f"  {lead.id}" for lead in found.leads)
    if found.made:
        yield f"This deletes {many(len(found.made), 'lead')} that the check made at {found.base_url}:"
        yield from (f"  {lead.email or lead.name} {lead.id}".rstrip() for lead in found.made)
    yield f"with the keys in {' and '.join(variables)}."


def _done(found: Recorded) -> Iterator[str]:
    if found.leads:
        yield f"put back: {', '.join(lead.id for lead in found.leads)}"
    if found.made:
        yield f"deleted, or never there: {', '.join(lead.email or lead.name for lead in found.made)}"


def _is_wanted() -> bool:
    tell(["Send it there? [y/N]"], sys.stderr)
    with suppress(OSError, ValueError):
        return sys.stdin is not None and sys.stdin.readline().strip().lower() in ("y", "yes")
    return False


def _leftovers(restored: Restored, settings: Settings, path: Path) -> Iterator[str]:
    if restored.left or restored.unreadable:
        yield "THE LEADS ARE NOT AS THEY WERE. These commands put them back; they hold the leads' values:"
    yield from left_lines(restored.left, settings)
    yield from unreadable_lines(restored.unreadable, settings)
    if restored.kept:
        yield "NOT ALL LEADS THAT THE CHECK MADE ARE KNOWN TO BE DELETED:"
    yield from remaining_lines(restored.kept, settings)
    yield from restored.notices
    yield f"the journal stays at {path}"


def _remove(path: Path) -> None:
    """The journal, and its folder where it is the one that checks make and nothing else is in it."""
    with suppress(OSError):
        path.unlink()
        if path.parent.name == Settings("").journal_dir.name and not os.listdir(path.parent):
            path.parent.rmdir()
