"""Which updates make a lead what it was. Pure.

What is sent rests on what was sent before, and on what a look shows besides: a look alone may be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leads_check.evidence.exchange import Target
from leads_check.evidence.fields import FIELDS, READ_ONLY, TEXTS
from leads_check.evidence.values import MISSING, Lead, field_of, metadata_of, same
from leads_check.session.written import METADATA, Written

FIXED = tuple(name for name in READ_ONLY if name != "updatedAt")
"""What no update changes, and so none should have to put back."""
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Left:
    """A member that is known to differ from what it was, and the update that would put it back."""

    target: Target
    where: str
    expected: Any
    actual: Any
    url: str
    body: Body


@dataclass(frozen=True)
class Unreadable:
    """A lead that no look shows, so that nobody knows whether it is as it was; `bodies` put it back."""

    target: Target
    reason: str
    url: str
    bodies: tuple[Body, ...]


def differences(original: Lead, current: Lead) -> Iterator[tuple[str, Any, Any]]:
    """Member, value before and value now; `updatedAt` aside; cleared, empty and absent are as good."""
    for name in (*FIXED, *TEXTS):
        if not same(field_of(original, name) or None, field_of(current, name) or None):
            yield name, field_of(original, name), field_of(current, name)
    for name in METADATA:
        yield from _metadata_differences(name, original, current)
    for name in current.keys() - original.keys() - {*FIELDS, *READ_ONLY}:
        if current[name] is not None:
            yield name, MISSING, current[name]


def _metadata_differences(name: str, original: Lead, current: Lead) -> Iterator[tuple[str, Any, Any]]:
    shown = field_of(current, name)
    if not isinstance(shown, dict | None):
        yield name, field_of(original, name), shown
        return
    before, now = metadata_of(original), metadata_of(current)
    for key in {**before, **now}:
        if not same(before.get(key, MISSING), now.get(key, MISSING)):
            yield f"{name}.{key}", before.get(key, MISSING), now.get(key, MISSING)


def to_put_back(original: Lead, written: Written, shown: Lead | None, *, is_sure: bool = True) -> Written:
    """All that has to be sent again: what was written, and what else a look shows to differ.

    Where nobody is sure that the original is whole, nothing is taken away that was not written: the first
    look may have hidden it.
    """
    differing = [where for where, *_ in differences(original, shown)] if shown is not None else []
    if not is_sure:
        differing = [where for where in differing if _was_there(original, where)]
    keys = [where.partition(".")[2] for where in differing if _is_key(where)]
    if set(METADATA) & {*written.fields, *differing}:
        keys += metadata_of(original)
    fields = [where for where in differing if where in TEXTS]
    others = [where for where in differing if not _is_key(where) and where not in FIELDS]
    # Other members are sent only where they are seen: many deployments refuse a whole update for one.
    return Written(written.fields, written.keys) | Written(tuple(fields), tuple(keys), tuple(others))


def together(original: Lead, parts: Written) -> list[Body]:
    """At most two updates that put all parts back, whichever way nested objects are merged.

    The first takes away, the second puts objects back: an object that is first removed is neither merged
    into nor left with members that it did not have. The second names all of the lead's own keys once more,
    since there are deployments where an update damages those that it does not name.
    """
    own = metadata_of(original)
    away: dict[str, Any] = {name: field_of(original, name) for name in parts.fields if name in TEXTS}
    away |= {name: field_of(original, name) for name in parts.others}
    keys = {key: None if isinstance(own.get(key), dict) else own.get(key) for key in parts.keys}
    has_objects = any(isinstance(own.get(key), dict) for key in parts.keys)
    back = {key: own[key] for key in parts.keys if has_objects and key in own}
    bodies = [{**away, **_metadata(keys)}, _metadata(back)]
    return [body for body in bodies if body]


def in_pieces(parts: Written) -> tuple[list[Written], ...]:
    """The same in the smallest pieces: fields, metadata keys, the last one first, and other members."""
    return (
        [Written(fields=(name,)) for name in parts.fields if name in TEXTS],
        [Written(keys=(key,)) for key in reversed(parts.keys)],
        [Written(others=(name,)) for name in parts.others],
    )


def single(original: Lead, where: str) -> Body:
    """The update that puts one member back; empty where none should be able to."""
    if where in FIXED:
        return {}
    if _is_key(where):
        key = where.partition(".")[2]
        return _metadata({key: metadata_of(original).get(key)})
    return {where: field_of(original, where)}


def _was_there(original: Lead, where: str) -> bool:
    if _is_key(where):
        return where.partition(".")[2] in metadata_of(original)
    return bool(field_of(original, where))


def _metadata(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: dict(members) for name in METADATA[:1]} if members else {}


def _is_key(where: str) -> bool:
    return where.partition(".")[0] in METADATA and "." in where
