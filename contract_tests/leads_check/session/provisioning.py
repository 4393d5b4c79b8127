"""What `--provision` does first: it makes the leads that the check needs, where it can delete them again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from leads_check.evidence.exchange import FOREIGN_KEY, NO_OP, OWN_KEY, Exchange, Operation, Request, Target
from leads_check.session.looking import KeyRefused
from leads_check.session.made import DOMAIN, DOOMED, GONE, NO_SUCH_LEAD, address_of, name_of
from leads_check.session.making import SCENE, Making
from leads_check.session.searching import SEARCH, search
from leads_check.session.session import REMOVAL, SEARCHES, SPARE, Session
from leads_check.settings import Settings, UsageError
from leads_contract import load_contract

UNSERVED = (405, 501)
PROBES = 3 + SEARCH
MAKING = 2 + SEARCH + 1
"""The most requests that one lead takes: created, once more with less, searched for, looked at."""


class NotMade(Exception):
    """A lead that the check needs could not be made; the message says why."""


def provision(session: Session, making: Making) -> None:
    """Makes the leads, or nothing at all where nothing could take them away again.

    Raises UsageError where the deployment lacks what this takes, NotMade where it fails at it, KeyRefused,
    and as `Session.send` does.
    """
    _check_deployment(session)
    _delete_one(session, making)
    _make(session, making, OWN_KEY, "lead", "other")
    if session.settings.foreign_chatbot_id:
        _make(session, making, FOREIGN_KEY, "foreign")


def made_leads(settings: Settings) -> int:
    """How many leads are made before the check begins."""
    return 4 if settings.foreign_chatbot_id else 3


def least_requests(settings: Settings) -> int:
    """The most that making these leads and deleting them takes."""
    workspaces = 2 if settings.foreign_chatbot_id else 1
    return PROBES + made_leads(settings) * (MAKING + REMOVAL) + workspaces * (1 + SEARCHES + REMOVAL) + SPARE


def _check_deployment(session: Session) -> None:
    """Raises UsageError where leads could not be deleted, or not be seen again."""
    # No evidence, these: what is not served need not know of any lead.
    deployment = session.deployment
    found = absent = deployment.probe_get(_of_none("getLead"), SCENE)
    if not _is_absent(found):
        absent = deployment.send(_of_none("updateLead"), SCENE)
    if absent.status in (401, 403):
        raise KeyRefused(
            f"the deployment refuses the key in {session.settings.api_key_env} ({absent.status})"
        )
    deployment.serves_get = _is_served(found, absent)
    deleted = deployment.send(_of_none("deleteLead"), SCENE)
    if deleted.accepted:
        session.note(deleted)
    if not deleted.answered or deleted.status >= 500:
        told = f"status {deleted.status}" if deleted.answered else "no answer"
        raise NotMade(f"nothing was created, since DELETE of a lead that does not exist got {told}")
    if not deleted.accepted and not _is_served(deleted, absent):
        raise UsageError(
            f"--provision: DELETE of a lead that does not exist is answered with {deleted.status}, so the"
            " deployment does not seem to serve Delete Lead. Nothing was created, since it would have to stay"
        )
    is_listed = deployment.serves_get or search(
        lambda request: session.send(request, SCENE), session.run, OWN_KEY
    )
    if not is_listed:
        raise UsageError(
            "--provision: the deployment serves neither Get Lead nor List Leads, so a new lead could not be"
            " told from others. Nothing was created"
        )


def _of_none(operation: Operation) -> Request:
    return Request("of a lead that never was", NO_OP, target="unknown", operation=operation)


def _is_absent(exchange: Exchange) -> bool:
    return exchange.status == 404 and _said(exchange)[0] == NO_SUCH_LEAD


def _is_served(exchange: Exchange, absent: Exchange) -> bool:
    """Whether the operation looked for the lead: it says that there is none, as another one does."""
    is_alike = exchange.status == absent.status == 404 and _said(exchange) == _said(absent)
    return is_alike or _is_absent(exchange)


def _said(exchange: Exchange) -> tuple[Any, Any]:
    """Code and text of a refusal; of one with neither, all but what differs each time."""
    body = exchange.body if isinstance(exchange.body, dict) else {"error": exchange.content}
    rest = {name: value for name, value in body.items() if name not in ("timestamp", "requestId")}
    return body.get("code"), body.get("error", rest)


def _delete_one(session: Session, making: Making) -> None:
    """Makes a lead and deletes it, before there are more that may have to stay."""
    _make(session, making, OWN_KEY, DOOMED)
    session.send(Request("delete it", target=DOOMED, operation="deleteLead"), SCENE)
    look = session.send(session.held.pop(DOOMED).read("look for the deleted lead"), SCENE)
    making.learn(look)
    if look.status not in GONE:
        raise NotMade(f"a lead that was created and deleted is still there (status {look.status})")
    session.deployment.ids["deleted"] = session.made[DOOMED].id


def _make(session: Session, making: Making, key: str, *targets: Target) -> None:
    """Makes leads in one workspace, and looks whether they are where the answers say."""
    session.progress("making leads", session.budget)
    making.recognise([_create(session, making, key, target) for target in targets])
    if any(target not in session.held for target in targets):
        raise NotMade(
            "no lead could be made: the deployment does not show a new lead under the id it answers"
        )


def _create(session: Session, making: Making, key: str, target: Target) -> Exchange:
    """Creates the lead, whole or, where that is refused, with name and email alone."""
    whole = _lead(session.run, target)
    # Whether the first is refused and yet created, shows in the end; so the second is another lead.
    for body in (whole, {"name": f"{whole['name']} B", "email": whole["email"].replace("@", "b@")}):
        request = Request("create a lead", body, target, "createLead", key, chatbot=key)
        created = session.send(making.prepare(request), SCENE)
        making.note(created)
        if session.made[target].id:
            return created
        _check_chatbot(created, key)
        if created.status not in (400, 422):
            break
    shown = "" if created.refused or created.status >= 500 else ", without the new lead and an id of its own"
    raise NotMade(f"no lead could be made: a creation was answered with status {created.status}{shown}")


def _check_chatbot(created: Exchange, key: str) -> None:
    """Raises UsageError where the chatbot is refused: by the status, or anywhere in what a refusal says."""
    option = "--provision" if key == OWN_KEY else "--foreign-chatbot-id"
    # A deployment has its own words for a chatbot that is not there; some repeat the path in each refusal.
    said = created.content.replace(urlsplit(created.url).path.encode(), b"")
    is_named = created.refused and b"chatbot" in said.lower()
    if is_named or created.status in (401, 403, 404, 410, *UNSERVED):
        raise UsageError(
            f"{option}: {created.method} {created.url} is answered with {created.status}, so the key has no"
            " such chatbot, or the deployment does not serve Create Lead"
        )


def _lead(run: str, target: Target) -> dict[str, Any]:
    """A lead with something in every field, after the contract's own example."""
    example = max(load_contract().operations["createLead"].examples.values(), key=len)
    number = 1 + (DOOMED, "lead", "foreign", "other").index(target)
    letter = chr(ord("A") + number - 1)
    return {
        **example,
        "status": "contacted",
        "name": f"{name_of(run)} {letter}",
        "email": f"{address_of(run)}-{number}{DOMAIN}",
        "metadata": {**_METADATA, "made_by": address_of(run), **(_UNSET if target == DOOMED else {})},
    }


_UNSET = {"unset": None}
"""What becomes of it is asked of the lead that goes at once."""
_METADATA = {
    "company": "Contract Test & Söhne",
    "lead_score": 85,
    "newsletter": False,
    "interests": ["product_demo", "pricing"],
    "address": {"city": "Hamburg", "geo": {"lat": 53.55, "lon": 9.99}},
}
