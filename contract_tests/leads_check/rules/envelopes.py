"""The envelopes of answers, judged by the contract's own schemas."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from jsonschema_rs import Draft4Validator

from leads_check.evidence.exchange import SUCCESS, Exchange
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING
from leads_check.evidence.words import Words
from leads_check.rules.rule import Finding, finding
from leads_contract import load_contract

_LEVELS = 64
"""No schema of an envelope looks deeper, and the validator shows no deeper value."""


def enveloped(x: Observation, schema: str, status: int, of: str, *made: Exchange) -> Iterator[Finding]:
    """What of a success is not as documented: its status, and its body by the schema of that name.

    `of` says what the answer is of, such as "a list"; what was `made` before may have brought it about.
    """
    if x.status != status:
        yield finding(x, f"status of {of}", status, x.status, "status")
    if x.body is MISSING:
        yield finding(x, f"body of {of}", Words("the envelope that is documented"), MISSING, "body")
        return
    for error in _validator(schema).iter_errors(_readable(x.body)):
        path = [str(part) for part in error.instance_path] or ["body"]
        what = ".".join(part for part in path if not part.isdigit())
        expected = Words(f"as the schema of {schema} has it")
        yield finding(x, f"`{what}` of {of}", expected, error.instance, ".".join(path), *made)


Shown = tuple[Observation, tuple[Exchange, ...]]
"""An answer, and the updates of its lead before it that had to be refused and were not."""


def after_taken(select: Callable[[Log], Iterator[Observation]]) -> Callable[[Log], Iterator[Shown]]:
    """The answers, each with what was taken before it: a value that is no name may be shown since."""

    def selected(log: Log) -> Iterator[Shown]:
        taken, wanted = dict[str, tuple[Exchange, ...]](), {x.exchange for x in select(log)}
        for x in log:
            target = x.request.target
            if x.exchange in wanted:
                yield x, taken.get(target, ())
            if x.is_write and x.accepted and not x.demand.allows(x.status):
                taken[target] = (*taken.get(target, ()), x.exchange)

    return selected


def lead_enveloped(subject: Shown, of: str, *made: Exchange) -> Iterator[Finding]:
    """What is not as documented of an answer that shows a lead, and the update that brought it about."""
    x, taken = subject
    for found in enveloped(x, "LeadEnvelope", SUCCESS, of, *made):
        name = found.where.partition(".")[2].partition(".")[0]
        by = [one for one in taken if name and name in one.sent][-1:]
        yield replace(found, sequence=tuple(by) or found.sequence)


@cache
def _validator(schema: str) -> Draft4Validator:
    return Draft4Validator(load_contract().json_schema(schema), validate_formats=False)


def _readable(value: Any, levels: int = _LEVELS) -> Any:
    """The value for the validator, which takes no lone surrogates (RFC 8259, section 8.2)."""
    if isinstance(value, str):
        return value.encode(errors="backslashreplace").decode()
    if not levels:
        return None
    if isinstance(value, dict):
        return {_readable(key): _readable(item, levels - 1) for key, item in value.items()}
    return [_readable(item, levels - 1) for item in value] if isinstance(value, list) else value
