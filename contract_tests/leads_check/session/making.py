"""Makes leads: each is written down before it is sent, and known again before anything else goes to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leads_check.evidence.exchange import Exchange, Request
from leads_check.evidence.observation import CREATED
from leads_check.evidence.values import Lead
from leads_check.session.held import Held
from leads_check.session.made import GONE, Made, address_of, id_in, made_by
from leads_check.session.searching import SEARCH, Found, search
from leads_check.session.session import REMOVAL, SEARCHES, Session, Untouchable
from leads_check.wire.budget import BudgetExhausted

SCENE = "provision"
_UNSERVED = (401, 404, 405)
"""What is answered before anything is created, in whatever form."""


class Making:
    """The leads that a session makes, by the targets that it gives them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number = 0

    def prepare(self, request: Request) -> Request:
        """The request as it can be sent: what it creates has a target, and is in the journal.

        Raises BudgetExhausted, JournalFailed, and Untouchable where nobody could tell whose lead it made.
        """
        if request.operation != "createLead" or not self._session.settings.provision:
            return request
        self._number += not request.target
        named = replace(request, target=request.target or f"{CREATED}{self._number}")
        made = made_by(named, self._session.run)
        if not made.email and not made.name:
            raise Untouchable("what this creates could not be found again, so it is not sent")
        finding = SEARCHES * self._session.search_pages + REMOVAL
        if self._session.budget.left < 1 + SEARCH + 1 + REMOVAL + finding:
            raise BudgetExhausted("the requests that are left are kept for deleting the leads that were made")
        if self._session.journal is not None:
            self._session.journal.creates(made)
        if before := self._session.made.get(made.target):
            self._session.made[f"{before.target}, {before.name}"] = before
        self._session.made[made.target] = made
        self._session.keep_reserve()
        return named

    def learn(self, exchange: Exchange) -> None:
        """What became of a lead that was made. Raises as the wire does."""
        self.note(exchange)
        if exchange.request.operation == "createLead":
            self.recognise([exchange])

    def note(self, exchange: Exchange) -> None:
        """The same, without a look whether a new lead is where the answer says."""
        made = self._session.made.get(exchange.request.target)
        if made is None:
            return
        if exchange.request.operation == "createLead":
            self._note_creation(made, exchange)
        elif exchange.status in GONE and _asks_as_owner(exchange.request, made):
            made.is_expected = made.target not in self._session.knowledge.gone
        self._session.keep_reserve()

    def _note_creation(self, made: Made, exchange: Exchange) -> None:
        made.is_expected = not _says_no(exchange)
        if not made.is_expected and self._session.journal is not None:
            self._session.journal.refused(made)
        lead_id = id_in(exchange)
        is_own = exchange.lead is not None and made.is_shown(exchange.lead)
        if not lead_id or not is_own or lead_id in self._session.deployment.ids.values():
            return
        made.id = lead_id
        self._write_down(made)

    def recognise(self, creations: Sequence[Exchange]) -> None:
        """Looks whether leads of one workspace are where the answers say: only then do requests go there.

        An id in an answer may be anybody's, so the list is asked first, and GET where it does not show them.
        """
        made = [(self._session.made[x.request.target], x) for x in creations if x.request.target]
        made = [(one, x) for one, x in made if one.id]
        if not made:
            return
        first, is_alone = made[0][0], len(made) == 1
        text = first.email or first.name if is_alone else address_of(self._session.run)
        found = self._searched(text, first.key)
        for one, x in made:
            ids = [entry.get("id") for entry in found.entries if one.is_shown(entry)] if found else []
            if one.id in ids or (is_alone and not ids and self._is_shown_by_get(one)):
                self._adopt(one, x.lead)
            elif not ids and not is_alone:
                self.recognise([x])  # its search may look for whole emails only

    def _searched(self, text: str, key: str) -> Found | None:
        """A search; how long this one is, the later ones may be, too."""
        session, before = self._session, self._session.budget.used
        try:
            return search(self._send, text, key)
        finally:
            session.search_pages = max(session.search_pages, session.budget.used - before)
            session.keep_reserve()

    def _adopt(self, made: Made, lead: Lead | None) -> None:
        made.is_ours = True
        self._write_down(made)
        self._session.deployment.ids[made.target] = made.id
        self._session.held[made.target] = Held(
            made.target, made.id, made.key, lead, is_live=True, is_made=True
        )

    def _write_down(self, made: Made) -> None:
        if self._session.journal is not None:
            self._session.journal.created(made)

    def _send(self, request: Request) -> Exchange:
        """Sent whoever interrupts: what was made must be known again."""
        return self._session.note(self._session.deployment.send(request, SCENE))

    def _is_shown_by_get(self, made: Made) -> bool:
        look = Request("look", target=made.target, operation="getLead", key=made.key, lead_id=made.id)
        # No evidence: whose id this is, shows only now.
        shown = self._session.deployment.probe_get(look, SCENE).lead or {}
        return shown.get("id") == made.id and made.is_shown(shown)


def _says_no(exchange: Exchange) -> bool:
    """Whether a refusal is the deployment's own word, and not the page of something in front of it."""
    body = exchange.body
    is_own = isinstance(body, dict) and bool(body) and body.get("success") is not True and "data" not in body
    return exchange.refused and (is_own or exchange.status in _UNSERVED)


def _asks_as_owner(request: Request, made: Made) -> bool:
    is_plain = request.authorization is None and request.lead_id is None
    return request.is_read and request.key == made.key and is_plain
