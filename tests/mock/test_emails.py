"""Clauses on 409: an email belongs to one lead of a workspace, for as long as that lead has it."""

import pytest

from tests.mock.leads import FOREIGN, JANE, JOHN, KEY, OTHER_KEY, LeadsClient

EMAILS: dict[str, list[tuple[str, str, str, int]]] = {
    # lead, key, email, status
    "its own email": [(JOHN, KEY, "john.doe@example.com", 200)],
    "its own email in another case": [
        (JOHN, KEY, "JOHN.DOE@EXAMPLE.COM", 200),
        (JANE, KEY, "john.doe@example.com", 409),
    ],
    "an email of the other workspace": [(JOHN, KEY, "grace.lindqvist@example.se", 200)],
    "an email given up": [(JOHN, KEY, "new@example.com", 200), (JANE, KEY, "john.doe@example.com", 200)],
    "an email taken just now": [(JOHN, KEY, "new@example.com", 200), (JANE, KEY, "NEW@example.com", 409)],
    "an email given up and taken again": [
        (JOHN, KEY, "new@example.com", 200),
        (JANE, KEY, "john.doe@example.com", 200),
        (JOHN, KEY, "john.doe@example.com", 409),
        (JOHN, KEY, "jane.smith@example.com", 200),
    ],
    "a refused update takes no email": [
        (JOHN, KEY, "existing@example.com", 409),
        (JANE, KEY, "john.doe@example.com", 409),
    ],
    "the same email in both workspaces": [
        (JOHN, KEY, "new@example.com", 200),
        (FOREIGN, OTHER_KEY, "new@example.com", 200),
    ],
}


@pytest.mark.parametrize("steps", EMAILS.values(), ids=EMAILS)
def test_who_may_have_which_email(leads: LeadsClient, steps: list[tuple[str, str, str, int]]) -> None:
    for lead_id, key, email, status in steps:
        assert leads.put(lead_id, {"email": email}, key).status_code == status
