"""What went over the wire: requests, exchanges, and the log of a run. Pure data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

Lead = dict[str, Any]
Target = Literal["lead", "other", "foreign", "deleted", "unknown"]
"""Which lead a request names: the one under test, a second one of its workspace, another
workspace's, one that is gone, or an id that never was."""

FIELDS = ("name", "email", "phone", "source", "status", "metadata")
"""The fields that an update can change."""
STATUSES = ("new", "contacted", "qualified", "converted", "lost", "follow_up")
MISSING = type("Missing", (), {"__repr__": lambda self: "(absent)"})()
"""What a member is that is not there."""

NO_OP = {"metadata": {"contract_test_absent": None}}
"""An update that changes nothing: it removes a metadata key that is not there."""
OWN_KEY = "own"
FOREIGN_KEY = "foreign"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a scene asks for it.

    `body` is a JSON value, or bytes to be sent as they are. `key` names whose key goes along;
    `authorization` replaces the header by these values (none: no header). `expects` is the status that
    the contract asks for, None where it leaves it open, and `clause` the clause that another status
    breaks. `field` is the field that a 400 must name. A read is sent as GET where the deployment serves
    Get Lead, otherwise as an update that changes nothing.
    """

    label: str
    body: Any = None
    target: Target = "lead"
    key: str = OWN_KEY
    authorization: tuple[str, ...] | None = None
    content_type: str | None = "application/json"
    lead_id: str | None = None
    expects: int | None = 200
    clause: str = "sent-fields-updated"
    field: str | None = None
    is_read: bool = False
    is_concurrent: bool = False

    def content(self) -> bytes:
        """The body as bytes."""
        body = NO_OP if self.is_read else self.body
        if isinstance(body, bytes):
            return body
        try:
            return json.dumps(body, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return json.dumps(body).encode()  # a lone surrogate has no bytes, but an escape


@dataclass(slots=True)
class Exchange:
    """A request and its answer, with what was known before it.

    `before` is the target's lead as last seen, None where that is not known; `before_was_read` tells
    that it was seen by a GET. `others` are the other leads as last seen. `status` 0 means that the
    connection was closed without an answer. `clock` is the deployment's time by its Date header, or ours.
    """

    request: Request
    url: str
    method: str
    scene: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    clock: datetime
    before: Lead | None = None
    before_was_read: bool = False
    others: Mapping[str, Lead] = field(default_factory=dict)
    read: Exchange | None = None
    """The read that followed at once, if one did."""
    since: Sequence[Exchange] = ()
    """For a read: what was sent to this lead since it was last seen."""

    @property
    def body(self) -> Any:
        """The answer's JSON value, MISSING where it is none."""
        return parsed(self.content)

    @property
    def accepted(self) -> bool:
        """Whether the deployment says that it did what was asked."""
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Whether the deployment says that it did not."""
        return 400 <= self.status < 500

    @property
    def lead(self) -> Lead | None:
        """The lead in a successful answer, also where the envelope is not as documented."""
        body = self.body
        if not self.accepted or not isinstance(body, dict):
            return None
        data = body.get("data", body)
        return data if isinstance(data, dict) and data.keys() & {"id", *FIELDS} else None

    @property
    def details(self) -> dict[str, Any]:
        """The `details` of an error answer, empty where there are none."""
        body = self.body
        details = body.get("details") if isinstance(body, dict) else None
        return details if isinstance(details, dict) else {}

    @property
    def shown(self) -> Iterator[Lead]:
        """The lead after an accepted update: as the answer shows it, and as a read right after found it."""
        for exchange in (self, self.read):
            if exchange is not None and exchange.lead is not None:
                yield exchange.lead

    @property
    def is_write(self) -> bool:
        """Whether the request meant to change something."""
        return not self.request.is_read

    @property
    def sent(self) -> dict[str, Any]:
        """The members of the sent body, empty where it is no object."""
        body = parsed(self.request.body) if isinstance(self.request.body, bytes) else self.request.body
        return body if isinstance(body, dict) else {}

    @property
    def sent_metadata(self) -> dict[str, Any]:
        """The sent metadata, empty where it is no object."""
        metadata = self.sent.get("metadata")
        return metadata if isinstance(metadata, dict) else {}


def parsed(text: bytes) -> Any:
    """The JSON value of a text, MISSING where it is none or nests too deeply to be looked at."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING


class Log(Sequence[Exchange]):
    """Exchanges in the order in which they were made; those that met the rate limit (429) apart."""

    def __init__(self, exchanges: Sequence[Exchange] = ()) -> None:
        self._exchanges = list(exchanges)
        self.limited: list[Exchange] = []

    def __getitem__(self, index: Any) -> Any:
        return self._exchanges[index]

    def __len__(self) -> int:
        return len(self._exchanges)

    def append(self, exchange: Exchange) -> None:
        """Adds the latest exchange."""
        self._exchanges.append(exchange)

    def of(self, *scenes: str) -> Log:
        """The exchanges of the named scenes."""
        return Log([x for x in self._exchanges if x.scene in scenes])

    def labelled(self, label: str) -> Exchange | None:
        """The latest exchange whose request has the label."""
        found = [x for x in self._exchanges if x.request.label == label]
        return found[-1] if found else None

    def updates(self) -> Iterator[Exchange]:
        """Accepted updates to a lead whose state before was known."""
        return (x for x in self._exchanges if x.is_write and x.accepted and x.before is not None)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: numbers by value, but true is not 1 (RFC 8259)."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other
    return type(one) is type(other) and bool(one == other)


def field_of(lead: Mapping[str, Any] | None, name: str) -> Any:
    """A lead's field; a field that is left out is a cleared one."""
    return None if lead is None else lead.get(name)


def metadata_of(lead: Mapping[str, Any] | None) -> dict[str, Any]:
    """A lead's metadata, empty where there is none."""
    metadata = field_of(lead, "metadata")
    return metadata if isinstance(metadata, dict) else {}


def relabel(request: Request, **changes: Any) -> Request:
    """The request with some members changed."""
    return replace(request, **changes)
