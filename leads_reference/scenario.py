"""Requests in a row, as data."""

import json
from dataclasses import dataclass
from typing import Any

from leads_reference.jsontext import JsonObject

CREATED = "lead_c0de000000000001"


@dataclass(frozen=True)
class Step:
    """A request. `lead` and `key` are names of the world's, or texts that stand for themselves.

    A list has no `lead`, and in the place of one that is created there is whose chatbot it comes from.
    """

    method: str
    lead: str = "lead"
    body: bytes = b""
    key: str = "api"
    kind: str | None = "application/json"
    settled: str = "all"
    """How much of the answer the clauses settle: all, refusal (some 4xx), or no-crash (no 5xx)."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers."""
    query: str = ""


@dataclass(frozen=True)
class Scenario:
    """Steps, a tuple among them standing for requests that are sent together."""

    id: str
    steps: tuple[Step | tuple[Step, ...], ...]
    varies: tuple[str, ...] = ()
    """The open questions on which the answers depend."""


def put(body: JsonObject | bytes | list[Any] | None, lead: str = "lead", **more: Any) -> Step:
    return Step(
        "PUT",
        lead,
        body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode(),
        **more,
    )


def metadata(**members: Any) -> Step:
    return put({"metadata": members})


def read(lead: str = "lead", key: str = "api") -> Step:
    """Get Lead, or where it is not served an update that changes nothing."""
    return Step("GET", lead, key=key)


def listing(query: str = "", key: str = "api") -> Step:
    """A page of the list."""
    return Step("GET", "", key=key, query=query)


def create(body: JsonObject, chatbot: str = "own", **more: Any) -> Step:
    """A new lead for a chatbot: `own`, `foreign` or an id; its id is `CREATED`, the next one's one higher."""
    return Step("POST", chatbot, json.dumps(body).encode(), **more)


def delete(lead: str = "lead", key: str = "api") -> Step:
    return Step("DELETE", lead, key=key)


def case(name: str, *steps: Step | tuple[Step, ...], varies: tuple[str, ...] = ()) -> Scenario:
    return Scenario(name, (*steps, read()), varies)


def fields(name: str, *bodies: JsonObject) -> Scenario:
    """Updates in a row, the last one of a field that none of them needs."""
    return case(name, *(put(body) for body in bodies), put({"source": "later"}))


def each(name: str, *bodies: JsonObject, varies: tuple[str, ...] = ()) -> tuple[Scenario, ...]:
    """A scenario for each body."""
    return tuple(case(f"{name}-{i}", put(body), varies=varies) for i, body in enumerate(bodies))


def metadata_each(name: str, *values: Any, varies: tuple[str, ...] = ()) -> tuple[Scenario, ...]:
    """A scenario for each value of a metadata key that is new."""
    return each(name, *({"metadata": {"fresh": value}} for value in values), varies=varies)
