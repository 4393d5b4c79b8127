"""What keeps the mock fast, as far as it can be told without a clock; `make bench` measures the rest."""

import subprocess
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from leads_mock.core.emails import fold_of
from leads_mock.core.errors import Refusal
from leads_mock.core.json_text import encode
from leads_mock.core.memory import MemoryStore
from leads_mock.core.operations import OPERATIONS
from leads_mock.terms import terms_of

from benchmarks.many_leads import BYTES, CHATBOT, generated_leads, seeds
from benchmarks.memory import LIMIT
from leads_contract import Profile, load_contract
from tests.mock.running import ROOT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONTRACT = load_contract()
PROFILE = Profile(CONTRACT.questions)
TERMS = terms_of(CONTRACT, PROFILE)
HOME = "ws_your_workspace_id"

START = """
import sys
import leads_mock.cli, leads_mock.server
from leads_mock.app import create_app
from leads_mock.settings import Settings
create_app(Settings())
print(*sys.modules)
"""
UNUSED = {
    *("starlette.testclient", "httpx", "requests", "urllib3", "anyio.from_thread", "rich", "flask"),
    *("pytest", "_pytest", "hypothesis", "schemathesis", "leads_check"),
}
PUT_OFF = """
import leads_mock.framework
from connexion import AsyncApp
from connexion.json_schema import requests as put_off
import requests
from starlette.testclient import TestClient
assert isinstance(AsyncApp("a").test_client(), TestClient)
assert isinstance(put_off.Session(), requests.Session)
"""


def printed_by(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_start_imports_nothing_that_is_not_used() -> None:
    assert UNUSED & set(printed_by(START).split()) == set()


def test_what_a_start_puts_off_works_when_it_is_wanted() -> None:
    printed_by(PUT_OFF)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory from /proc")
def test_memory_for_each_lead() -> None:
    leads = 20_000
    grown = printed_by(f"from benchmarks.memory import grown_by; print(grown_by({leads}))")

    assert {len(encode(lead)) for lead in generated_leads(100)} == {BYTES}
    assert float(grown) / leads < LIMIT


def calls_of(action: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called."""
    seen: list[str] = []
    sys.setprofile(lambda frame, event, argument: seen.append(event))
    try:
        with suppress(Refusal):
            action()
    finally:
        sys.setprofile(None)
    return len(seen)


def finish(change: Coroutine[Any, Any, object]) -> None:
    """Runs what awaits nothing."""
    with suppress(StopIteration):
        change.send(None)


@pytest.mark.parametrize(
    ("lead_number", "body"),
    [
        (1, {"name": "X", "email": "x@example.com", "metadata": {"a": 1}}),
        (-1, {"name": "X"}),
        (1, {"email": "lead-0000000@example.com"}),
    ],
    ids=["accepted", "unknown lead", "email taken"],
)
def test_the_cost_of_an_update_does_not_depend_on_the_number_of_leads(
    lead_number: int, body: dict[str, object]
) -> None:
    operation = OPERATIONS["updateLead"](terms_of(CONTRACT, PROFILE))
    intent = operation.check({"leadId": f"lead_{lead_number:016x}"}, body, NOON)

    def cost(leads: int) -> int:
        store = MemoryStore(seeds(leads), fold_of(PROFILE))
        change = store.change("ws_your_workspace_id", intent)
        return calls_of(lambda: finish(change))

    assert cost(10) == cost(5_000)


def listed(store: MemoryStore, **query: str) -> None:
    """A list of the one workspace."""
    intent = OPERATIONS["listLeads"](TERMS).check({}, list(query.items()), NOON)
    finish(store.change(HOME, intent))


CHANGES: dict[str, tuple[str, dict[str, str], object]] = {
    "none": ("getLead", {"leadId": f"lead_{1:016x}"}, None),
    "an update": ("updateLead", {"leadId": f"lead_{1:016x}"}, {"name": "X"}),
    "another status": ("updateLead", {"leadId": f"lead_{1:016x}"}, {"status": "lost"}),
    "a new lead": ("createLead", {"chatbotId": CHATBOT}, {"name": "X", "email": "x@example.com"}),
    "a lead less": ("deleteLead", {"leadId": f"lead_{1:016x}"}, None),
}


@pytest.mark.parametrize(
    "query", [{}, {"page": "2"}, {"status": "new", "source": "website"}, {"source": "nobody's"}], ids=repr
)
@pytest.mark.parametrize("change", CHANGES)
def test_the_cost_of_a_page_does_not_depend_on_the_number_of_leads(
    change: str, query: dict[str, str]
) -> None:
    name, path, body = CHANGES[change]

    def cost(leads: int) -> int:
        store = MemoryStore(seeds(leads), fold_of(PROFILE))
        listed(store, **query)
        finish(store.change(HOME, OPERATIONS[name](TERMS).check(path, body, NOON)))
        return calls_of(lambda: listed(store, **query))

    # Only the way to a lead's place grows, and that by a step for each doubling.
    assert cost(5_000) - cost(50) < 100


def test_a_search_calls_no_more_than_two_functions_for_a_lead() -> None:
    def cost(leads: int) -> int:
        store = MemoryStore(seeds(leads), fold_of(PROFILE))
        listed(store)
        return calls_of(lambda: listed(store, search="nobody"))

    # A call is seen twice: when it begins and when it ends.
    assert cost(2_000) - cost(1_000) <= 4 * 1_000


def test_an_update_costs_hardly_more_where_leads_are_listed() -> None:
    def cost(*, is_listed: bool) -> int:
        store = MemoryStore(seeds(1_000), fold_of(PROFILE))
        if is_listed:
            listed(store)
        intent = OPERATIONS["updateLead"](TERMS).check({"leadId": f"lead_{1:016x}"}, {"name": "X"}, NOON)
        return calls_of(lambda: finish(store.change(HOME, intent)))

    assert cost(is_listed=True) - cost(is_listed=False) < 8
