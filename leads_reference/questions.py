"""What openapi.yaml says of clauses and open questions."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from leads_contract.document import contract_path


@cache
def _contract() -> dict[str, Any]:
    contract: dict[str, Any] = yaml.safe_load(contract_path().read_text(encoding="utf-8"))
    return contract


@cache
def clauses() -> dict[str, str]:
    """Each clause's id and level, in the order of the contract."""
    return {clause["id"]: clause["level"] for clause in _contract()["x-clauses"]}


@cache
def questions() -> dict[str, tuple[str, ...]]:
    """Each open question's id and its answers, the default first."""
    return {
        entry["id"]: (
            entry["default"],
            *(answer for answer in entry["answers"] if answer != entry["default"]),
        )
        for entry in _contract()["x-open-questions"]
    }


def settle(answers: Mapping[str, str]) -> dict[str, str]:
    """An answer for every question; ValueError for a question or an answer that the contract lacks."""
    for question, answer in answers.items():
        if question not in questions():
            raise ValueError(f"No such question: {question}")
        if answer not in questions()[question]:
            raise ValueError(f"{question} is answered by {', '.join(questions()[question])}, not by {answer}")
    return {question: given[0] for question, given in questions().items()} | dict(answers)
