"""Leads that the check made and that are not known to be gone, as reports tell them."""

from collections.abc import Iterator, Sequence

from leads_check.evidence.exchange import Request
from leads_check.report.curl import command
from leads_check.report.privacy import Privacy, without_userinfo
from leads_check.report.reading import Document
from leads_check.report.values import visible
from leads_check.session.taking_away import Kept
from leads_check.settings import Settings


def as_remaining(kept: Kept, settings: Settings, privacy: Privacy) -> Document:
    """One of them as a part of the document."""
    return {
        "id": privacy.own(kept.id),
        "email": privacy.own(kept.email),
        "reason": privacy.sentence(kept.reason),
        "curl": _delete_command(kept, settings, privacy.own(kept.url)),
    }


def told_remaining(remaining: Document) -> str:
    """One of them in a sentence."""
    named = " ".join(filter(None, (remaining["id"], f"({remaining['email']})")))
    return f"the lead {named}, which the check made, is not known to be deleted: {remaining['reason']}"


def remaining_lines(kept: Sequence[Kept], settings: Settings) -> Iterator[str]:
    """Each of them in a line, with the command that deletes it."""
    for one in kept:
        yield "  " + visible(told_remaining({"id": one.id, "email": one.email, "reason": one.reason}))
        if curl := _delete_command(one, settings, without_userinfo(one.url)):
            yield f"  {curl}"


def _delete_command(kept: Kept, settings: Settings, url: str) -> str:
    """The command that deletes it, empty where its id is not known."""
    request = Request("delete", key=kept.key, operation="deleteLead")
    return command(settings, request, "DELETE", url, None) if url else ""
