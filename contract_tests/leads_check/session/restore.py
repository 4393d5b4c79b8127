"""Putting leads back as they were: what to send is pure, sending it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leads_check.evidence.exchange import Exchange, Operation, Request, Target
from leads_check.evidence.fields import FIELDS as CHANGEABLE
from leads_check.evidence.fields import READ_ONLY
from leads_check.evidence.observation import KNOWABLE
from leads_check.evidence.values import MISSING, Lead, field_of, metadata_of, same
from leads_check.session.journal import Journal
from leads_check.settings import Settings
from leads_check.wire.budget import Budget
from leads_check.wire.deployment import Deployment

FIELDS = tuple(name for name in CHANGEABLE if name != "metadata")
FIXED = tuple(name for name in READ_ONLY if name != "updatedAt")
REQUESTS = 5
"""What putting one lead back takes: a look, two updates, a look, and one to spare for a repetition."""
LOOKS = 9
"""The most that a look before the first write takes: three ways to read, the own values, each field alone."""
SCENE = "restore"


@dataclass(frozen=True)
class Left:
    """A member that could not be put back, and the update that would put it back."""

    target: Target
    where: str
    expected: Any
    actual: Any
    url: str
    body: Mapping[str, Any]


def differences(original: Lead, current: Lead) -> Iterator[tuple[str, Any, Any]]:
    """Member, value before and value now; `updatedAt` aside; cleared, empty and absent are as good."""
    for name in (*FIXED, *FIELDS):
        if not same(field_of(original, name) or None, field_of(current, name) or None):
            yield name, field_of(original, name), field_of(current, name)
    before, now = metadata_of(original), metadata_of(current)
    for key in {**before, **now}:
        if not same(before.get(key, MISSING), now.get(key, MISSING)):
            yield f"metadata.{key}", before.get(key, MISSING), now.get(key, MISSING)
    for name in current.keys() - original.keys() - {*FIXED, *FIELDS, "metadata", "updatedAt"}:
        if current[name] is not None:
            yield name, MISSING, current[name]


def restoring_updates(original: Lead, current: Lead) -> list[dict[str, Any]]:
    """The updates that make `current` what `original` was, whichever way nested objects are merged.

    The first takes away, the second puts back: an object that is first removed is neither merged into
    nor left with members that it did not have.
    """
    away: dict[str, Any] = {}
    back: dict[str, Any] = {}
    away_keys: dict[str, None] = {}
    back_keys: dict[str, Any] = {}
    for where, before, now in differences(original, current):
        if where in FIXED:
            continue
        if not where.startswith("metadata."):
            away[where] = None if before is MISSING else before
            continue
        key = where.removeprefix("metadata.")
        if now is not MISSING:
            away_keys[key] = None
        if before is not MISSING:
            back_keys[key] = before
    if away_keys:
        away["metadata"] = away_keys
    if back_keys:
        back["metadata"] = back_keys
    return [body for body in (away, back) if body]


def restore(deployment: Deployment, target: Target, original: Lead) -> list[Left]:
    """Puts one lead back and looks whether it is; what is not is returned.

    Raises what `Deployment.send` raises.
    """
    current = look(deployment, target).lead
    for _ in range(2):
        if current is None or not (bodies := restoring_updates(original, current)):
            break
        for body in bodies:
            deployment.send(_request(target, "put back", body), SCENE)
        current = look(deployment, target).lead
    return left_over(deployment, target, original, current)


def left_over(deployment: Deployment, target: Target, original: Lead, current: Lead | None) -> list[Left]:
    """What still differs from the original; all of it where the lead cannot be seen."""
    seen = current if current is not None else {}
    url = deployment.url(_request(target, "put back", None))
    return [
        Left(target, where, before, now, url, {} if where in FIXED else _single(where, before))
        for where, before, now in differences(original, seen)
    ]


def look(deployment: Deployment, target: Target) -> Exchange:
    """The lead as it is stored."""
    return deployment.send(_request(target, "look", None, is_read=True), SCENE)


def _single(where: str, before: Any) -> dict[str, Any]:
    value = None if before is MISSING else before
    return (
        {"metadata": {where.removeprefix("metadata."): value}}
        if where.startswith("metadata.")
        else {where: value}
    )


def _request(target: Target, label: str, body: Any, *, is_read: bool = False) -> Request:
    key = "foreign" if target == "foreign" else "own"
    operation: Operation = "getLead" if is_read else "updateLead"
    return Request(label, body, target=target, key=key, operation=operation)


def restore_journal(settings: Settings, journal: Journal) -> list[Left]:
    """Puts back what an interrupted run could not; the journal goes once all is back.

    Raises what `Deployment.send` raises.
    """
    deployment = Deployment(settings, Budget(settings.max_requests))
    left: list[Left] = []
    for target in KNOWABLE:
        if target in journal.leads:
            probe = deployment.probe_get(_request(target, "look", None, is_read=True), SCENE)
            deployment.serves_get = probe.lead is not None
            left += restore(deployment, target, journal.leads[target])
    deployment.close()
    if not left:
        journal.remove()
    return left
