"""Why a request is refused. `leads_mock.problems` says how each refusal looks over HTTP."""

from dataclasses import dataclass
from typing import Any


class Refusal(Exception):
    """Base of all refusals. A refused request has changed nothing."""


class MissingKey(Refusal):
    """There is no Authorization header."""


class MalformedKey(Refusal):
    """The Authorization header is not of the form `Bearer <token>`, or there are several."""


class UnknownKey(Refusal):
    """No workspace has the key."""


@dataclass
class RateLimited(Refusal):
    """The key has used up its `limit` requests; seconds, and Unix seconds, until one is free."""

    limit: int
    retry_after: int
    reset_time: int


@dataclass
class Violation(Refusal):
    """A field holds what it must not: `value` is what was sent, `message` what would be right."""

    field: str
    value: Any
    message: str


@dataclass
class LeadNotFound(Refusal):
    """The key's workspace has no lead with this id."""

    lead_id: str


@dataclass
class EmailTaken(Refusal):
    """Another lead of the workspace, `owner`, has the email; `email` is what was sent."""

    email: str
    owner: str


class EmailTakenAtCreate(EmailTaken):
    """The same for a lead that is to be created: there is no other lead that it could be."""


@dataclass
class ChatbotNotFound(Refusal):
    """The key's workspace has no chatbot with this id."""

    chatbot_id: str


class PayloadTooLarge(Refusal):
    """The body is larger than the profile allows."""


class UnsupportedMediaType(Refusal):
    """The body is not announced as JSON."""


class PathNotFound(Refusal):
    """The contract has no such path."""


@dataclass
class MethodNotAllowed(Refusal):
    """The path does not serve the method; `allow` lists those that it does, comma separated."""

    allow: str


@dataclass
class Unreadable(Refusal):
    """It is no request of HTTP; `reason` says why."""

    reason: str


class TargetTooLong(Refusal):
    """The request's target is longer than the mock reads."""


class HeadersTooLarge(Refusal):
    """There are more header fields, or larger ones, than the mock reads."""


@dataclass
class UnknownHost(Refusal):
    """The request is for a host of another name."""

    name: str
