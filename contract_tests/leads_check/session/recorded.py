"""What a journal says, read with care: it may have been written by anybody. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leads_check.evidence.exchange import FOREIGN_KEY, OWN_KEY
from leads_check.evidence.fields import FIELDS
from leads_check.evidence.observation import KNOWABLE
from leads_check.evidence.words import called
from leads_check.session.held import Held
from leads_check.session.journal import VERSION
from leads_check.session.made import Made, address_of, name_of
from leads_check.session.written import Written
from leads_check.settings import UsageError
from leads_check.wire.addresses import is_plain_id

_OF_MADE = {"creates", "created", "refused"}
"""What an entry on a lead that the run made has, one of them."""


@dataclass(frozen=True)
class Recorded:
    """A killed run: where it sent, whose keys it used, the leads that it held, and those that it made.

    `is_whole` tells that no end of the journal is missing, and with it what was sent last.
    """

    run: str
    base_url: str
    api_key_env: str
    foreign_api_key_env: str | None
    leads: tuple[Held, ...]
    made: tuple[Made, ...] = ()
    is_whole: bool = True


def recorded(document: Any, where: str, *, is_whole: bool = True) -> Recorded:
    """The run in a journal's document. Raises UsageError for anything that no run could have written."""
    try:
        if not isinstance(document, dict) or "version" not in document:
            raise ValueError("not a journal of leads-contract")
        if document["version"] != VERSION:
            raise ValueError(f"journal version {_short(document['version'])} is not {VERSION}")
        asked = _object(document, "asked")
        for target in asked:
            _one_of((*KNOWABLE, "deleted"), target, "lead")
        foreign = None if document.get("foreignApiKeyEnv") is None else _text(document, "foreignApiKeyEnv")
        keys = {"foreign": FOREIGN_KEY} if foreign else {}
        leads = {t: Held(t, _text(asked, t), keys.get(t, OWN_KEY)) for t in KNOWABLE if t in asked}
        entries = document.get("entries")
        if not isinstance(entries, list):
            raise ValueError("entries is no list")
        run, made = _text(document, "run"), list[Made]()
        for entry in entries:
            if isinstance(entry, dict) and _OF_MADE & entry.keys():
                _take_made(entry, made, run, (OWN_KEY, *keys.values()))
            else:
                _take(entry, leads)
        return Recorded(
            run,
            _text(document, "baseUrl"),
            _text(document, "apiKeyEnv"),
            foreign,
            tuple(leads.values()),
            tuple(made),
            is_whole,
        )
    except ValueError as error:
        raise UsageError(f"{where}: {error}; nothing was sent") from error


def _take(entry: Any, leads: Mapping[str, Held]) -> None:
    if not isinstance(entry, dict):
        raise ValueError("an entry is no object")
    held = leads[_one_of(tuple(leads), entry.get("lead"), "lead")]
    if "seen" in entry:
        held.original = _object(entry, "seen")
        if str(held.original.get("id")) != held.id or not isinstance(
            held.original.get("metadata"), dict | None
        ):
            raise ValueError(f"what was seen is not {called(held.target)}")
    elif entry.get("isLive") is True:
        held.is_live = True
    else:
        held.written |= _written(_object(entry, "sends"))


def _take_made(entry: Mapping[str, Any], made: list[Made], run: str, keys: tuple[str, ...]) -> None:
    """A lead that was about to be created, the id that it then got, or that it was refused."""
    if "creates" in entry:
        one = Made(
            _text(entry, "creates"),
            _one_of(keys, entry.get("key"), "key"),
            _marked(entry, "email", address_of(run)),
            _marked(entry, "name", name_of(run)),
        )
        if not re.fullmatch("[0-9a-f]{8}", run) or not (one.email or one.name):
            raise ValueError("a created lead is not the run's")
        made.append(one)
        return
    targets = tuple(one.target for one in made)
    target = _one_of(targets, entry.get("refused", entry.get("created")), "lead")
    one = made[len(targets) - 1 - targets[::-1].index(target)]
    if "refused" in entry:
        one.is_expected = False
        return
    lead_id = _text(entry, "id")
    if not is_plain_id(lead_id):
        raise ValueError(f"there is no lead {_short(lead_id)}")
    one.id, one.is_ours = lead_id, entry.get("isOurs") is True


def _marked(entry: Mapping[str, Any], name: str, mark: str) -> str:
    """A text that bears the run's mark, or none."""
    value = entry.get(name)
    if not isinstance(value, str) or (value and mark not in value):
        raise ValueError(f"the {name} of a created lead is not the run's")
    return value


def _written(sends: Mapping[str, Any]) -> Written:
    written = Written(*(_texts(sends, name) for name in ("fields", "keys", "others")))
    for name in written.fields:
        _one_of(FIELDS, name, "field")
    return written


def _object(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = holder.get(name)
    if not isinstance(value, dict):
        raise ValueError(f"{name} is no object")
    return value


def _text(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is no text")
    return value


def _texts(holder: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = holder.get(name)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{name} is no list of texts")
    return tuple(value)


def _one_of(known: tuple[str, ...], value: Any, what: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"there is no {what} {_short(value)}")
    return value


def _short(value: Any) -> str:
    return repr(value)[:60]
