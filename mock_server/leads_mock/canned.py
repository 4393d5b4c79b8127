"""The contract's own examples as answers, with what a request makes known put in."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from http import HTTPStatus
from typing import Any, NamedTuple

from leads_contract import Contract, Operation
from leads_mock.core.errors import Violation
from leads_mock.core.json_text import Json
from leads_mock.core.validate import KEEP

Rules = Mapping[str, Callable[[Json], Json]]
"""By name of a field that can be sent: from its value to what is stored of it. Each raises Violation."""


class Canned(NamedTuple):
    """An answer as the contract has it: a status, and the body where there is one."""

    status: int
    body: Mapping[str, Any] | None


class Shelf:
    """Finds answers by status, by the name of an example, or by a refusal's `code`.

    Those of the operation come before those of others; `operation` None asks for no certain one.
    """

    def __init__(self, contract: Contract) -> None:
        self._operations = contract.operations

    def operation(self, operation_id: str | None) -> Operation | None:
        """By its id; None for what is no operation of the contract."""
        return self._operations.get(operation_id or "")

    def by_status(self, status: int, operation: Operation | None, sent: Json = None) -> Canned:
        """The first example of the status that speaks of what was sent, the first one, or a bare envelope."""
        found = [body for _, of, body in self._examples(operation) if of == status]
        fitting = [body for body in found if _field(body) in (sent if isinstance(sent, dict) else ())]
        for body in [*fitting, *found]:
            return Canned(status, body)
        return Canned(status, _bare(status))

    def by_example(self, name: str, operation: Operation | None = None) -> Canned | None:
        """The example of that name."""
        return next((Canned(s, body) for n, s, body in self._examples(operation) if n == name), None)

    def by_code(self, code: str, operation: Operation | None = None) -> Canned | None:
        """The first example with that `code`."""
        found = (Canned(s, body) for _, s, body in self._examples(operation) if body.get("code") == code)
        return next(found, None)

    @property
    def names(self) -> list[str]:
        """Of all examples."""
        return list(dict.fromkeys(name for name, _, _ in self._examples(None)))

    @property
    def codes(self) -> list[str]:
        """Of all refusals."""
        codes = (body.get("code") for _, _, body in self._examples(None))
        return list(dict.fromkeys(code for code in codes if code))

    def _examples(self, first: Operation | None) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
        """Name, status and body of each example, those of the `first` operation first."""
        for operation in [*([first] if first else ()), *self._operations.values()]:
            for status, response in operation.responses.items():
                for name, body in response.examples.items():
                    yield name, status, body


def _field(body: Mapping[str, Any]) -> Any:
    return body.get("details", {}).get("field")


def _bare(status: int) -> dict[str, Any] | None:
    if status in (204, 304):
        return None
    if status < 400:
        return {"success": True}
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = f"Status {status}"
    code = "".join(c if c.isalnum() else "_" for c in phrase.upper())
    return {"success": False, "error": phrase, "code": code}


def made_known(
    body: Mapping[str, Any], lead_id: str | None, workspace: str | None, sent: Json, rules: Rules
) -> dict[str, Any]:
    """A copy of an example's body with the ids of the request, and with the values that it sent.

    A lead takes those alone that the `rules` accept: a forced answer keeps the contract too.
    """
    made: dict[str, Any] = deepcopy(dict(body))
    given = sent if isinstance(sent, dict) else {}
    details, data = made.get("details"), made.get("data")
    if isinstance(details, dict):
        if lead_id and "leadId" in details:
            details["leadId"] = lead_id
        if details.get("field") in given:
            details["value"] = given[details["field"]]
        if "email" in details and isinstance(given.get("email"), str):
            details["email"] = given["email"]
    if isinstance(data, dict) and "id" in data:
        data |= {name: value for name, value in _accepted(given, rules) if name in data}
        data |= {"id": lead_id} if lead_id else {}
        if workspace and "workspaceId" in data:
            data["workspaceId"] = workspace
    return made


def _accepted(given: Mapping[str, Json], rules: Rules) -> Iterator[tuple[str, Json]]:
    """What is stored of the values that are given; null and what changes nothing stay out."""
    for name in given.keys() & rules.keys():
        with suppress(Violation):
            value = rules[name](given[name])
            if value is not None and value is not KEEP:
                yield name, value
