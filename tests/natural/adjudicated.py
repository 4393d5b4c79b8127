"""What the check says of each natural deployment, as judged by hand against the deployment's code."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

Outcome = Literal["right", "false", "misleading"]
FILE = Path(__file__).parent / "adjudicated.yaml"


@dataclass(frozen=True)
class Adjudication:
    """Of one deployment. `answers` has what its code does, "" where that is none of the listed answers.

    `wrong` has what the check answers instead, and `left` why the store is not as it was after a check.
    """

    findings: dict[str, tuple[Outcome, str]]
    answers: dict[str, str]
    wrong: dict[str, tuple[str, str]] = field(default_factory=dict)
    left: str = ""

    def astray(self, report: dict[str, Any]) -> set[str]:
        """Rules of the report whose finding or whose answer is not known to be right."""
        broken = {verdict["rule"] for verdict in report["verdicts"] if verdict["outcome"] in ("fail", "warn")}
        given = {answer["id"]: answer["answer"] for answer in report["answers"] if answer["answer"]}
        told = {question for question, answer in given.items() if self.answers.get(question) != answer}
        return {rule for rule in broken if self.verdict(rule) != "right"} | told

    def verdict(self, rule: str) -> Outcome | None:
        """How the rule's finding was judged, None where there was none."""
        return self.findings[rule][0] if rule in self.findings else None

    @property
    def known(self) -> set[str]:
        """Rules that are known to go astray, and are to be mended."""
        return {rule for rule in self.findings if self.verdict(rule) != "right"} | self.wrong.keys()


ADJUDICATED = {
    name: Adjudication(**told) for name, told in yaml.safe_load(FILE.read_text(encoding="utf-8")).items()
}
