"""The list of a workspace's leads, searched for those that a run made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from leads_check.evidence.exchange import NO_TARGET, Exchange, Request
from leads_check.evidence.values import Lead

SEARCH = 3
"""The most requests that one search takes."""
_PAGE = 100


@dataclass(frozen=True)
class Found:
    """The entries that a search shows; `is_whole` tells that there are no more."""

    entries: tuple[Lead, ...]
    is_whole: bool


Send = Callable[[Request], Exchange]


def search(send: Send, text: str, key: str) -> Found | None:
    """What the list shows for a text in names and emails; None where the deployment shows no list.

    The empty text asks for all leads. A deployment may show more than was asked for, so the entries have to
    be looked at.
    """
    entries: list[Lead] = []
    narrowed = {"search": text} if text else {}
    for page in range(1, SEARCH + 1):
        query = urlencode({**narrowed, "limit": _PAGE, "page": page})
        exchange = send(Request("search", target=NO_TARGET, operation="listLeads", key=key, query=query))
        shown = entries_in(exchange)
        if shown is None:
            return Found(tuple(entries), is_whole=False) if entries else None
        entries += shown
        if not _has_more(exchange, shown):
            return Found(tuple(entries), is_whole=True)
    return Found(tuple(entries), is_whole=False)


def joined(results: Iterable[Found | None]) -> Found | None:
    """What several searches show; None where none of them shows a list."""
    shown = [one for one in results if one is not None]
    entries = tuple(entry for one in shown for entry in one.entries)
    return Found(entries, all(one.is_whole for one in shown)) if shown else None


def looked_through(send: Send, key: str) -> Found | None:
    """All leads, as far as the list shows them; `is_whole` also where a search could be trusted to show one.

    None where the deployment shows no list.
    """
    found = search(send, "", key)
    if found is None or found.is_whole:
        return found
    return Found(found.entries, _search_works(send, found.entries, key))


def _search_works(send: Send, entries: Iterable[Lead], key: str) -> bool:
    """Whether a search for the email of one of these leads shows it."""
    known = next((lead for lead in entries if isinstance(lead.get("email"), str)), None)
    found = search(send, known["email"], key) if known else None
    return found is not None and known is not None and known.get("id") in [e.get("id") for e in found.entries]


def entries_in(exchange: Exchange) -> list[Lead] | None:
    """The leads on a page of the list, None where the answer is no such page."""
    leads = _data(exchange).get("leads")
    return [lead for lead in leads if isinstance(lead, dict)] if isinstance(leads, list) else None


def _has_more(exchange: Exchange, shown: list[Lead]) -> bool:
    pagination = _data(exchange).get("pagination")
    says = pagination.get("hasNext") if isinstance(pagination, dict) else None
    return bool(shown) and (says if isinstance(says, bool) else len(shown) >= _PAGE)


def _data(exchange: Exchange) -> dict[str, Any]:
    data = exchange.body.get("data") if exchange.accepted and isinstance(exchange.body, dict) else None
    return data if isinstance(data, dict) else {}
