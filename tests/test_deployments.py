"""The reference deployment keeps the documentation; its faulty and lawful relatives are what they say."""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from leads_contract import load_contract
from leads_reference.answer import Answer
from leads_reference.battery import BATTERY
from leads_reference.corners import CORNERS
from leads_reference.deployment import Deployment, Received, Wire, reference
from leads_reference.faults import FAULTS, THEMES, Fault, races
from leads_reference.jsontext import DuplicateKey, NotJson, parse, same, write
from leads_reference.lawful import VARIANTS
from leads_reference.lives import LIVES, Life
from leads_reference.model import Model
from leads_reference.outcomes import KEY, OUTCOMES, Outcome
from leads_reference.questions import questions, settle
from leads_reference.scenario import Scenario
from leads_reference.serve import serve
from leads_reference.transcript import Clock, Player, allowed, breaches
from leads_reference.variant import Variant
from leads_reference.world import WORLD
from tests.awaited import is_judged

THIRD_EXAMPLE = {
    "name": "John Smith",
    "phone": "+1-555-456-7890",
    "status": "qualified",
    "source": "webinar",
    "metadata": {
        "company": "New Tech Corp",
        "job_title": "Senior Manager",
        "budget": "$50k-100k",
        "timeline": "Q2 2024",
        "interests": ["enterprise_solution", "support_package"],
    },
}
DOCUMENTED_LEAD = THIRD_EXAMPLE | {
    "id": "lead_1234567890abcdef",
    "email": "john.doe@example.com",
    "metadata": {"utm_source": "google", "utm_campaign": "spring_2024"} | THIRD_EXAMPLE["metadata"],  # type: ignore[operator]
    "createdAt": "2024-01-15T10:30:00.000Z",
    "workspaceId": "ws_your_workspace_id",
}


def update(model: Model, body: Any, lead_id: str = WORLD.lead_id, key: str = KEY) -> Answer:
    return model.update([key], lead_id, "application/json", json.dumps(body).encode())


# the model


def test_the_third_example_gives_the_documented_response() -> None:
    answer = update(Model(), THIRD_EXAMPLE, WORLD.documented_lead_id)
    assert (answer.status, answer.json["success"]) == (200, True)
    assert answer.json["data"].pop("updatedAt") > "2026"
    assert answer.json["data"] == DOCUMENTED_LEAD


@pytest.mark.parametrize(
    ("body", "status", "error", "code", "details"),
    [
        (
            {"status": "invalid_status"},
            400,
            "Validation failed",
            "VALIDATION_ERROR",
            {
                "field": "status",
                "value": "invalid_status",
                "message": "Status must be one of: new, contacted, qualified, converted, lost, follow_up",
            },
        ),
        (
            {"email": "not-an-email"},
            400,
            "Validation failed",
            "VALIDATION_ERROR",
            {"field": "email", "value": "not-an-email", "message": "Must be a valid email address"},
        ),
        (
            {"email": "tomasz.wojcik@example.org"},
            409,
            "Email already exists",
            "DUPLICATE_EMAIL",
            {
                "email": "tomasz.wojcik@example.org",
                "existingLeadId": WORLD.other_lead_id,
                "message": "A different lead with this email already exists in your workspace",
            },
        ),
    ],
)
def test_refusals_read_as_documented(
    body: Any, status: int, error: str, code: str, details: Mapping[str, Any]
) -> None:
    model = Model()
    answer = update(model, body)
    assert answer.status == status
    assert answer.json == {"success": False, "error": error, "code": code, "details": details}
    assert model.snapshot() == Model().snapshot()


@pytest.mark.parametrize("lead_id", [WORLD.unknown_lead_id, WORLD.deleted_lead_id, WORLD.foreign_lead_id])
def test_leads_that_are_not_there_look_alike(lead_id: str) -> None:
    answer = update(Model(), {"status": "lost"}, lead_id)
    details = {"leadId": lead_id, "message": "No lead found with this ID in your workspace"}
    envelope = {"success": False, "error": "Lead not found", "code": "LEAD_NOT_FOUND", "details": details}
    assert (answer.status, answer.json) == (404, envelope)


# the open questions


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: outcome.question)
def test_every_answer_is_honoured(outcome: Outcome) -> None:
    assert set(outcome.expected) == set(questions()[outcome.question])
    assert [answer for answer in outcome.expected if not outcome.holds(answer)] == []


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.question)
def test_every_answer_shows_in_the_life_of_a_lead(life: Life) -> None:
    assert set(life.expected) == set(questions()[life.question])
    assert [answer for answer in life.expected if not life.holds(answer)] == []


@pytest.mark.parametrize(("answer", "statuses"), [("as-get", (200, 404)), ("not-served", (405, 405))])
def test_head(answer: str, statuses: tuple[int, int]) -> None:
    async def asked(lead_id: str) -> int:
        headers = [("authorization", KEY)]
        received = Received("HEAD", f"/api/v1/leads/{lead_id}", headers)
        return (await reference({"head": answer}).handle(received)).status

    assert tuple(asyncio.run(asked(i)) for i in (WORLD.lead_id, WORLD.unknown_lead_id)) == statuses


def test_every_question_has_an_outcome() -> None:
    answered = {outcome.question for outcome in OUTCOMES}
    of_http = {"unserved-method", "www-authenticate", "head"}
    assert answered | {life.question for life in LIVES} | of_http == set(questions())
    refusals = [
        Model({"unserved-method": answer}).unserved_method("PUT") for answer in questions()["unserved-method"]
    ]
    assert [refusal.status for refusal in refusals] == [405, 404]


@pytest.mark.parametrize(("answer", "challenge"), [("bearer", "Bearer"), ("omitted", None)])
def test_a_401_challenges_where_it_is_answered_so(answer: str, challenge: str | None) -> None:
    refusal = Model({"www-authenticate": answer}).update([], WORLD.lead_id, None, b"{}")
    assert (refusal.status, refusal.headers.get("WWW-Authenticate")) == (401, challenge)


@pytest.mark.parametrize("answers", [{"no-such-question": "yes"}, {"null-name": "perhaps"}])
def test_unknown_questions_and_answers_are_refused(answers: Mapping[str, str]) -> None:
    with pytest.raises(ValueError, match=r"No such question|refused, cleared, ignored"):
        settle(answers)


# JSON


def test_json_keeps_what_was_sent() -> None:
    text = '{"a":[1.50,-0,1E+2,123456789012345678901234567890],"":"\\u0000\U0001f389","__proto__":{"b":[]}}'
    assert write(parse(text)) == text


@pytest.mark.parametrize("text", ["", "NaN", "{", "[1,]", "\ufeff{}", "[" * 3000, "1e99999999999999999999"])
def test_what_is_no_json_is_told(text: str) -> None:
    with pytest.raises(NotJson):
        parse(text)


def test_duplicate_keys() -> None:
    text = '{"a": 1, "a": 2}'
    assert (parse(text), parse(text, "first-wins")) == ({"a": 2}, {"a": 1})
    with pytest.raises(DuplicateKey):
        parse(text, "refused")


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("1", "1.0", True),
        ("1", "true", False),
        ("0", "false", False),
        ("1", '"1"', False),
        ("[]", "{}", False),
    ],
)
def test_equality_as_json(one: str, other: str, equal: bool) -> None:
    assert same(parse(one), parse(other)) is equal


# the registries


def test_slugs_are_unique() -> None:
    for registry in (FAULTS, VARIANTS, BATTERY):
        slugs = [entry.id for entry in registry]
        assert sorted(slugs) == sorted(set(slugs))


def test_faults_break_clauses_of_the_contract_and_leave_none_out() -> None:
    assert {clause for fault in FAULTS for clause in fault.clauses} == {
        clause.id for clause in load_contract().clauses.values() if is_judged(clause)
    }


def test_every_fault_breaks_what_the_clauses_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(races, "PAUSE", 0)
    last = 0

    async def shows(fault: Fault) -> bool:
        nonlocal last  # neighbours in the registry are often seen by neighbours in the battery
        order = sorted(range(len(BATTERY)), key=lambda place: abs(place - last))
        async for scenario in breaches(
            lambda now: fault.deploy(now=now), (BATTERY[place] for place in order)
        ):
            last = BATTERY.index(scenario)
            return True
        return False

    async def unseen() -> list[str]:
        return [fault.id for fault in FAULTS if not await shows(fault)]

    assert asyncio.run(unseen()) == []


@pytest.mark.parametrize(
    "variant", [one for one in VARIANTS if not one.has_own_world], ids=lambda variant: variant.id
)
def test_lawful_variants_break_nothing(variant: Variant) -> None:
    async def broken() -> list[str]:
        return [scenario.id async for scenario in breaches(variant.deploy, BATTERY)]

    assert asyncio.run(broken()) == []


# over HTTP


def put(client: httpx.Client, body: Any, lead_id: str = WORLD.lead_id) -> httpx.Response:
    return client.put(f"/api/v1/leads/{lead_id}", json=body)


@pytest.mark.parametrize(
    ("wire", "header", "value"),
    [
        (Wire(), "content-type", "application/json"),
        (Wire(gzip=True), "content-encoding", "gzip"),
        (Wire(chunked=True), "transfer-encoding", "chunked"),
        (Wire(prefix="/crm/v2", headers={"Server": "nginx"}), "server", "nginx"),
        (Wire(delay=0.01, headers={"Connection": "close"}), "connection", "close"),
    ],
)
def test_served_as_asked(wire: Wire, header: str, value: str) -> None:
    deployment = Deployment(wire=wire)
    with serve(deployment) as url, httpx.Client(base_url=url, headers={"Authorization": KEY}) as client:
        response = put(client, {"name": "Ängla"})
        read = client.get(f"/api/v1/leads/{WORLD.lead_id}")
    assert response.headers[header] == value
    assert response.json() == read.json()
    assert [(one.method, one.status) for one in deployment.requests] == [("PUT", 200), ("GET", 200)]
    assert deployment.snapshot()[WORLD.lead_id]["name"] == "Ängla"


@pytest.mark.parametrize("applied", [False, True])
def test_dropped_connections(applied: bool) -> None:
    deployment = Deployment(wire=Wire(drop_every=2, drop_applied=applied))
    with serve(deployment) as url, httpx.Client(base_url=url, headers={"Authorization": KEY}) as client:
        assert put(client, {"status": "lost"}).status_code == 200
        with pytest.raises(httpx.TransportError):
            put(client, {"status": "new"})
        assert put(client, {}).json()["data"]["status"] == ("new" if applied else "lost")


def test_rate_limit() -> None:
    with (
        serve(Deployment(wire=Wire(rate_limit=2, rate_window=60))) as url,
        httpx.Client(base_url=url, headers={"Authorization": KEY}) as client,
    ):
        answers = [put(client, {}) for _ in range(3)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[2].status_code == 429
    assert answers[2].headers["retry-after"] == str(answers[2].json()["details"]["retryAfter"])


@pytest.mark.parametrize(("fault", "kept"), [("", 8), ("lost-update", 1)])
def test_updates_that_arrive_together(fault: str, kept: int) -> None:
    deployment = next((one.deploy() for one in FAULTS if one.id == fault), reference())
    with (
        serve(deployment) as url,
        httpx.Client(base_url=url, headers={"Authorization": KEY}) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        list(pool.map(lambda i: put(client, {"metadata": {f"at_once_{i}": i}}), range(8)))
    metadata = deployment.snapshot()[WORLD.lead_id]["metadata"]
    found = sum(key.startswith("at_once") for key in metadata)
    assert found == kept if kept == 8 else found < 8


class PlayerOverHttp(Player):
    """Plays a scenario on a deployment that is served; both have the same clock."""

    http: httpx.AsyncClient

    async def exchange(self, received: Received) -> Answer:
        target = received.path + (f"?{received.query}" if received.query else "")
        url = self.http.base_url.copy_with(raw_path=target.encode())
        headers = [(name.encode(), value.encode("latin-1")) for name, value in received.headers]
        response = await self.http.request(received.method, url, headers=headers, content=received.body)
        sent = {name.title().replace("Ratelimit", "RateLimit"): v for name, v in response.headers.items()}
        return Answer(response.status_code, None, sent, response.content)


async def breach_over_http(fault: Fault, scenario: Scenario) -> bool:
    clock = Clock()
    deployment = fault.deploy(now=clock.now)
    with serve(deployment) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
            player = PlayerOverHttp(deployment, clock)
            player.http = client
            transcript = await player.play(scenario)
    return not any(same(transcript, one) for one in await allowed(scenario, deployment.wire))


@pytest.mark.parametrize("theme", THEMES)
def test_faults_break_clauses_over_http(theme: str) -> None:
    async def unseen(fault: Fault) -> bool:
        async for scenario in breaches(lambda now: fault.deploy(now=now), CORNERS):
            return not await breach_over_http(fault, scenario)
        return True

    async def all_unseen() -> list[str]:
        return [fault.id for fault in THEMES[theme][::3] if await unseen(fault)]

    assert asyncio.run(all_unseen()) == []
