"""What a deployment answers, and the refusals on the way there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leads_reference.jsontext import Json, JsonObject


@dataclass(frozen=True)
class Answer:
    """A status, further headers, and a JSON value; `raw` stands in for bodies that are no JSON."""

    status: int
    json: Json
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


class Refusal(Exception):
    """An envelope in the making; `details` of None are left out."""

    def __init__(
        self, status: int, code: str, error: str, details: JsonObject | None = None, headers: Any = None
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.error, self.details = status, code, error, details
        self.headers: dict[str, str] = headers or {}
