"""Scenes: what is sent to a deployment so that rules have something to judge. Pure; nothing is sent here.

A scene is a generator: it yields steps and is sent what came of them. The run performs the steps.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from leads_check.evidence.exchange import (
    FOREIGN_KEY,
    NO_TARGET,
    OWN_KEY,
    Exchange,
    Operation,
    Request,
    Target,
)
from leads_check.evidence.values import Lead


@dataclass(frozen=True, slots=True)
class Together:
    """Requests to be sent at the same time."""

    requests: Sequence[Request]


@dataclass(frozen=True, slots=True)
class Tick:
    """A pause, until an update made now must show a later `updatedAt` than the lead has."""


Step = Request | Together | Tick
Play = Generator[Step, Any, Any]
"""Returns False where the deployment turned out not to serve what the scene asks for."""


class Setting:
    """What a scene may know: the leads as last seen, and names for test data.

    `leads` maps targets to leads and changes as the run goes on; `original` is the lead as it was found.
    Where the run makes its own leads, `marks` is what all their emails and names begin with, so that they can
    be told from others.
    """

    def __init__(
        self, leads: Mapping[str, Lead], random: Random, marks: tuple[str, str] | None = None
    ) -> None:
        self._leads = leads
        self.address, self._name = marks or ("contract-test", "Contract Test")
        self.gone_email = ""
        """The email of a lead that the run made and deleted."""
        self.is_made = marks is not None
        """Whether the run made the leads, and will delete them, so that nothing of anybody's can be lost."""
        self.original: Lead = {}
        self.random = random

    def lead(self, target: Target = "lead") -> Lead:
        """The lead as last seen."""
        return self._leads.get(target, {})

    def knows(self, target: Target) -> bool:
        """Whether the lead was ever seen."""
        return target in self._leads

    def token(self) -> str:
        """Sixteen hexadecimal digits that no other call gives."""
        return f"{self.random.getrandbits(64):016x}"

    def email(self) -> str:
        """An address that nobody has."""
        return f"{self.address}-{self.token()}@example.com"

    def phone(self) -> str:
        """A number in the documentation's format, of the range kept for fiction."""
        return f"+1-555-{self.random.randint(200, 999)}-{self.random.randint(1000, 9999)}"

    def name(self) -> str:
        """A name that is recognisable as test data."""
        end = "".join(self.random.choices("abcdefghijklmnopqrstuvwxyz", k=8))
        return f"{self._name} van McDuff {end}"

    def another(self, field: str, choices: Sequence[str]) -> str:
        """One of the choices that the lead's field does not have now."""
        return self.random.choice([choice for choice in choices if choice != self.lead().get(field)])


@dataclass(frozen=True)
class Scene:
    """What is sent for one theme.

    `requests` is the most that it sends; `needs` are the leads, and the foreign key, it cannot do without.
    One that creates leads, or deletes them, needs `provision`.
    `trusts` are rules that the deployment must not have broken yet, lest something of the lead's be lost.
    Where all the rules and questions that it is `about` are left out by `--skip`, it is not played.
    `poisons` says what it sends that a careless store may not survive (`--gentle` leaves that out), and
    `leaves_residue` that nothing may remove what it leaves (only `--allow-residue` plays it).
    `serves` is the operation that it asks for, where a deployment may not have it. A `spare` one is played
    last, and only where the budget has room for it.
    """

    name: str
    play: Callable[[Setting], Play]
    requests: int
    needs: frozenset[str]
    trusts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    poisons: str = ""
    leaves_residue: bool = False
    serves: Operation | None = None
    spare: bool = False


def scene(requests: int, *needs: str, **more: Any) -> Callable[[Callable[[Setting], Play]], Scene]:
    """Makes a generator function a scene, named as the function is; `more` are further members of it."""
    return lambda play: Scene(play.__name__.replace("_", "-"), play, requests, frozenset(needs), **more)


def put(label: str, body: Any, **request: Any) -> Generator[Step, Any, Exchange]:
    """One update."""
    exchange: Exchange = yield Request(label, body, **request)
    return exchange


def read(target: Target = "lead", label: str = "read") -> Generator[Step, Any, Exchange]:
    """The lead as it is stored."""
    key = FOREIGN_KEY if target == "foreign" else OWN_KEY
    exchange: Exchange = yield Request(label, target=target, key=key, operation="getLead")
    return exchange


def put_read(label: str, body: Any, **request: Any) -> Generator[Step, Any, Exchange]:
    """One update, and the lead as it is stored afterwards."""
    exchange = yield from put(label, body, **request)
    yield from read(request.get("target", "lead"))
    return exchange


def listed(label: str, query: str = "", **request: Any) -> Generator[Step, Any, Exchange]:
    """A page of the list; `query` is what stands after the `?`."""
    exchange: Exchange = yield Request(label, target=NO_TARGET, operation="listLeads", query=query, **request)
    return exchange


def created(label: str, body: Any, **request: Any) -> Generator[Step, Any, Exchange]:
    """A new lead, whose target stands in the request of the exchange. The scene needs `provision`."""
    exchange: Exchange = yield Request(label, body, target=NO_TARGET, operation="createLead", **request)
    return exchange


def deleted(target: Target, label: str = "delete", **request: Any) -> Generator[Step, Any, Exchange]:
    """A lead that a scene made is deleted. The scene needs `provision`."""
    exchange: Exchange = yield Request(label, target=target, operation="deleteLead", **request)
    return exchange


def together(*requests: Request) -> Generator[Step, Any, Sequence[Exchange]]:
    """Requests sent at the same time."""
    exchanges: Sequence[Exchange] = yield Together(requests)
    return exchanges


def tick() -> Generator[Step, Any, None]:
    """A pause after which updatedAt must show a later time."""
    yield Tick()
