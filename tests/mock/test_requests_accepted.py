"""Requests that look unusual and are right all the same."""

import pytest

from tests.mock.leads import JOHN, KEY, LeadsClient, bearer


@pytest.mark.parametrize("form", ["Bearer {}", "bearer {}", "BEARER {}", "Bearer   {}"])
def test_forms_of_the_header_that_are_the_same(leads: LeadsClient, form: str) -> None:
    answer = leads.put(JOHN, {"status": "lost"}, headers={"Authorization": form.format(KEY)})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/merge-patch+json",
    ],
)
def test_types_that_are_json(leads: LeadsClient, media_type: str) -> None:
    answer = leads.put(JOHN, b'{"status": "lost"}', headers={"Content-Type": media_type})
    assert answer.json()["data"]["status"] == "lost"


def test_a_body_without_a_type_is_read_as_json(leads: LeadsClient) -> None:
    answer = leads.http.put(f"/api/v1/leads/{JOHN}", headers=bearer(KEY), content=b'{"status": "lost"}')
    assert "Content-Type" not in answer.request.headers
    assert answer.json()["data"]["status"] == "lost"


def test_a_body_of_1_mib_is_accepted(leads: LeadsClient) -> None:
    name = "x" * (2**20 - 12)
    assert leads.update(JOHN, b'{"name": "%b"}' % name.encode())["name"] == name
