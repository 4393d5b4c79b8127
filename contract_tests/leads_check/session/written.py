"""What a request may write, told from what it sends and never from what is shown. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from leads_check.evidence.exchange import Request
from leads_check.evidence.fields import FIELDS, READ_ONLY, TEXTS

METADATA = tuple(name for name in FIELDS if name not in TEXTS)
"""The fields that are merged key by key."""
_NAME = re.compile(
    r"""(?: "((?:[^"\\]|\\.)*)" | '((?:[^'\\]|\\.)*)' | ([A-Za-z_][\w.-]*) ) \s* [:=]""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Written:
    """What may be written in a lead: changeable fields, metadata keys, and other members.

    `metadata` is among the fields where it was sent as anything but an object: all of it may be gone then.
    """

    fields: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __or__(self, more: Written) -> Written:
        return Written(
            tuple(dict.fromkeys(self.fields + more.fields)),
            tuple(dict.fromkeys(self.keys + more.keys)),
            tuple(dict.fromkeys(self.others + more.others)),
        )

    def __sub__(self, known: Written) -> Written:
        return Written(
            tuple(name for name in self.fields if name not in known.fields),
            tuple(key for key in self.keys if key not in known.keys),
            tuple(name for name in self.others if name not in known.others),
        )

    @classmethod
    def of(cls, parts: Iterable[Written]) -> Written:
        """All parts together."""
        return reduce(or_, parts, cls())

    def __bool__(self) -> bool:
        return bool(self.fields or self.keys or self.others)


def may_write(request: Request) -> bool:
    """Whether an update asks for anything at all."""
    return request.is_update and bool(written_by(request.content()))


class _Members(list[tuple[str, Any]]):
    """An object's members in order; one whose name comes twice is there twice."""


def written_by(content: bytes) -> Written:
    """What an update with this body may write, whatever a careless deployment reads in it."""
    try:
        body = json.loads(content, object_pairs_hook=_Members)
    except (ValueError, RecursionError):
        return _sorted_out(_names_in(content.decode(errors="replace")))
    written = Written()
    for name, value in body if isinstance(body, _Members) else ():
        if name in METADATA and isinstance(value, _Members):
            written |= Written(keys=tuple(key for key, _ in value))
        elif name in FIELDS:
            written |= Written(fields=(name,))
        else:
            written |= Written(others=(name,))
    return written


def _names_in(text: str) -> Iterator[str]:
    """What could be the name of a member: in JSON that is cut off, in a form, or in an object literal."""
    for quoted, single, bare in _NAME.findall(text):
        name = quoted or single or bare
        try:
            yield str(json.loads(f'"{name}"'))
        except ValueError:
            yield name


def _sorted_out(names: Iterator[str]) -> Written:
    written = Written()
    for name in names:
        if name in FIELDS:
            written |= Written(fields=(name,) if name not in METADATA else ())
        elif name not in READ_ONLY:
            # Where in the text it stands cannot be told, so it may be a metadata key.
            written |= Written(keys=(name,), others=(name,))
    return written
