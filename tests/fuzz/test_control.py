"""Control calls with generated values: each is refused or done, and all state can be read afterwards."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from leads_mock.app import create_app
from leads_mock.settings import Settings

from tests.fuzz.lasting import AFRESH
from tests.fuzz.texts import VALUES
from tests.mock.leads import LeadsClient, in_process

LEAD = (
    '{"id":"lead_x","name":"A","email":null,"phone":null,"source":null,"status":"new","metadata":{"n":%s},'
    '"createdAt":"2024-01-15T10:30:00.000Z","updatedAt":"2024-01-15T10:30:00.000Z"}'
)
NOWHERE = '{"match":{"path":"/nothing"},"answer":{"status":400},'
CALLS = (
    ("PUT", "state", "%s"),
    ("PUT", "state", '{"workspaces":[{"id":"w","keys":["k"],"leads":[' + LEAD + "]}]}"),
    ("PUT", "state", '{"workspaces":[{"id":"w","keys":%s}]}'),
    ("POST", "leads", '{"workspace":"ws_your_workspace_id","leads":[' + LEAD + "]}"),
    ("POST", "leads", '{"workspace":"ws_your_workspace_id","leads":[{"id":"lead_y","name":%s}]}'),
    ("PUT", "profile", '{"null-name":%s}'),
    ("PUT", "clock", '{"now":%s,"frozen":true}'),
    ("PUT", "clock", '{"now":"2030-01-01T00:00:00Z","frozen":%s}'),
    ("POST", "clock/advance", '{"seconds":%s}'),
    ("POST", "scripts", '{"match":{"method":"PUT","body":%s},"answer":{"status":409}}'),
    ("POST", "scripts", NOWHERE + '"when":{"times":%s}}'),
    ("POST", "scripts", NOWHERE + '"when":{"probability":%s,"seed":1}}'),
    ("POST", "scripts", NOWHERE + '"delay":%s}'),
    ("POST", "scripts", NOWHERE + '"headers":{"x":%s}}'),
    ("POST", "requests/verify", '{"method":"PUT","body":%s}'),
    ("POST", "requests/verify", '{"method":"PUT","times":%s}'),
    ("POST", "workspaces", "%s"),
)
READS = ("state", "leads", "requests", "scripts", "clock", "profile", "snapshots")
QUERIES = st.builds(
    "{}={}".format,
    st.sampled_from(["limit", "since", "status", "path", "lead", "method", "workspace"]),
    st.sampled_from(["--5", "-1", "9" * 5000, "%C2%B2", "%00", "%ff", "*" * 50, "9999-12-31T23:59:59Z", ""]),
)


@pytest.fixture(scope="module")
def leads() -> Iterator[LeadsClient]:
    with in_process(create_app(Settings())) as client:
        yield client


@settings(AFRESH, max_examples=250)
@given(call=st.sampled_from(CALLS), value=VALUES)
def test_no_value_hurts(leads: LeadsClient, call: tuple[str, str, str], value: str) -> None:
    method, path, body = call
    leads.http.delete("/__admin/scripts")
    leads.reset()
    headers = {"Content-Type": "application/json"}
    answer = leads.http.request(
        method, f"/__admin/{path}", content=body.replace("%s", value).encode(), headers=headers
    )
    assert answer.status_code < 500, answer.text[:300]
    assert answer.is_success or answer.json()["error"]
    for name in READS:
        assert leads.http.get(f"/__admin/{name}").status_code == 200


@settings(AFRESH, max_examples=50)
@given(QUERIES)
def test_no_query_hurts(leads: LeadsClient, query: str) -> None:
    assert leads.http.get(f"/__admin/requests?{query}").status_code < 500
