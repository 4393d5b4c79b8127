"""Plays scenarios on a deployment in memory, and keeps of the answers what the clauses speak of."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from leads_reference.answer import Answer
from leads_reference.authorizations import AUTHORIZATIONS, KEY
from leads_reference.deployment import Deployment, Received, Wire
from leads_reference.holding import SHOWN
from leads_reference.jsontext import Json, JsonObject, NotJson, parse, same, write
from leads_reference.model import Model
from leads_reference.questions import questions
from leads_reference.scenario import Scenario, Step
from leads_reference.world import WORLD

DETAILS = {
    "VALIDATION_ERROR": ("field", "value", "message"),
    "LEAD_NOT_FOUND": ("leadId", "message"),
    "DUPLICATE_EMAIL": ("email", "existingLeadId", "message"),
    "RATE_LIMIT_EXCEEDED": ("limit", "remaining", "resetTime", "retryAfter"),
}
NUMBERS = ("page", "limit", "total", "totalPages", "hasNext", "hasPrev")
RATES = ("Limit", "Remaining", "Used", "Reset")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
SECOND, NEAR = timedelta(seconds=1), timedelta(minutes=2)


Now = Callable[[], datetime]


class Clock:
    """A clock that stands still but for `tick`."""

    def __init__(self) -> None:
        self.time = datetime(2026, 5, 4, 10, 20, 30, 123456, UTC)

    def now(self) -> datetime:
        return self.time

    def tick(self) -> None:
        self.time += timedelta(seconds=3)


class Player:
    """Plays one scenario, and remembers what it saw of each lead."""

    def __init__(self, deployment: Deployment, clock: Clock) -> None:
        self.deployment, self.clock = deployment, clock
        self.seen = {lead["id"]: without_times(lead) | {"created": True} for lead in WORLD.leads}
        self.updated = {lead["id"]: lead["updatedAt"] for lead in WORLD.leads}
        self.created = {lead["id"]: lead["createdAt"] for lead in WORLD.leads}

    async def play(self, scenario: Scenario) -> list[Json]:
        transcript: list[Json] = []
        for step in scenario.steps:
            self.clock.tick()
            if isinstance(step, Step):
                transcript.append(self.essence(step, await self.send(step)))
            else:
                answers = await asyncio.gather(*(self.send(one) for one in step))
                pairs = sorted(zip(step, answers, strict=True), key=lambda pair: pair[1].status)
                transcript.append([self.together(s, a) for s, a in pairs])
        return transcript

    def together(self, step: Step, answer: Answer) -> Json:
        """Which success comes first is nobody's promise: the read that follows shows what they did."""
        if answer.status >= 400:
            return self.essence(step, answer)
        data = answer.json.get("data") if isinstance(answer.json, dict) else None
        return [answer.status, data.get("id") if isinstance(data, dict) else None]

    async def send(self, step: Step) -> Answer:
        method, body = step.method, step.body
        if method == "GET" and not is_list(step) and not self.deployment.wire.serves_get:
            method, body = "PUT", b'{"metadata": {"no such key": null}}'
        headers = [("authorization", value) for value in AUTHORIZATIONS[step.key]] + list(step.headers)
        if step.kind is not None:
            headers.append(("content-type", step.kind))
        path = f"{self.deployment.wire.prefix}/api/v1{place(step)}"
        return await self.exchange(Received(method, path, headers, body, step.query))

    async def exchange(self, received: Received) -> Answer:
        return await self.deployment.handle(received)

    def essence(self, step: Step, answer: Answer) -> Json:
        """What of an answer the clauses speak of; the wording and further members are left out."""
        if step.settled == "no-crash":
            return answer.status // 100 == 5
        raw = self.deployment.encode(answer)
        try:
            envelope = parse(raw.decode())
        except NotJson:
            envelope = None
        essence: JsonObject = {
            "status": answer.status if step.settled == "all" else answer.status // 100,
            "type": answer.headers["Content-Type"].partition(";")[0],
            "rates": self.rates(answer),
            "others": self.others(step, raw.decode(errors="replace")),
        }
        if not isinstance(envelope, dict):
            return essence | {"body": envelope}
        essence["success"] = envelope.get("success", "absent")
        if "data" in envelope and step.method == "DELETE":
            return essence | {"message": envelope.get("message"), "deleted": self.deleted(envelope["data"])}
        if "data" in envelope:
            shown = self.page if is_list(step) else self.born if step.method == "POST" else self.lead
            return essence | {"lead": shown(step, envelope["data"])}
        essence |= {member: type(envelope.get(member)).__name__ for member in ("error", "code")}
        return essence | refusal(envelope) if step.settled == "all" else essence

    def lead(self, step: Step, data: Json) -> Json:
        if not isinstance(data, dict):
            return data
        lead = without_times(data)
        times = {name: instant(data.get(name)) for name in ("createdAt", "updatedAt")}
        if None in times.values():
            return lead | {"times": "not in UTC"}
        where = lead_id(step)
        created, updated = self.created.get(where, self.clock.time), times["updatedAt"]
        lead["created"] = abs(times["createdAt"] - created) < SECOND
        before, unchanged = self.updated.get(where, updated), same(self.seen.get(where), lead)
        got = step.method == "GET" and self.deployment.wire.serves_get
        if got or not unchanged:  # whether no change moves the time is an open question
            near = abs(updated - self.clock.time) < NEAR
            lead["updated"] = "stayed" if updated - before < SECOND else "moved" if near else "went astray"
        self.updated[where] = updated
        self.seen[where] = {name: value for name, value in lead.items() if name != "updated"}
        return lead

    def page(self, step: Step, data: Json) -> Json:
        """The entries in their order, and the pagination. Whether `workspaceId` is there is left open."""
        entries = data.get("leads") if isinstance(data, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            return data
        numbers = data.get("pagination")
        if isinstance(numbers, dict):
            numbers = {name: numbers.get(name, "absent") for name in NUMBERS}
        return {"leads": [self.entry(entry) for entry in entries], "pagination": numbers}

    def entry(self, entry: JsonObject) -> JsonObject:
        shown = {name: value for name, value in without_times(entry).items() if name != "workspaceId"}
        for name, known in (("createdAt", self.created), ("updatedAt", self.updated)):
            moment, expected = instant(entry.get(name)), known.get(str(entry.get("id")))
            shown[name] = moment and expected and abs(moment - expected) < SECOND
        return shown

    def born(self, step: Step, data: Json) -> Json:
        """A new lead; its times are those of the request."""
        if not isinstance(data, dict):
            return data
        times = [instant(data.get(name)) for name in ("createdAt", "updatedAt")]
        lead, where = without_times(data), str(data.get("id"))
        self.seen[where] = lead | {"created": True}
        self.created[where], self.updated[where] = (time or self.clock.time for time in times)
        near = [time is not None and abs(time - self.clock.time) < NEAR for time in times]
        return lead | {"near": near, "equal": times[0] == times[1]}

    def deleted(self, data: Json) -> Json:
        if not isinstance(data, dict):
            return data
        time = instant(data.get("deletedAt"))
        return {"id": data.get("id"), "near": time is not None and abs(time - self.clock.time) < NEAR}

    def rates(self, answer: Answer) -> str:
        """Whether the rate-limit headers are there and agree."""
        texts = [answer.headers.get(f"X-RateLimit-{name}", "") for name in RATES]
        if not all(text.isdigit() for text in texts):
            return "missing"
        limit, remaining, used, reset = map(int, texts)
        ahead = reset - self.clock.time.timestamp()
        if answer.status == 429 and not answer.headers.get("Retry-After", "").isdigit():
            return "no Retry-After"
        return "agree" if used + remaining == limit and -60 < ahead < 3660 else "disagree"

    def others(self, step: Step, text: str) -> list[str]:
        """What the answer tells of leads that were not asked for."""
        workspace = WORLD.keys[WORLD.foreign_api_key if step.key == "foreign_api" else KEY]
        asked = {lead["id"]: lead for lead in WORLD.leads if lead["workspaceId"] == workspace}
        if is_list(step) or step.method == "POST":
            return []  # a list is there to show them, and a refusal shows what was sent
        own = asked.get(lead_id(step), {"workspaceId": workspace})
        tells = {
            lead[member]
            for lead in WORLD.leads
            for member in ("id", "name", "email", "phone", "workspaceId")
            if lead[member] and lead[member] != own.get(member) and lead[member] in text
        }
        return sorted(tells)


def without_times(lead: JsonObject) -> JsonObject:
    """The members that are documented and not cleared, whichever way the answer shows that."""
    shown = (name for name in SHOWN if not name.endswith("At"))
    return {name: lead[name] for name in shown if lead.get(name) is not None}


def instant(value: Json) -> Any:
    """The time of an RFC 3339 text in UTC, None for anything else."""
    if isinstance(value, str) and TIME.fullmatch(value):
        with suppress(ValueError):
            return datetime.fromisoformat(value)
    return None


def is_list(step: Step) -> bool:
    return step.lead == ""


def place(step: Step) -> str:
    """The path after the version."""
    if step.method == "POST":
        keys = {"own": KEY, "foreign": WORLD.foreign_api_key}
        chatbot = WORLD.chatbot_of(keys[step.lead]) if step.lead in keys else step.lead
        return f"/chatbots/{chatbot}/leads"
    return "/leads" if is_list(step) else f"/leads/{lead_id(step)}"


def lead_id(step: Step) -> str:
    named: str = getattr(WORLD, f"{step.lead}_lead_id", WORLD.lead_id if step.lead == "lead" else step.lead)
    return named


def refusal(envelope: JsonObject) -> JsonObject:
    """The documented members of a refusal; messages only where the documentation words them."""
    code, details = envelope.get("code"), envelope.get("details")
    kept = DETAILS.get(code) if isinstance(code, str) else None
    essence = {"error": envelope.get("error"), "code": code}
    if kept is None or not isinstance(details, dict):
        return essence | {"details": details is not None and kept is not None}
    shown: JsonObject = {name: details.get(name, "absent") for name in kept}
    if not isinstance(shown.get("value"), str | None):
        shown["value"] = write(ordered(shown["value"]))  # whether it keeps its JSON type, is an open question
    if code == "VALIDATION_ERROR" and details.get("field") not in ("status", "email"):
        shown["message"] = isinstance(details.get("message"), str)
    return essence | {"details": shown if code != "RATE_LIMIT_EXCEEDED" else sorted(details)}


def ordered(value: Json) -> Json:
    """Objects with their members by name: no order of them is anybody's promise."""
    if isinstance(value, dict):
        return {name: ordered(value[name]) for name in sorted(value)}
    return [ordered(item) for item in value] if isinstance(value, list) else value


async def breaches(
    deploy: Callable[[Now], Deployment], scenarios: Iterable[Scenario]
) -> AsyncIterator[Scenario]:
    """The scenarios of which a deployment makes something that no clause allows."""
    for scenario in scenarios:
        clock = Clock()
        deployment = deploy(clock.now)
        transcript = await Player(deployment, clock).play(scenario)
        if not any(same(transcript, one) for one in await allowed(scenario, deployment.wire)):
            yield scenario


_ALLOWED: dict[tuple[str, bool, bool, bool, bool, int], list[list[Json]]] = {}


async def allowed(scenario: Scenario, wire: Wire) -> list[list[Json]]:
    """The transcripts that the clauses allow: one for each combination of the answers it depends on."""
    serves = (wire.serves_get, wire.serves_delete, wire.serves_list, wire.serves_create)
    known = (scenario.id, *serves, wire.rate_limit)
    if known not in _ALLOWED:
        _ALLOWED[known] = []
        for answers in product(*(questions()[question] for question in scenario.varies)):
            clock = Clock()
            model = Model(dict(zip(scenario.varies, answers, strict=True)), now=clock.now)
            lawful = Deployment(model, replace(wire, prefix="", headers={}))
            _ALLOWED[known].append(await Player(lawful, clock).play(scenario))
    return _ALLOWED[known]
