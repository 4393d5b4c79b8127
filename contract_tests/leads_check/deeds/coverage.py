"""How much of the contract the check covers: by its rules, and by what a run made of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from leads_check.rules import RULES
from leads_contract import Clause, Contract, OpenQuestion
from leads_contract.references import nodes, pointer_to

_RESPONSES = "/responses/"


def uncovered(contract: Contract, report: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Each promise without a rule, each question that none asks, and each example without a test: no promise
    or question with a rule is about what the example stands in. With a report (the content of a
    report.json), also the promises and questions that its run did not judge or could not answer. One line
    each, ids first."""
    ruled = {rule.id for rule in RULES}
    yield from (f"{clause}: promise without a rule" for clause in contract.clauses if clause not in ruled)
    yield from (
        f"{question}: question that no rule asks" for question in contract.questions if question not in ruled
    )
    subjects: list[Clause | OpenQuestion] = [*contract.clauses.values(), *contract.questions.values()]
    tested = [pointer for subject in subjects if subject.id in ruled for pointer in subject.about]
    yield from (
        f"{example}: example without a test"
        for example in sorted(_examples(contract.document))
        if not any(_holds(pointer, example) for pointer in tested)
    )
    if report is not None:
        yield from _not_seen(contract, report)


def _not_seen(contract: Contract, report: Mapping[str, Any]) -> Iterator[str]:
    seen = ("pass", "fail", "warn", "observed")
    subjects = {verdict["rule"] for verdict in report["verdicts"] if verdict["outcome"] in seen}
    yield from (f"{c}: promise that the run did not judge" for c in contract.clauses if c not in subjects)
    yield from (
        f"{q}: question that the run could not answer" for q in contract.questions if q not in subjects
    )


def _holds(subject: str, example: str) -> bool:
    """Whether a promise about the one is a promise about the other: one about an operation as a whole says
    nothing of a single answer."""
    is_as_exact = _RESPONSES in subject or _RESPONSES not in example
    return is_as_exact and f"{example}/".startswith(f"{subject}/")


def _examples(document: Mapping[str, Any]) -> Iterator[str]:
    """Pointers to the examples of requests and answers; those of schemas are none of them."""
    for path, node in nodes(document):
        if path[-2:-1] == ["content"] and isinstance(node, Mapping):
            yield from (pointer_to([*path, "examples", name]) for name in node.get("examples", ()))
            yield from [pointer_to([*path, "example"])] if "example" in node else []
