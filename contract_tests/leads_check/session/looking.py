"""The first look at the leads: whether they are there, free, and shown so that they can be put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.fields import TEXTS
from leads_check.evidence.values import metadata_of
from leads_check.evidence.words import called
from leads_check.session import trust
from leads_check.session.held import Held
from leads_check.session.journal import file_name, is_held
from leads_check.session.session import Session, Shared
from leads_check.session.written import METADATA
from leads_check.settings import ENABLED_BY, Settings, UsageError
from leads_check.wire.deployment import Unreachable

PREFLIGHT = "preflight"
LOOKS = 3 + 2 + len(TEXTS) + 2
"""The most that it takes for a lead: three ways to read, own values and mark, each field alone, and reads."""


class KeyRefused(Exception):
    """The deployment does not take the key."""


class Occupied(Exception):
    """Another run holds a lead, or was killed while it did; the message says which, and what helps."""


def look(session: Session) -> None:
    """Looks at every lead, and then marks those that may be changed. Changes nothing else but `updatedAt`.

    Raises Occupied, KeyRefused, UsageError, and as `Session.send` does.
    """
    try:
        named = [held for held in session.held.values() if not held.is_made]
        for held in named:
            session.progress(f"looking at {called(held.target)}", session.budget)
            _look_at(session, held)
        for held in named:
            # Nothing is meant to be written to a lead that is not ours.
            if held.original is not None and not held.closed and held.target != "foreign":
                _take(session, held)
    except Shared as error:
        session.is_disturbed = True
        raise Occupied(_occupied(error, session.settings)) from error
    for held in session.held.values():
        session.notices += [held.closed] if held.closed else []
        session.notices += held.fixed.values()


def _look_at(session: Session, held: Held) -> None:
    found = _read(session, held)
    if found.lead is None:
        _explain(session, held, found)
        return
    if reason := trust.why_untrue(held, found.lead):
        held.closed = f"{called(held.target)} could not be put back, so nothing is written to it: {reason}"
        return
    held.original = dict(found.lead)
    if session.journal is not None:
        session.journal.saw(held.target, held.original)


def _read(session: Session, held: Held) -> Exchange:
    """The lead by GET where it is served, else as the answer to an update that changes nothing."""
    deployment = session.deployment
    if held.target == "lead" or deployment.serves_get or "lead" not in session.held:
        found = session.probe(held.read(), PREFLIGHT)
        if not found.status:
            raise Unreachable(f"{session.settings.base_url} closes every connection")
        if found.lead is not None:
            deployment.serves_get = True
            return found
    # An empty update cannot harm even a deployment that replaces what it should merge.
    found = session.send(held.update("read by an empty update", {}), PREFLIGHT)
    if found.lead is None and found.status == 400:
        found = session.send(held.read(), PREFLIGHT)
    return found


def _explain(session: Session, held: Held, found: Exchange) -> None:
    """Why there is no lead in the answer. Raises KeyRefused or UsageError where the user can mend it."""
    settings, target = session.settings, held.target
    if target == "foreign":
        if settings.foreign_api_key:
            session.notices.append(f"its own key does not show the foreign lead (status {found.status})")
        return
    if found.status in (401, 403):
        raise KeyRefused(f"the deployment refuses the key in {settings.api_key_env} ({found.status})")
    if found.status == 404 and isinstance(found.body, dict):
        raise UsageError(f"{ENABLED_BY[target]} {held.id}: this key sees no such lead (404)")
    held.closed = (
        f"{called(target)} cannot be read (status {found.status}), so it could not be put back:"
        " nothing is written to it"
    )


def _take(session: Session, held: Held) -> None:
    """Sends the lead its own values and the mark, and looks whether they are seen again."""
    original = held.original or {}
    others = [h.original for h in session.held.values() if h.original is not None]
    for name in trust.not_shown(held, others):
        held.fixed[name] = f"{called(held.target)} does not show its {name}, so it could not be put back"
    # An empty text is nothing that could be lost.
    own = {name: original[name] for name in TEXTS if original.get(name)}
    mark = {METADATA[0]: {session.mark.key: session.mark.value}}
    sent = session.send(held.update("own values, and a mark of this run", {**own, **mark}), PREFLIGHT)
    if sent.refused:
        session.send(held.update("a mark of this run", mark), PREFLIGHT)
        _send_each(session, held, own)
    shown = session.send(held.read(), PREFLIGHT).lead
    if shown is not None and metadata_of(shown).get(session.mark.key) is None:
        shown = session.send(held.update("a mark of this run", mark), PREFLIGHT).lead and (
            session.send(held.read(), PREFLIGHT).lead
        )
    reason = "it cannot be read" if shown is None else trust.why_untrue(held, shown)
    if shown is not None and metadata_of(shown).get(session.mark.key) is None:
        reason = reason or "what is sent to its metadata is not shown afterwards"
    if reason or shown is None:
        held.closed = f"nothing more is written to {called(held.target)}: {reason}"
        return
    for name in trust.not_seen_again(original, shown):
        held.fixed[name] = f"{called(held.target)}'s own {name} was sent back, and is shown otherwise now"
    if later := trust.shown_later(original, shown):
        for name in later.keys() & set(TEXTS):
            held.fixed[name] = f"{called(held.target)} did not show its {name} at first"
        held.original = {**original, **later}
        if session.journal is not None:
            session.journal.saw(held.target, held.original)
    held.is_live = True
    if session.journal is not None:
        session.journal.follows(held.target)


def _send_each(session: Session, held: Held, own: Mapping[str, Any]) -> None:
    """Each value alone: one that is refused could not be put back."""
    for name, value in own.items():
        if session.send(held.update(f"own {name}", {name: value}), PREFLIGHT).refused:
            held.fixed[name] = (
                f"{called(held.target)}'s present {name} is refused, so it could not be put back"
            )


def _occupied(error: Shared, settings: Settings) -> str:
    """Who holds the lead; of a run that was killed, what puts its leads back."""
    path = settings.journal_dir / file_name(error.mark.run)
    try:
        is_alive: bool | None = is_held(path)
    except OSError:
        is_alive = None
    if is_alive or (is_alive is None and not error.mark.is_over(datetime.now(UTC))):
        return f"{error}; wait until it has ended"
    here = "" if is_alive is False else ", where that check ran"
    return (
        f"{called(error.target)} still has the mark of a check that was killed: {error.mark};"
        f" leads-contract restore {path} puts back what it left{here}."
        f" If that journal is lost, this update takes the mark away:"
        f' {{"{METADATA[0]}": {{"{error.mark.key}": null}}}}'
    )
