"""Reads `openapi.yaml` into clauses, open questions, operations, fields and refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from leads_contract.fields import Field, ReadOnlyField, fields, read_only_fields
from leads_contract.operations import Operation, operations
from leads_contract.reading import load_yaml
from leads_contract.references import resolve, without_nullable
from leads_contract.refusals import Refusal, documented_messages, refusals

Level = Literal["must", "should"]

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise of the documentation, an entry of `x-clauses`."""

    id: str
    level: Level
    statement: str
    source: str
    about: Sequence[str] = ()
    """Pointers into the contract, `#/components/...`, at what it speaks of."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One thing that the documentation leaves open, an entry of `x-open-questions`.

    `answers` maps each possible answer to what it means; `about` points at what it asks about.
    """

    id: str
    question: str
    default: str
    why: str
    answers: Mapping[str, str]
    about: Sequence[str] = ()


@dataclass(frozen=True)
class Contract:
    """`openapi.yaml`, parsed: `document` is the whole file, all else is read from it.

    Nothing that the file says is written again anywhere; what the tools need of it they ask here.
    """

    document: Mapping[str, Any]
    clauses: Mapping[str, Clause]
    questions: Mapping[str, OpenQuestion]

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """Each operation by `operationId`: method, path, success status, request, responses."""
        return operations(self.document)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields that an update can change, in the order in which invalid ones are reported."""
        messages = documented_messages(self.operations.values())
        return fields(self.schema("LeadUpdate"), self.questions, messages)

    @cached_property
    def read_only(self) -> Mapping[str, ReadOnlyField]:
        """The fields of a lead that no update changes."""
        return read_only_fields(self.schema("Lead"))

    @cached_property
    def refusals(self) -> Mapping[str, Refusal]:
        """Each refusal by `code`: status, text, `details`, headers. Ordered by status."""
        return refusals(self.operations.values())

    def refusals_of(self, operation: str | None) -> Mapping[str, Refusal]:
        """Those of one operation, whose texts may be its own; None: of all, as the first that has them."""
        return self.refusals if operation is None else self._refusals[operation]

    @cached_property
    def _refusals(self) -> Mapping[str, Mapping[str, Refusal]]:
        return {name: refusals([operation]) for name, operation in self.operations.items()}

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The names of the headers that every answer carries."""
        answers = [r for operation in self.operations.values() for r in operation.responses.values()]
        return tuple(name for name in answers[0].headers if all(name in r.headers for r in answers))

    def schema(self, name: str) -> Mapping[str, Any]:
        """The named schema of `components`, each reference replaced by what it refers to.

        A choice between a value and null is said as OpenAPI 3.0 says it in one schema, by `nullable`.
        """
        resolved: Mapping[str, Any] = resolve(self.document, self.document["components"]["schemas"][name])
        return resolved

    def json_schema(self, name: str) -> dict[str, Any]:
        """The same in JSON Schema's words."""
        converted: dict[str, Any] = without_nullable(self.schema(name))
        return converted


def contract_path() -> Path:
    """Where `openapi.yaml` lies: in the installed package, or at the top of the checkout."""
    packaged = _PACKAGE / "openapi.yaml"
    return packaged if packaged.exists() else _PACKAGE.parent / "openapi.yaml"


def changelog_path() -> Path:
    """Where `CHANGELOG.md` lies, likewise."""
    packaged = _PACKAGE / "CHANGELOG.md"
    return packaged if packaged.exists() else _PACKAGE.parent / "CHANGELOG.md"


@cache
def load_contract() -> Contract:
    """The contract that this installation carries."""
    return read_contract(contract_path())


def read_contract(path: Path) -> Contract:
    """The contract in a file of the same form. Raises what `load_yaml` raises."""
    return contract_of(load_yaml(path))


def contract_of(document: Mapping[str, Any]) -> Contract:
    """The contract that a parsed document is."""
    clauses = (Clause(**entry) for entry in document["x-clauses"])
    questions = (OpenQuestion(**entry) for entry in document["x-open-questions"])
    return Contract(document, {c.id: c for c in clauses}, {q.id: q for q in questions})
