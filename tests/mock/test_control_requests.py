"""The journal: what arrived and what became of it, filtered, verified, masked, within its limits."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from leads_mock.app import create_app
from leads_mock.journal import Entry, Journal, Ledger
from leads_mock.settings import Settings

from tests.mock.control import FIRST, SECOND, refused
from tests.mock.leads import (
    EXISTING,
    FOREIGN,
    JANE,
    JOHN,
    KEY,
    OTHER_KEY,
    UNKNOWN,
    LeadsClient,
    bearer,
    in_process,
)

PATH = "/__admin/requests"
LEAD = f"/api/v1/leads/{JOHN}"


def journal(leads: LeadsClient, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = leads.http.get(PATH, params=query).raise_for_status().json()["requests"]
    return found


def test_an_update_is_told_with_all_that_became_of_it(leads: LeadsClient) -> None:
    before = leads.stored()[JOHN]
    answer = leads.put(JOHN, {"status": "lost", "metadata": {"n": 1.0}}, headers={"X-Test": "a"})

    (told,) = journal(leads)

    headers = told.pop("headers")
    assert (headers["x-test"], headers["authorization"]) == ("a", "Bearer sk-***")
    at, ms = datetime.fromisoformat(told.pop("at")), told.pop("ms")
    assert abs((datetime.now(UTC) - at).total_seconds()) < 5
    assert 0 < ms < 5000
    assert told.pop("id").startswith("req_")
    assert told == {
        "workspace": FIRST,
        "method": "PUT",
        "path": LEAD,
        "query": {},
        "body": {"status": "lost", "metadata": {"n": 1.0}},
        "status": 200,
        "response": answer.json(),
        "refusal": None,
        "before": before,
        "after": answer.json()["data"],
        "script": None,
    }
    assert leads.http.get(PATH).json()["total"] == 1


def test_every_operation_tells_its_lead(leads: LeadsClient) -> None:
    stored = leads.stored()
    made = leads.http.post(
        "/api/v1/chatbots/cb_1234567890abcdef/leads",
        headers=bearer(KEY),
        json={"name": "New", "email": "new@example.com"},
    ).json()["data"]
    leads.http.get(LEAD, headers=bearer(KEY))
    leads.http.delete(f"/api/v1/leads/{JANE}", headers=bearer(KEY))
    leads.http.get("/api/v1/leads?status=new&status=lost&a=", headers=bearer(KEY))

    listed, deleted, read, created = journal(leads)

    assert (created["before"], created["after"], created["status"]) == (None, made, 201)
    assert (read["before"], read["after"]) == (stored[JOHN], stored[JOHN])
    assert (deleted["before"], deleted["after"]) == (stored[JANE], None)
    assert (listed["before"], listed["after"], listed["body"]) == (None, None, None)
    assert listed["query"] == {"status": ["new", "lost"], "a": ""}
    assert [it["id"] for it in journal(leads, lead=made["id"])] == [created["id"]]


REFUSED: dict[str, tuple[str, Any, str, int, str]] = {
    "an invalid status": (JOHN, {"status": "x"}, KEY, 400, "VALIDATION_ERROR"),
    "no JSON": (JOHN, b"{", KEY, 400, "VALIDATION_ERROR"),
    "a taken email": (JOHN, {"email": "existing@example.com"}, KEY, 409, "DUPLICATE_EMAIL"),
    "no such lead": (UNKNOWN, {"name": "x"}, KEY, 404, "LEAD_NOT_FOUND"),
    "no such key": (JOHN, {"name": "x"}, "sk-workspace_nothing", 401, "INVALID_API_KEY"),
}


@pytest.mark.parametrize(("lead", "body", "key", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_told(
    leads: LeadsClient, lead: str, body: Any, key: str, status: int, code: str
) -> None:
    stored = leads.stored()
    leads.put(lead, body, key)

    (told,) = journal(leads)

    assert (told["status"], told["refusal"], told["response"]["code"]) == (status, code, code)
    assert told["body"] == ("{" if body == b"{" else body)
    expected = stored.get(lead) if key == KEY else None
    assert (told["before"], told["after"]) == (expected, expected)
    assert told["workspace"] == (FIRST if key == KEY else None)


def test_no_key_is_shown(leads: LeadsClient) -> None:
    secret = "sk-workspace_Wm4tQz81LrXc0nVb7KdYs52HgPfEu93JaTi6oCqRxNyBlMkZpGv"
    note = f"my key {secret}, and a risk-free word"
    leads.put(JOHN, {"name": secret, "metadata": {"note": note}}, secret)
    leads.http.get(
        f"/api/v1/leads/{secret}?key={secret}", headers={"X-Copy": secret, "Cookie": f"k={secret}"}
    )
    leads.put(JOHN, {}, "another-form-of-a-key")
    leads.http.put(LEAD, headers={"Authorization": "Basic c2VjcmV0"}, json={})

    shown = leads.http.get(PATH).text

    for hidden in ("Wm4tQz81", "another-form", "c2VjcmV0"):
        assert hidden not in shown
    assert "a risk-free word" in shown
    assert journal(leads)[-1]["body"]["name"] == "sk-***"


ODD = "sk-workspace_aB+=%;,\"'\\/<{}[]~!#$()*:?@^`|.Z9"
"""A key with all that a key may hold, but for what parts parameters."""


def escaped(text: str) -> str:
    """All of it in JSON's escapes."""
    return "".join(f"\\u{ord(c):04x}" for c in text)


HIDDEN: dict[str, tuple[str, dict[str, Any]]] = {
    "a comma behind it": ("", {"headers": {"Authorization": "mykey-Z9 ,"}}),
    "in place of the scheme": ("", {"headers": {"Authorization": "mykey-Z9 mykey-Z9"}}),
    "cookies": ("", {"headers": {"Cookie": "a=Z9; b=Z9"}}),
    "a header's name": ("", {"headers": {"sk-workspace_Z9Z9": "1"}}),
    "a parameter's name": ("", {"params": {ODD: "1"}}),
    "a parameter's value": ("", {"params": {"key": ODD}}),
    "a parameter that is not encoded": (f"?a=1&key={ODD.replace('#', '')}&b=1", {}),
    "the path": (f"/{quote(ODD, safe='')}", {}),
    "a body": ("", {"json": {"name": ODD, ODD: [ODD]}}),
    "a body with escapes": ("", {"content": f'{{"name": "{escaped(ODD)}", "n": 1.0}}'}),
    "no JSON": ("", {"content": f'{{"name": "{escaped(ODD)}", "n": '}),
    "a lone surrogate": ("", {"content": f'{{"name": "{escaped(ODD)}", "phone": "\\ud800"}}'}),
    "the own one, of another form": (
        "?other-Z9=other-Z9&other%2DZ9=other%2dZ9",
        {"headers": bearer("other-Z9"), "content": f'{{"{escaped("other-Z9")}": "other-Z9"}}'},
    ),
}


@pytest.mark.parametrize(("target", "sent"), HIDDEN.values(), ids=HIDDEN)
def test_no_key_is_shown_in_any_form(leads: LeadsClient, target: str, sent: dict[str, Any]) -> None:
    leads.http.put(LEAD + target, **sent)
    told = leads.http.get(PATH)
    described = {"method": "GET", "path": "/", "body": {"name": "x", "other-Z": 1}, "times": 9}
    verified = leads.http.post(f"{PATH}/verify", json=described)
    for shown in (told, verified):
        assert "z9" not in str(shown.json()).lower()


def test_numbers_stay_as_they_were_written(leads: LeadsClient) -> None:
    leads.put(JOHN, b'{"metadata":{"huge":123456789012345678901234567890,"exact":1.0,"exp":1e400}}')
    text = leads.http.get(PATH).text
    assert '{"metadata":{"huge":123456789012345678901234567890,"exact":1.0,"exp":1e400}}' in text


DEEP = {
    "JSON that nests too deeply": b'{"metadata":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "no UTF-8": b'{"name":"\xff\xfe"}',
    "nothing": b"",
    "NUL": b"\x00",
}


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP)
def test_whatever_arrived_can_be_shown(leads: LeadsClient, body: bytes) -> None:
    leads.put(JOHN, body)
    (told,) = journal(leads)
    assert told["status"] == 400
    assert isinstance(told["body"], str | None)
    assert leads.http.post(f"{PATH}/verify", json={"body": {"a": 1}, "times": 0}).json()["verified"]
    leads.reset()
    assert journal(leads) == []


@pytest.fixture
def several(leads: LeadsClient) -> LeadsClient:
    """A mock that had some requests."""
    leads.put(JOHN, {"status": "lost"})
    leads.put(JOHN, {"status": "x"})
    leads.put(JANE, {"name": "Jane", "metadata": {"a": {"b": 1, "c": 2}, "list": [1, 2]}})
    leads.put(FOREIGN, {"name": "Grace"}, OTHER_KEY)
    leads.http.get(LEAD, headers=bearer(KEY))
    leads.http.get("/elsewhere")
    return leads


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 6),
        ({"method": "PUT"}, 4),
        ({"method": "get"}, 2),
        ({"path": LEAD}, 3),
        ({"path": "/api/*"}, 5),
        ({"path": "*/leads/lead_2b*"}, 1),
        ({"path": "/api"}, 0),
        ({"status": 400}, 1),
        ({"lead": JOHN}, 3),
        ({"lead": JOHN, "method": "PUT", "status": 200}, 1),
        ({"since": "2020-01-01T00:00:00Z"}, 6),
        ({"since": "2999-01-01T00:00:00+02:00"}, 0),
        ({"workspace": SECOND}, 1),
        ({"workspace": FIRST}, 4),
    ],
)
def test_filters(several: LeadsClient, filters: dict[str, Any], expected: int) -> None:
    told = several.http.get(PATH, params=filters).json()
    assert (told["total"], len(told["requests"])) == (expected, expected)
    few = several.http.get(PATH, params=filters | {"limit": 1}).json()
    assert (few["total"], few["requests"]) == (expected, told["requests"][:1])


def test_the_newest_comes_first_and_control_calls_do_not_come(several: LeadsClient) -> None:
    assert [it["path"] for it in journal(several)][:2] == ["/elsewhere", LEAD]
    assert several.http.get(PATH).json()["total"] == 6
    assert several.http.delete(PATH, params={"workspace": SECOND}).status_code == 204
    assert several.http.get(PATH).json()["total"] == 5
    assert several.http.delete(PATH).status_code == 204
    assert several.http.get(PATH).json() == {"requests": [], "total": 0}


@pytest.mark.parametrize(
    ("query", "field"),
    [("status=ok", "status"), ("limit=-1", "limit"), ("since=yesterday", "since"), ("lead_id=x", "lead_id")],
)
def test_a_wrong_filter_is_told(leads: LeadsClient, query: str, field: str) -> None:
    refused(leads.http.get(f"{PATH}?{query}"), 400, field)


VERIFIED: list[tuple[dict[str, Any], int, bool]] = [
    ({}, 6, True),
    ({"method": "PUT", "path": "/api/v1/leads/*"}, 4, True),
    ({"body": {"status": "lost"}}, 1, True),
    ({"body": {"metadata": {"a": {"b": 1}}}}, 1, True),
    ({"body": {"metadata": {"a": {"b": 1, "c": 2}, "list": [1, 2]}}}, 1, True),
    ({"body": {"metadata": {"list": [1]}}}, 0, False),
    ({"body": {"metadata": {"list": [1, True]}}}, 0, False),
    ({"body": {"metadata": {"a": {"b": True}}}}, 0, False),
    ({"body": {"name": None}}, 0, False),
    ({"status": 400, "times": 1}, 1, True),
    ({"status": 400, "times": 2}, 1, False),
    ({"status": 500, "times": 0}, 0, True),
    ({"path": LEAD, "times": {"atLeast": 3}}, 3, True),
    ({"path": LEAD, "times": {"atLeast": 4}}, 3, False),
    ({"path": LEAD, "times": {"atMost": 2}}, 3, False),
    ({"path": LEAD, "times": {"atLeast": 1, "atMost": 3}}, 3, True),
    ({"status": 500, "times": {"atMost": 1}}, 0, True),
]


@pytest.mark.parametrize(("described", "matched", "verified"), VERIFIED)
def test_verify(several: LeadsClient, described: dict[str, Any], matched: int, verified: bool) -> None:
    told = several.http.post(f"{PATH}/verify", json=described).json()

    assert (told["verified"], told["matched"]) == (verified, matched)
    assert bool(told["nearest"]) is not verified


def test_the_nearest_says_what_differs(several: LeadsClient) -> None:
    described = {
        "method": "PUT",
        "path": f"/api/v1/leads/{JANE}",
        "body": {"metadata": {"a": {"b": 7}}, "x": 1},
    }

    nearest = several.http.post(f"{PATH}/verify", json=described).json()["nearest"][0]

    assert nearest["request"]["path"] == f"/api/v1/leads/{JANE}"
    assert nearest["differs"] == [
        {"field": "body.metadata.a.b", "expected": 7, "actual": 1},
        {"field": "body.x", "expected": 1, "actual": None},
    ]


def test_one_workspace_alone_is_verified(several: LeadsClient) -> None:
    told = several.http.post(f"{PATH}/verify", params={"workspace": SECOND}, json={"times": 1}).json()
    assert told == {"verified": True, "matched": 1, "nearest": []}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"times": -1}, "times"),
        ({"times": {"atLeast": 2, "atMost": 1}}, "times"),
        ({"times": "once"}, "times"),
        ({"method": 1}, "method"),
        ({"lead": JOHN}, "lead"),
    ],
)
def test_a_wrong_description_is_told(leads: LeadsClient, body: Any, field: str) -> None:
    refused(leads.http.post(f"{PATH}/verify", json=body), 400, field)


@pytest.mark.parametrize("most", [0, 1, 3])
def test_it_has_a_length(most: int) -> None:
    with in_process(create_app(Settings(journal=most))) as leads:
        for name in ("a", "b", "c", "d"):
            leads.update(EXISTING, {"name": name})
        assert [it["body"]["name"] for it in journal(leads)] == ["d", "c", "b"][:most]


def entry(size: int) -> Entry:
    nothing = (None,) * 3
    now = datetime.now(UTC)
    return Entry(now, None, None, "GET", "/", b"", b"", None, 200, b"x" * size, None, 0.1, *nothing)


def test_all_journals_together_have_a_size() -> None:
    ledger = Ledger(most=1000, most_bytes=100_000)
    small, large = Journal(ledger), Journal(ledger)
    small.add(entry(1000))
    for _ in range(50):
        large.add(entry(9_000))

    assert (len(list(small)), len(list(large))) == (1, 9)
    assert small.size + large.size == ledger.size <= ledger.most_bytes
    large.close()
    assert ledger.size == small.size
    large.add(entry(1))
    assert (list(large), ledger.size) == ([], small.size)
    small.clear()
    assert [it.number for it in small] == []
