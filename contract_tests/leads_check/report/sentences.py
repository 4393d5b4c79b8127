"""What a finding says, in terms of the API: what was sent, and what is wrong since. Pure.

The sentences hold text from outside only as `quoted`; they are masked afterwards.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from leads_check.evidence.exchange import FOREIGN_KEY, Exchange, Request
from leads_check.evidence.values import MISSING
from leads_check.evidence.words import NO_SUCH_ENTRY, Words, quoted
from leads_check.report.privacy import Privacy
from leads_check.report.values import shorten, shown
from leads_check.rules.rule import Finding
from leads_contract import load_contract

_MOST_NAMES = 6
_FEW_NAMES = 3
"""Of more, the one in question stands for all."""
_TARGETS = {
    "other": " of the other lead",
    "foreign": " of another workspace's lead",
    "deleted": " of a deleted lead",
    "unknown": " of a lead that does not exist",
}
_METADATA = "metadata."
_LARGE = 32
"""KiB; of so large a body it may be the size that matters."""


def told(finding: Finding, privacy: Privacy) -> str:
    """The finding in one sentence, not yet masked."""
    if isinstance(finding.what, Words):
        return finding.what
    steps = [told_request(x, privacy, finding.where) for x in (*finding.sequence, finding.exchange)]
    if is_about_status(finding):
        before = f"After {_then(steps[:-1])}: " if steps[1:] else ""
        return f"{before}{steps[-1]} {_answered(finding)}"
    if is_about_lead(finding):
        return f"After {_then(steps)}: {subject(finding, privacy)}{_change(finding)}"
    return f"{_answer(finding, _then(steps))}: {subject(finding, privacy)}{_fault(finding)}"


def _answer(finding: Finding, request: str) -> str:
    """The answer in question, and how many others are like it."""
    others = finding.shown_by - 1
    if others and finding.shown_by == finding.judged:
        return f"Each of the {finding.judged} answers"
    return f"The answer to {request}" + (f", and {others} more of {finding.judged} answers" if others else "")


def told_request(exchange: Exchange, privacy: Privacy, where: str) -> str:
    """The request as `PUT {status, name}`, the member in question first, and what is unusual about it."""
    request = exchange.request
    bodiless = {one.method for one in load_contract().operations.values() if one.request is None}
    sent = "" if exchange.method in bodiless else f" {_sent(request, privacy, where)}"
    if request.query:
        given = parse_qsl(request.query, keep_blank_values=True)
        sent = " ?" + "&".join(f"{name}={quoted(value)}" for name, value in given)
    target = _TARGETS.get(request.target, "")
    if request.lead_id is not None:
        target = f" of the id {quoted(request.lead_id)}"
    return f"{exchange.method}{sent}{target}{''.join(_unusual(exchange))}"


def is_about_lead(finding: Finding) -> bool:
    """Whether it is about a member of the lead, and not of the answer around it."""
    contract = load_contract()
    return finding.where.partition(".")[0] in {*contract.fields, *contract.read_only}


def is_about_status(finding: Finding) -> bool:
    """Whether it is about the status of the answer, and not about the lead's field of that name."""
    return finding.where == "status" and type(finding.actual) is int


def subject(finding: Finding, privacy: Privacy) -> str:
    """What is wrong, in the rule's words; the name of a metadata key only where it may be shown."""
    what, key = finding.what, finding.where.removeprefix(_METADATA)
    if not finding.where.startswith(_METADATA):
        return what
    if not privacy.name(key):
        return "a metadata key of yours"
    return what.replace(f"`{key}`", quoted(key)).replace(repr(key), quoted(key))


def _then(steps: Sequence[str]) -> str:
    return ", then ".join(steps)


def _sent(request: Request, privacy: Privacy, where: str) -> str:
    body = request.body
    if isinstance(body, bytes):
        return f"(body: {request.label})" if body else "(no body)"
    if not isinstance(body, dict):
        return f"(a body that is {_kind(body)})"
    if [*body] == ["metadata"] and isinstance(body["metadata"], dict) and body["metadata"]:
        return f"{{metadata: {_names(body['metadata'], privacy, where.removeprefix(_METADATA))}}}"
    return _names(body, privacy, where.partition(".")[0])


def _names(members: Mapping[str, Any], privacy: Privacy, first: str) -> str:
    in_order = sorted(members, key=lambda name: name != first)
    names = [privacy.name(name) or "a key of yours" for name in in_order]
    most = 1 if first in members and len(names) > _FEW_NAMES else _MOST_NAMES
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return "{" + ", ".join([*map(_bare, names[:most]), *more]) + "}"


def _bare(name: str) -> str:
    return name if re.fullmatch(r"[\w -]{1,60}", name) else shorten(shown(name), 60)


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "a text" if isinstance(value, str) else "an array" if isinstance(value, list) else "a number"


def _unusual(exchange: Exchange) -> Iterator[str]:
    request = exchange.request
    if request.authorization is not None:
        values = [f"“{re.sub('{key.*?}', '<key>', value)}”" for value in request.authorization]
        yield f" with Authorization: {' and '.join(values)}" if values else " without Authorization"
    elif request.key == FOREIGN_KEY and request.target != "foreign":
        yield " with the other workspace's key"
    if request.content_type != "application/json" and exchange.method != "GET":
        yield f" as {request.content_type}" if request.content_type else " without Content-Type"
    if (kib := len(request.content()) // 1024) >= _LARGE:
        yield f" ({kib} KiB)"
    if exchange.batch:
        yield ", sent in parallel with others"


def _answered(finding: Finding) -> str:
    if not finding.actual:
        return "got no answer"
    expected = finding.expected
    if isinstance(expected, Words):
        return f"was answered {finding.actual} instead of {expected}"
    numbers = expected if isinstance(expected, list | tuple) else [expected]
    return f"was answered {finding.actual} instead of {' or '.join(map(str, numbers))}"


def _fault(finding: Finding) -> str:
    if isinstance(finding.actual, Words):
        return f" is {finding.actual}"
    if finding.expected is NO_SUCH_ENTRY:
        return " is there"
    return " is missing" if finding.actual is MISSING else " is not as promised"


def _change(finding: Finding) -> str:
    """What became of the value; empty where expected and actual value say it better."""
    expected, actual, sent = finding.expected, finding.actual, _sent_value(finding)
    if isinstance(expected, Words) or isinstance(actual, Words):
        return ""
    if actual is MISSING:
        return " is gone (it held a value of yours)" if sent is MISSING else " is missing, though it was sent"
    if sent is None:
        return " is still there, though null was sent" if expected in (None, MISSING) else " is another value"
    if expected is MISSING:
        return " is there, though it was not sent"
    return " has changed, though it was not sent" if sent is MISSING else " is not what was sent"


def _sent_value(finding: Finding) -> Any:
    """What the latest request that named the place in question had there, MISSING if none did."""
    for x in (finding.exchange, *reversed(finding.sequence)):
        holder = x.sent_metadata if finding.where.startswith(_METADATA) else x.sent
        name = finding.where.removeprefix(_METADATA)
        if x.is_write and x.accepted and name in holder:
            return holder[name]
    return MISSING
