"""A lead that a run makes for itself, and how it is known again. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leads_check.evidence.exchange import OWN_KEY, Exchange, Request, Target
from leads_check.evidence.observation import CREATED
from leads_check.evidence.values import parsed
from leads_check.wire.addresses import is_plain_id
from leads_contract import load_contract

DOOMED = f"{CREATED}0"
"""The lead that is made to be deleted before any other is made; it is `deleted` from then on."""
DOMAIN = "@example.com"
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
GONE = (404, 410)
_ABSENT = load_contract().operations["getLead"].responses[404].examples
NO_SUCH_LEAD = str(next(iter(_ABSENT.values()))["code"])
"""The code of the answer that there is no such lead."""


@dataclass
class Made:
    """`email` and `name` are what it is created with, empty where the request has none of the run's own.

    `id` is the one that the answer gave, empty while there is none. `is_ours` tells that the deployment
    showed this very lead under that id: only then do requests go there. `is_expected` tells that it may be
    there: it was not refused, and no look showed that it is gone. `is_under_way` tells that no answer came in
    time, so that the deployment may still be at work on it.
    """

    target: Target
    key: str = OWN_KEY
    email: str = ""
    name: str = ""
    id: str = ""
    is_ours: bool = False
    is_expected: bool = True
    is_under_way: bool = False

    def is_shown(self, shown: Mapping[str, Any]) -> bool:
        """Whether a lead that the deployment shows is this one: by its email, else by its name."""
        if self.email:
            return _folded(shown.get("email")) == _folded(self.email)
        return bool(self.name) and _folded(shown.get("name")) == _folded(self.name)


def address_of(run: str) -> str:
    """What the emails of the leads that a run makes begin with."""
    return f"contract-test+{run}"


def name_of(run: str) -> str:
    """What their names begin with: letters only, as every deployment takes them in names."""
    return f"Contract Test {run.translate(_LETTERS).capitalize()}"


def made_by(request: Request, run: str) -> Made:
    """The lead that the request would make; without email and name where nothing in it tells whose it is."""
    content = request.content()
    body = parsed(content)
    email, name = (body.get("email"), body.get("name")) if isinstance(body, dict) else (None, None)
    if not isinstance(email, str) or address_of(run) not in email:
        email = _first(rf"{re.escape(address_of(run))}[^\s\"'\\]*{DOMAIN}", content)
    if not isinstance(name, str) or name_of(run) not in name:
        name = ""
    return Made(request.target, request.key, email, name)


def id_in(exchange: Exchange) -> str:
    """The id that the answer to a creation gives; empty where it gives none that could stand in a path."""
    lead_id = (exchange.lead or {}).get("id")
    return lead_id if isinstance(lead_id, str) and is_plain_id(lead_id) else ""


def is_recognisable(shown: Mapping[str, Any], run: str) -> bool:
    """Whether a lead still bears signs of the run that made it, whatever became of its other members."""
    signs = {"email": address_of(run), "name": name_of(run), "metadata": address_of(run)}
    return any(sign in str(shown.get(member)) for member, sign in signs.items())


def _folded(value: Any) -> str:
    return value.strip().casefold() if isinstance(value, str) else ""


def _first(pattern: str, content: bytes) -> str:
    found = re.search(pattern, content.decode(errors="replace"))
    return found[0] if found else ""
