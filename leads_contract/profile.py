"""A profile: one deployment's answers to the open questions."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from leads_contract.document import OpenQuestion
from leads_contract.reading import ReadingError, load_yaml


class ProfileError(ValueError):
    """A profile that cannot be used; the message names what would be right."""


class Profile(Mapping[str, str]):
    """Question id -> answer, complete: what is not given takes the contract's default."""

    def __init__(self, questions: Mapping[str, OpenQuestion], given: Mapping[str, str] | None = None) -> None:
        given = given or {}
        for question, answer in given.items():
            if question not in questions:
                raise ProfileError(
                    f"unknown open question {_short(question)}; known are: {', '.join(questions)}"
                )
            if not isinstance(answer, str) or answer not in questions[question].answers:
                allowed = ", ".join(questions[question].answers)
                raise ProfileError(f"{question}: unknown answer {_short(answer)}; allowed are: {allowed}")
        self._answers = {q.id: given.get(q.id, q.default) for q in questions.values()}

    def __getitem__(self, question: str) -> str:
        return self._answers[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __repr__(self) -> str:
        return f"Profile({self._answers!r})"


def _short(value: object) -> str:
    return repr(value)[:100]


def read_profile(path: Path, questions: Mapping[str, OpenQuestion]) -> Profile:
    """The profile in a YAML file that maps question ids to answers.

    Raises ProfileError, with the file's name, for a file that is absent, no YAML, no mapping, or that
    names an unknown question or answer.
    """
    try:
        content: Any = load_yaml(path)
        if content is None:
            content = {}
        if not isinstance(content, dict):
            raise ProfileError("a profile maps open questions to answers, one `question: answer` a line")
        return Profile(questions, content)
    except OSError as error:
        raise ProfileError(f"{path}: {error.strerror}") from error
    except (ProfileError, ReadingError) as error:
        raise ProfileError(f"{path}: {error}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise ProfileError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
