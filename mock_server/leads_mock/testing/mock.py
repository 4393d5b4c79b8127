"""What a test does with a mock, whether with all of it or with one workspace alone."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from leads_mock.testing.control import Control

Lead = dict[str, Any]


class Clock:
    """The clock of the mock, which leads, quotas, answers and the journal follow."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def now(self) -> str:
        """What it tells, as a time of RFC 3339."""
        return str(self._control.call("GET", "/clock")["now"])

    def set(self, now: datetime | str, *, frozen: bool = True) -> None:
        """Tells `now` from now on; not frozen, it runs on from there. A datetime must be aware."""
        self._control.call("PUT", "/clock", {"now": _written(now), "frozen": frozen})

    def advance(self, seconds: float) -> None:
        """Moves on by so many seconds, and stays frozen if it was."""
        self._control.call("POST", "/clock/advance", {"seconds": seconds})

    def release(self) -> None:
        """Follows the real clock again."""
        self._control.call("DELETE", "/clock")


class Mock:
    """A running mock: `url` is what a client is given, `key` the API key of its `workspace`.

    All calls raise ControlError where the mock refuses them.
    """

    def __init__(self, control: Control, key: str = "", workspace: str = "") -> None:
        self.control, self.key, self.workspace = control, key, workspace
        self.clock = Clock(control)

    @property
    def url(self) -> str:
        """What stands before `/api/v1`."""
        return self.control.url

    @property
    def headers(self) -> dict[str, str]:
        """What a request needs to be accepted."""
        return {"Authorization": f"Bearer {self.key}"}

    def new_workspace(self) -> "Mock":
        """A workspace that nobody else knows, with a fresh copy of the first one's leads."""
        made = self.control.call("POST", "/workspaces")
        return Mock(self.control.of(made["id"]), made["key"], made["id"])

    def reset(self) -> None:
        """Leads, journal, scripts, clock and quota as at the start."""
        self.control.call("POST", "/reset")

    def leads(self) -> list[Lead]:
        """Every stored lead."""
        return list(self.control.call("GET", "/leads")["leads"])

    def seed(self, leads: Iterable[Lead]) -> list[Lead]:
        """Puts leads in, ids and times as given; one that has the id already is replaced."""
        body = {"workspace": self.workspace, "leads": list(leads)}
        return list(self.control.call("POST", "/leads", body)["leads"])

    def state(self) -> dict[str, Any]:
        """Everything that is stored, in the form of a fixtures file."""
        return dict(self.control.call("GET", "/state"))

    def load(self, state: Mapping[str, Any]) -> None:
        """Puts such a state in."""
        self.control.call("PUT", "/state", state)

    def snapshot(self, name: str) -> None:
        """Keeps everything as it is now, under a name."""
        self.control.call("PUT", f"/snapshots/{quote(name, safe='')}")

    def restore(self, name: str) -> None:
        """Has everything as it was then."""
        self.control.call("POST", f"/snapshots/{quote(name, safe='')}/restore")

    def requests(self, **filters: Any) -> list[dict[str, Any]]:
        """What arrived, newest first; filters: method, path (with `*`), status, lead, since, limit."""
        asked = {name: _written(value) for name, value in filters.items()}
        return list(self.control.call("GET", "/requests", **asked)["requests"])

    def script(self, **members: Any) -> dict[str, Any]:
        """Scripts answers: members are match, when, answer, delay, drop, headers. The script, with its id."""
        return dict(self.control.call("POST", "/scripts", members))

    def profile(self, **answers: str) -> dict[str, str]:
        """Answers open questions otherwise, for the whole mock; `null_name` stands for `null-name`."""
        body = {name.replace("_", "-"): answer for name, answer in answers.items()}
        return dict(
            self.control.call("PUT", "/profile", body) if body else self.control.call("GET", "/profile")
        )

    def verify(self, **members: Any) -> int:
        """How many requests match: members are method, path, body, status, times.

        Raises AssertionError, with the nearest requests, where `times` says otherwise.
        """
        told = self.control.call("POST", "/requests/verify", members)
        if told["verified"]:
            return int(told["matched"])
        wanted = ", ".join(f"{name}={value!r}" for name, value in members.items())
        lines = [f"{told['matched']} requests match {wanted or 'anything'}", *map(_told, told["nearest"])]
        raise AssertionError("\n".join(lines))


def _told(near: Mapping[str, Any]) -> str:
    asked = near["request"]
    differs = [
        f"{it['field']} is {_text(it['actual'])}, not {_text(it['expected'])}" for it in near["differs"]
    ]
    told = f"{asked['method']} {asked['path']} {_text(asked['body'])}, answered {asked['status']}"
    return f"- {told}: {'; '.join(differs) or 'it matches'}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
