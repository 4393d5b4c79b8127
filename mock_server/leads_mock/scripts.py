"""Scripted answers: which requests they are for, how often, and what becomes of those."""

from collections.abc import Mapping
from math import exp
from random import Random
from typing import Any, Literal

from leads_mock.core.json_text import Json
from leads_mock.matching import unlike

Drop = Literal["before", "after", "halfway"]
MATCHED = ("method", "path", "body")


class Script:
    """A script; `members` are as they were given, see the control API's `Script`."""

    def __init__(self, script_id: str, members: Mapping[str, Any]) -> None:
        self.id, self.members = script_id, members
        self.used = 0
        """How many requests it has answered."""
        self.drop: Drop | None = members.get("drop")
        self.answer: Mapping[str, Any] = members.get("answer", {})
        self.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in members.get("headers", {}).items()
        ]
        self._match: Mapping[str, Any] = members.get("match", {})
        self._when: Mapping[str, Any] = members.get("when", {})
        self._seen = 0
        self._random = Random(self._when.get("seed"))

    @property
    def reads_body(self) -> bool:
        """Whether it depends on the body that is sent."""
        return "body" in self._match

    def takes(self, method: str, path: str, lead: str | None, body: Json, *, is_api: bool) -> bool:
        """Whether it answers this request, which it counts; without a path, only one of the contract's."""
        match = self._match
        if not is_api and "path" not in match:
            return False
        if "lead" in match and match["lead"] != lead:
            return False
        described = {name: match[name] for name in MATCHED if name in match}
        if unlike(described, method, path, None, body) or not self._is_due():
            return False
        self.used += 1
        return True

    def delay(self) -> float:
        """Seconds to wait, drawn anew each time where they are spread."""
        given = self.members.get("delay", 0)
        if isinstance(given, Mapping):
            return float(given["median"]) * exp(self._random.gauss(0, float(given["sigma"]))) / 1000
        return float(given) / 1000

    def _is_due(self) -> bool:
        when = self._when
        self._seen += 1
        if "times" in when:
            return self.used < int(when["times"])
        if "every" in when:
            return self._seen % int(when["every"]) == 0
        return "probability" not in when or self._random.random() < when["probability"]
