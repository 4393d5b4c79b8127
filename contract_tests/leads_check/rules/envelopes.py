"""The envelopes of answers, judged by the contract's own schemas."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema_rs import Draft4Validator

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.observation import Observation
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
