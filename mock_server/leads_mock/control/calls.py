"""What control calls are, by the OpenAPI file of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from leads_contract import Contract, load_yaml
from leads_mock.core.json_text import Json

NO_QUESTIONS: Mapping[str, Any] = {}


@cache
def control_contract() -> Contract:
    """`openapi.yaml` of this folder, read as the contract is."""
    return Contract(load_yaml(Path(__file__).parent / "openapi.yaml"), NO_QUESTIONS, NO_QUESTIONS)


@dataclass(frozen=True)
class Call:
    """A control call, read: `workspace` is the one to act on alone, None for all.

    `names` are what the path names, `query` is what the query string says, `body` is the JSON value sent.
    """

    workspace: str | None
    names: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Json = None


class Text(bytes):
    """JSON text that need not be written again."""

    content_type = b"application/json"


class JavaScript(Text):
    """A module."""

    content_type = b"text/javascript; charset=utf-8"


class Plain(Text):
    """Text for people and tools."""

    content_type = b"text/plain; charset=utf-8"


Act = Callable[[Call], Json | Text]
"""Does what a call asks for, and gives what answers it; None for nothing. Raises Wrong."""
