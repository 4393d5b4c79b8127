"""Reads `openapi.yaml` into clauses, open questions and schemas."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Level = Literal["must", "should"]

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise of the documentation, an entry of `x-clauses`."""

    id: str
    level: Level
    statement: str
    source: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One thing that the documentation leaves open, an entry of `x-open-questions`.

    `answers` maps each possible answer to what it means.
    """

    id: str
    question: str
    default: str
    why: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Contract:
    """`openapi.yaml`, parsed: `document` is the whole file, the rest its extensions by id."""

    document: Mapping[str, Any]
    clauses: Mapping[str, Clause]
    questions: Mapping[str, OpenQuestion]

    def schema(self, name: str) -> Mapping[str, Any]:
        """The named schema of `components`, each reference replaced by what it refers to."""
        resolved: Mapping[str, Any] = self._resolve(self.document["components"]["schemas"][name])
        return resolved

    def json_schema(self, name: str) -> dict[str, Any]:
        """The same in JSON Schema's words: OpenAPI 3.0 says `nullable` where that says `type: [.., null]`."""
        converted: dict[str, Any] = _without_nullable(self.schema(name))
        return converted

    def _resolve(self, node: Any) -> Any:
        if isinstance(node, Mapping):
            reference = node.get("$ref")
            if isinstance(reference, str):
                target: Any = self.document
                for part in reference.removeprefix("#/").split("/"):
                    target = target[part]
                return self._resolve(target)
            return {key: self._resolve(value) for key, value in node.items()}
        if isinstance(node, list):
            return [self._resolve(item) for item in node]
        return node


def _without_nullable(node: Any) -> Any:
    if isinstance(node, Mapping):
        converted = {key: _without_nullable(value) for key, value in node.items() if key != "nullable"}
        if node.get("nullable") is True and "type" in node:
            converted["type"] = [node["type"], "null"]
        return converted
    return [_without_nullable(item) for item in node] if isinstance(node, list) else node


def contract_path() -> Path:
    """Where `openapi.yaml` lies: in the installed package, or at the top of the checkout."""
    packaged = _PACKAGE / "openapi.yaml"
    return packaged if packaged.exists() else _PACKAGE.parent / "openapi.yaml"


def load_yaml(path: Path) -> Any:
    """The content of one YAML file; OSError and yaml.YAMLError are the caller's to explain."""
    # The C loader is ten times as fast, and the contract is read at every start.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)


@cache
def load_contract() -> Contract:
    """The contract that this installation carries."""
    document = load_yaml(contract_path())
    clauses = (Clause(**entry) for entry in document["x-clauses"])
    questions = (OpenQuestion(**entry) for entry in document["x-open-questions"])
    return Contract(document, {c.id: c for c in clauses}, {q.id: q for q in questions})
