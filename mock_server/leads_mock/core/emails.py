"""When two emails are the same, and what happens to one that another lead has."""

from collections.abc import Callable, Mapping

from leads_mock.core.errors import EmailTaken, EmailTakenAtCreate
from leads_mock.core.store import Found


def fold_of(profile: Mapping[str, str]) -> Callable[[str], str]:
    """From an email to the text by which the profile compares it."""
    return str.lower if profile["email-case"] == "same" else str


def check_free(found: Found, folded: str, lead_id: str | None, sent: str) -> None:
    """Raises EmailTaken if a lead other than `lead_id` has the email, which was `sent` in this form.

    `lead_id` of None stands for a lead that is to be created.
    """
    owner = found.owners.get(folded, lead_id)
    if owner is not None and owner != lead_id:
        raise (EmailTakenAtCreate if lead_id is None else EmailTaken)(sent, owner)
