"""The refusals: each `code` with its status, its text and the shape of its `details`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leads_contract.operations import Operation, Response
from leads_contract.references import members, merged, required


@dataclass(frozen=True, slots=True)
class Detail:
    """A member of `details`. `type` is a JSON type, None for any; `fixed` the only value, None for any."""

    name: str
    type: str | None
    is_required: bool
    fixed: Any
    description: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer but a success, by its `code`.

    `error` is the text for people, and `is_error_fixed` whether the contract asks for that very text.
    `details` are the members of that object in order, empty where the refusal has none. `headers` are
    those that come along. `example` is a whole body, `description` says when it is answered.
    """

    code: str
    status: int
    error: str
    is_error_fixed: bool
    details: Mapping[str, Detail]
    headers: tuple[str, ...]
    example: Mapping[str, Any]
    description: str

    def envelope(self, **details: Any) -> dict[str, Any]:
        """The body of this refusal, with the values that `details` gives and those that are fixed."""
        body: dict[str, Any] = {"success": False, "error": self.error, "code": self.code}
        if self.details:
            known = {name: detail.fixed for name, detail in self.details.items() if detail.fixed is not None}
            given = known | details
            body["details"] = {name: given[name] for name in self.details if name in given}
        return body


def refusals(operations: Iterable[Operation]) -> dict[str, Refusal]:
    """Each refusal that an operation answers, by `code`, in the order of their statuses.

    Text and code belong together as the examples have them. Raises ValueError where one code has two
    statuses or two texts.
    """
    found: dict[str, Refusal] = {}
    for operation in operations:
        for status, response in operation.responses.items():
            for example in response.examples.values() if status >= 400 else ():
                refusal = _refusal(response, example)
                known = found.setdefault(refusal.code, refusal)
                if (known.status, known.error) != (refusal.status, refusal.error):
                    raise ValueError(f"{refusal.code} has two statuses or two texts")
    return dict(sorted(found.items(), key=lambda item: item[1].status))


def documented_messages(operations: Iterable[Operation]) -> dict[str, str]:
    """What the examples of invalid fields say, by the name of the field."""
    return {
        details["field"]: details["message"]
        for operation in operations
        for status, response in operation.responses.items()
        for example in (response.examples.values() if status == 400 else ())
        if (details := example.get("details", {})).get("field")
    }


def _refusal(response: Response, example: Mapping[str, Any]) -> Refusal:
    envelope = members(response.schema)
    details = envelope.get("details", {})
    needed = required(details)
    return Refusal(
        code=example["code"],
        status=response.status,
        error=example["error"],
        is_error_fixed="enum" in envelope["error"],
        details={name: _detail(name, schema, name in needed) for name, schema in members(details).items()},
        headers=tuple(response.headers),
        example=example,
        description=response.description,
    )


def _detail(name: str, schema: Mapping[str, Any], is_required: bool) -> Detail:
    said = merged(schema)
    values = said.get("enum", ())
    return Detail(
        name=name,
        type=said.get("type"),
        is_required=is_required,
        fixed=values[0] if len(values) == 1 else None,
        description=said.get("description", ""),
    )
