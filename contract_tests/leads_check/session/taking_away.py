"""Deletes the leads that a run made, and looks whether they are gone.

Nothing is deleted but what the run made: what was seen under its id when it was made, or what the list shows
with exactly the email, or the name, that the run gave it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from leads_check.evidence.exchange import Exchange, Request, Target
from leads_check.evidence.values import Lead
from leads_check.session.failure import our_failure
from leads_check.session.made import GONE, NO_SUCH_LEAD, Made, address_of, is_recognisable, name_of
from leads_check.session.patience import Patience, Silent
from leads_check.session.searching import Found, joined, looked_through, search
from leads_check.session.session import Session
from leads_check.wire.addresses import is_plain_id
from leads_check.wire.budget import BudgetExhausted
from leads_check.wire.deployment import Outage, RateLimited, Unreachable

SCENE = "delete"
TRIES = 2


@dataclass(frozen=True)
class Kept:
    """A lead that the run made, or may have made, and that may still be there. `id` and `url` are empty where
    no id is known."""

    target: Target
    key: str
    id: str
    email: str
    url: str
    reason: str


class Unclear(Exception):
    """Whether a lead is still there cannot be told; the message says why."""


class TakingAway:
    """Deletes the leads that a session made. `kept` are those that are not known to be gone.

    `was_recorded` tells that a journal names them, which anybody may have written: they are looked at before
    they are deleted.
    """

    def __init__(self, session: Session, *, was_recorded: bool = False) -> None:
        self._session = session
        self._was_recorded = was_recorded
        self._gone: set[str] = set()
        self._is_over = False
        self._silence = ""
        self._list_fails = ""
        self.kept: list[Kept] = []

    def run(self) -> None:
        """Tries until all are gone, or patience, time or budget end. Raises nothing."""
        patience = Patience(self._session)
        while self._session.made:
            self._try_all(list(self._session.made.values()))
            if not self.kept or self._is_over or not self._silence or not patience.wait():
                return

    @property
    def is_complete(self) -> bool:
        """Whether nothing that the run made is left."""
        return not self.kept

    def _try_all(self, made: Sequence[Made]) -> None:
        self.kept, self._silence = [], ""
        self._session.progress("deleting the leads that were made", self._session.budget)
        for key in dict.fromkeys(one.key for one in made):
            self._try_those(made, key)

    def _try_those(self, every: Sequence[Made], key: str) -> None:
        """The leads of one workspace. The list is searched first, while it still shows what it should."""
        run, made = self._session.run, [one for one in every if one.key == key]
        texts = [address_of(run), *([] if all(one.email for one in made) else [name_of(run)])]
        found = self._searched(texts, key)
        shown = {entry.get("id") for entry in found.entries} if found else set()
        is_trusted = any(one.is_ours and one.id in shown for one in made)
        for one in made:
            if one.is_ours and one.is_expected:
                self._guard(one, one.id, partial(self._take_away, one))
        # What one key made may have come into the other one's workspace.
        strays = list(_strays(found, every, self._gone))
        for lead_id, one in strays:
            self._guard(one, lead_id, partial(self._delete, lead_id, key))
        for one in made:
            if one.is_expected and not one.is_ours and one not in [owner for _, owner in strays]:
                self._guard(one, "", partial(self._look_for, one, found, is_trusted=is_trusted))

    def _searched(self, texts: Sequence[str], key: str) -> Found | None:
        self._list_fails = ""
        try:
            return joined([search(self._send, text, key) for text in texts])
        except (BudgetExhausted, Outage, RateLimited, Silent, Unreachable) as error:
            self._list_fails = str(error)
            return None

    def _guard(self, one: Made, lead_id: str, act: Callable[[], str]) -> None:
        """Whatever happens to one lead, the others are deleted too; what is not gone is told."""
        try:
            problem = self._silence or act()
        except (BudgetExhausted, RateLimited) as error:
            self._is_over, problem = True, str(error)
        except (Outage, Silent, Unreachable) as error:
            self._silence = problem = str(error)
        except Unclear as error:
            problem = str(error)
        except Exception as error:
            problem = our_failure(error)
        one.is_expected = bool(problem)
        if problem:
            request = Request("", target=one.target, operation="deleteLead", lead_id=lead_id)
            url = self._session.deployment.url(request) if lead_id else ""
            self.kept.append(Kept(one.target, one.key, lead_id, one.email or one.name, url, problem))

    def _take_away(self, one: Made) -> str:
        """Deletes a lead that is known to be the run's; what is wrong, empty where it is gone."""
        if self._was_recorded:
            shown = self._shown(one.id, one.key)
            if shown is None:
                return ""
            if not is_recognisable(shown, self._session.run):
                return "what is under its id now does not show that the check made it, so it is not deleted"
        return self._delete(one.id, one.key)

    def _delete(self, lead_id: str, key: str) -> str:
        status = 0
        for _ in range(TRIES):
            request = Request("delete", key=key, operation="deleteLead", lead_id=lead_id)
            status = self._send(request).status
            if self._shown(lead_id, key) is None:
                self._gone.add(lead_id)
                return ""
        return f"it is still there, though DELETE was sent (status {status})"

    def _look_for(self, one: Made, found: Found | None, *, is_trusted: bool) -> str:
        """A lead that no answer showed, and no search: it may never have been made, or not be found."""
        if self._list_fails:
            raise Silent(self._list_fails)
        if one.id and (shown := self._shown(one.id, one.key)) is not None and one.is_shown(shown):
            return self._delete(one.id, one.key)
        if found is None:
            return "it may have been created, and the deployment shows no list in which to look for it"
        if is_trusted and found.is_whole and not one.is_under_way:
            return ""
        # There are deployments whose search looks for whole emails and names.
        found = joined(
            [search(self._send, one.email or one.name, one.key), looked_through(self._send, one.key)]
        )
        for lead_id, _ in _strays(found, [one], self._gone):
            return self._delete(lead_id, one.key)
        if one.is_under_way:
            raise Silent("no answer came to its creation, which may still be under way")
        is_absent = found is not None and found.is_whole
        return "" if is_absent else "it may have been created, and the list does not show all leads"

    def _shown(self, lead_id: str, key: str) -> Lead | None:
        """The lead that is under the id, None where it is gone. Raises Unclear."""
        serves_get, status = self._session.deployment.serves_get, 0
        if serves_get or self._was_recorded:
            look = self._send(Request("look", key=key, operation="getLead", lead_id=lead_id))
            if look.lead is not None and look.lead.get("id") == lead_id:
                return look.lead
            says_so = isinstance(look.body, dict) and look.body.get("code") == NO_SUCH_LEAD
            if look.status in GONE and (serves_get or says_so):
                return None
            status = look.status
        found = search(self._send, address_of(self._session.run), key)
        entry = _under(lead_id, found)
        if found and entry is None:
            found = looked_through(self._send, key)
            entry = _under(lead_id, found)
        if entry is None and not (found and found.is_whole):
            raise Unclear(f"whether it is still there cannot be told (status {status})")
        return entry

    def _send(self, request: Request) -> Exchange:
        deployment = self._session.deployment
        send = deployment.probe_get if request.is_read else deployment.send
        try:
            exchange = send(request, SCENE)
        except Outage as error:
            if not error.exchange.status:
                raise
            exchange = error.exchange  # a gateway's; what became of the lead, a look tells
        if not exchange.status:
            raise Silent("the connection was closed without an answer")
        return exchange


def _under(lead_id: str, found: Found | None) -> Lead | None:
    return next((entry for entry in found.entries if entry.get("id") == lead_id), None) if found else None


def _strays(found: Found | None, made: Sequence[Made], gone: set[str]) -> Iterator[tuple[str, Made]]:
    """What the list shows besides, with exactly an email or name that the run gave: made twice, or unseen."""
    known = {one.id for one in made if one.is_ours}
    for entry in found.entries if found else ():
        lead_id = entry.get("id")
        owner = next((one for one in made if one.is_shown(entry)), None)
        if owner and isinstance(lead_id, str) and is_plain_id(lead_id) and lead_id not in {*known, *gone}:
            yield lead_id, owner
