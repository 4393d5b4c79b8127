"""What went over the wire: requests and exchanges. Pure data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from leads_check.evidence.fields import FIELDS
from leads_check.evidence.values import MISSING, Lead, parsed

Operation = Literal["listLeads", "createLead", "getLead", "updateLead", "deleteLead"]
Target = str
"""Which lead a request names: `lead`, the one under test, `other`, a second one of its workspace, `foreign`,
another workspace's, `deleted`, one that is gone, `unknown`, an id that never was, or `created-1`,
`created-2` and so on, those that a scene made. Empty where it names none, as `listLeads`."""

NO_OP = {"metadata": {"contract_test_absent": None}}
"""An update that changes nothing: it removes a metadata key that is not there."""
_MEMBERS = {"id", *FIELDS}
SUCCESS = 200
OWN_KEY = "own"
FOREIGN_KEY = "foreign"
OWN_CHATBOT = "own"
NO_TARGET = ""
_UNSERVED = (404, 405, 501)
_SHOWING = ("getLead", "updateLead", "createLead")
"""The operations whose answers show a lead."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a scene asks for it.

    `label` is for people. `body` is a JSON value, or bytes to be sent as they are. `key` names whose key
    goes along; `authorization` replaces the header by these values (none: no header). `lead_id` stands in
    the path as it is, in place of the target's id. A read (`getLead`) is sent as GET where the deployment
    serves Get Lead, otherwise as an update that changes nothing. `query` is what stands after the `?`,
    `headers` what is sent besides; `{key}` in a value stands for the key. `chatbot` says through whose
    chatbot a lead is created, `own`, `foreign` or `unknown`; which target the lead becomes, the session says.
    """

    label: str
    body: Any = None
    target: Target = "lead"
    operation: Operation = "updateLead"
    key: str = OWN_KEY
    authorization: tuple[str, ...] | None = None
    content_type: str | None = "application/json"
    lead_id: str | None = None
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    chatbot: str = OWN_CHATBOT

    @property
    def is_read(self) -> bool:
        """Whether it looks at a lead, and does nothing else."""
        return self.operation == "getLead"

    @property
    def is_update(self) -> bool:
        """Whether it is meant to change a lead."""
        return self.operation == "updateLead"

    @property
    def sent(self) -> dict[str, Any]:
        """The members of the body, empty where it is no object."""
        body = parsed(self.body) if isinstance(self.body, bytes) else self.body
        return body if isinstance(body, dict) else {}

    @property
    def is_understood(self) -> bool:
        """Whether what the body asks for is known; of one that is no JSON, each deployment makes its own."""
        return not isinstance(self.body, bytes) or bool(self.sent)

    def content(self) -> bytes:
        """The body as bytes."""
        body = NO_OP if self.is_read else self.body
        if isinstance(body, bytes):
            return body
        try:
            return json.dumps(body, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return json.dumps(body).encode()  # a lone surrogate has no bytes, but an escape


@dataclass(frozen=True, eq=False)
class Exchange:
    """A request and its answer.

    `status` 0 means that there was no proper answer, and `problem` says why. `clock` is the deployment's
    time by its Date header, or ours. `at` and `seconds` tell when it began, on a clock that only moves
    forward, and how long it took. Requests that left together have the same `batch`, others have 0.
    """

    request: Request
    url: str
    method: str
    scene: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    clock: datetime
    at: float = 0.0
    seconds: float = 0.0
    batch: int = 0
    problem: str = ""

    @cached_property
    def body(self) -> Any:
        """The answer's JSON value, MISSING where it is none."""
        return parsed(self.content)

    @property
    def place(self) -> str:
        """What stands last in the path: the id of the lead that is named."""
        return self.url.partition("?")[0].rpartition("/")[2]

    @property
    def answered(self) -> bool:
        """Whether there was a proper answer at all."""
        return self.status != 0

    @property
    def is_served(self) -> bool:
        """Whether the deployment has the operation, where the path names nothing that may not be there."""
        return self.status not in _UNSERVED

    @property
    def accepted(self) -> bool:
        """Whether the deployment says that it did what was asked."""
        return 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Whether the deployment says that it did not."""
        return 400 <= self.status < 500

    @property
    def is_write(self) -> bool:
        """Whether the request meant to change a lead that is there already."""
        return self.request.is_update

    @cached_property
    def lead(self) -> Lead | None:
        """The lead in a successful answer, also where the envelope is not as documented."""
        body = self.body
        if not self.accepted or not isinstance(body, dict) or self.request.operation not in _SHOWING:
            return None
        data = body.get("data", body)
        return data if isinstance(data, dict) and data.keys() & _MEMBERS else None

    @property
    def details(self) -> dict[str, Any]:
        """The `details` of an error answer, empty where there are none."""
        body = self.body
        details = body.get("details") if isinstance(body, dict) else None
        return details if isinstance(details, dict) else {}

    @property
    def media_type(self) -> str:
        """The media type of the answer in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def sent(self) -> dict[str, Any]:
        """The members of the sent body, empty where it is no object."""
        return self.request.sent

    @property
    def sent_metadata(self) -> dict[str, Any]:
        """The sent metadata, empty where it is no object."""
        metadata = self.sent.get("metadata")
        return metadata if isinstance(metadata, dict) else {}


__all__ = [
    "FOREIGN_KEY",
    "MISSING",
    "NO_OP",
    "NO_TARGET",
    "OWN_CHATBOT",
    "OWN_KEY",
    "Exchange",
    "Lead",
    "Operation",
    "Request",
    "Target",
]
