"""Every answer of every open question is implemented, and taken where a profile says so."""

from pathlib import Path

import pytest
from leads_mock.app import create_app
from leads_mock.settings import Settings

from leads_contract import load_contract
from tests.mock.answers import TABLE
from tests.mock.answers.step import Step
from tests.mock.leads import LeadsClient, in_process

QUESTIONS = load_contract().questions
CASES = [(question, answer) for question, answers in TABLE.items() for answer in answers]


def take(steps: list[Step], leads: LeadsClient) -> None:
    for step in steps:
        step.take(leads)


def take_where(steps: list[Step], profile: Path, question: str, answer: str) -> None:
    """Takes the steps on a deployment that gives this one answer, and the defaults beside it."""
    profile.write_text(f"{question}: {answer}\n", encoding="utf-8")
    with in_process(create_app(Settings(profile=profile))) as leads:
        take(steps, leads)


def test_the_table_covers_every_answer_of_every_question() -> None:
    assert {question: set(answers) for question, answers in TABLE.items()} == {
        question.id: set(question.answers) for question in QUESTIONS.values()
    }
    assert all(steps for answers in TABLE.values() for steps in answers.values())


@pytest.mark.parametrize(("question", "answer"), CASES, ids=lambda part: part)
def test_an_answer_shows_and_no_other_looks_like_it(tmp_path: Path, question: str, answer: str) -> None:
    steps, profile = TABLE[question][answer], tmp_path / "profile.yaml"

    take_where(steps, profile, question, answer)

    for other in QUESTIONS[question].answers.keys() - {answer}:
        with pytest.raises(AssertionError):
            take_where(steps, profile, question, other)


@pytest.mark.parametrize(
    ("question", "answer"),
    [(question, answer) for question, answer in CASES if answer != QUESTIONS[question].default],
    ids=lambda part: part,
)
def test_an_answer_shows_over_http(leads: LeadsClient, question: str, answer: str) -> None:
    # A reset brings the profile back as well.
    leads.http.put("/__admin/profile", json={question: answer}).raise_for_status()
    take(TABLE[question][answer], leads)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_default_answer_is_what_the_mock_gives_on_its_own(leads: LeadsClient, question: str) -> None:
    take(TABLE[question][QUESTIONS[question].default], leads)
