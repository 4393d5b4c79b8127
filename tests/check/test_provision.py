"""`--provision`: the check makes its own leads, touches no other, and leaves none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from leads_check.deeds.check import check
from leads_check.entrance.configuration import make_settings
from leads_check.rules import RULES
from leads_check.rules.judge import INCONCLUSIVE, KEPT, NOT_PUT_BACK
from leads_check.rules.rule import Level, Outcome
from leads_check.settings import UsageError

from leads_reference.deployment import Deployment
from leads_reference.faults import FAULTS
from leads_reference.lawful_lives import Crowded
from leads_reference.model import Model
from tests.check import provisioning as hard
from tests.check.checking import without_time
from tests.check.provisioning import answering, checked, made, named, settings_for, theirs, without
from tests.check.within import within

LAWFUL: dict[str, Callable[[], Deployment]] = {
    "faithful": Deployment,
    "no GET": lambda: without("get"),
    "no list": lambda: without("list"),
    "search for beginnings": lambda: answering(search_parts="beginning"),
    "search for whole texts": lambda: answering(search_parts="whole"),
    "whole texts, no GET": lambda: Deployment(answering(search_parts="whole").model, without("get").wire),
    "second delete accepted": lambda: answering(second_delete="accepted"),
    "deleted emails stay taken": lambda: answering(deleted_email="taken"),
    "validation first": lambda: answering(check_order="validation-authentication-existence"),
    "unknown chatbots accepted": lambda: answering(unknown_chatbot="accepted"),
    "takes only name and email": lambda: Deployment(hard.RefusesWhole()),
    "creates twice": lambda: Deployment(hard.CreatesTwice()),
    "answers a deletion with 404": lambda: Deployment(hard.DeniesDeleting()),
    "answers a deletion with 500": lambda: Deployment(hard.FailsAfterDeleting()),
    "lists what is deleted": lambda: Deployment(hard.ListsDeleted()),
    "lists nothing": lambda: Deployment(hard.ListsNothing()),
}
UNUSABLE: dict[str, Callable[[], Deployment]] = {
    "500 to a creation": lambda: Deployment(hard.FailsAfterCreating()),
    "another's id": lambda: Deployment(hard.ShowsAnothersId()),
    "another's lead": lambda: Deployment(hard.ShowsAnothersLead()),
    "a path as an id": lambda: Deployment(hard.ShowsAPath()),
}
REFUSED: dict[str, tuple[Callable[[], Deployment], dict[str, Any], str]] = {
    "no Delete Lead": (lambda: without("delete"), {}, "DELETE of a lead that does not exist"),
    "no Create Lead": (lambda: without("create"), {}, "does not serve Create Lead"),
    "neither Get nor List": (lambda: without("get", "list"), {}, "neither Get Lead nor List Leads"),
    "unknown chatbot": (Deployment, {"provision": "cb_0000000000000000"}, "--provision: POST"),
    "another's chatbot": (
        Deployment,
        {"provision": hard.FOREIGN, "foreign_chatbot_id": None},
        "--provision: POST",
    ),
    "refused with 400": (
        lambda: answering(unknown_chatbot="refused"),
        {"provision": "cb_0000000000000000"},
        "--provision: POST",
    ),
    **{
        f"refused with {status} and words of its own": (
            partial(hard.refusing_chatbots, status, error),
            {"provision": "cb_0000000000000000"},
            "--provision: POST",
        )
        for status, error in ((400, "Unknown chatbot"), (410, "Gone"), (422, "chatbotId: no such row"))
    },
    "unknown foreign chatbot": (
        Deployment,
        {"foreign_chatbot_id": "cb_0000000000000000"},
        "--foreign-chatbot-id: POST",
    ),
}


@pytest.mark.parametrize("name", LAWFUL)
def test_leads_are_made_and_deleted_and_no_other_is_touched(name: str, tmp_path: Path) -> None:
    deployment = LAWFUL[name]()
    before = deployment.snapshot()
    with within(deployment):
        report = checked(tmp_path)
    assert [v.outcome for v in report.verdicts] == [Outcome.PASS] * 3, report
    assert report.exit_code == KEPT
    assert not report.kept
    assert deployment.snapshot() == before
    assert not named(deployment)
    assert not list(tmp_path.rglob("journal-*"))


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_lead_whose_id_is_not_known_is_found_by_its_email_and_deleted(name: str, tmp_path: Path) -> None:
    deployment = UNUSABLE[name]()
    before = deployment.snapshot()
    with within(deployment):
        report = checked(tmp_path)
    assert report.exit_code == INCONCLUSIVE
    assert "no lead could be made" in report.fatal
    assert deployment.snapshot() == before
    assert not named(deployment)


@pytest.mark.parametrize("name", UNUSABLE)
def test_where_nothing_lists_it_it_is_named(name: str, tmp_path: Path) -> None:
    deployment = Deployment(UNUSABLE[name]().model, without("list").wire)
    before = theirs(deployment)
    with within(deployment):
        report = checked(tmp_path)
    assert report.exit_code == NOT_PUT_BACK
    assert [lead.email for lead in report.kept] == made(deployment)
    assert Path(report.journal).exists()
    assert theirs(deployment) == before
    changing = {request.path for request in deployment.requests if request.method in ("PUT", "DELETE")}
    assert not any(lead_id in path for path in changing for lead_id in hard.THEIRS)


def test_what_is_not_deleted_is_named_and_nothing_more_is_made(tmp_path: Path) -> None:
    deployment = Deployment(hard.DeletesNothing())
    with within(deployment):
        report = checked(tmp_path)
    assert report.exit_code == NOT_PUT_BACK
    ((lead_id, email),) = [(lead.id, lead.email) for lead in report.kept]
    assert deployment.snapshot()[lead_id]["email"] == email
    assert made(deployment) == [email]


@pytest.mark.parametrize("name", REFUSED)
def test_where_nothing_can_be_made_or_deleted_nothing_is_created(name: str, tmp_path: Path) -> None:
    make, changes, told = REFUSED[name]
    deployment = make()
    before = deployment.snapshot()
    with within(deployment), pytest.raises(UsageError, match=told):
        checked(tmp_path, **changes)
    assert deployment.snapshot() == before
    assert not list(tmp_path.rglob("journal-*"))
    creations = [request for request in deployment.requests if request.status == 201]
    assert bool(creations) == (name == "unknown foreign chatbot")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a lead too": (
        {"lead_id": "lead_1"},
        "--provision makes the leads that the check needs, so --lead-id must be",
    ),
    "leads too": (
        {"other_lead_id": "lead_1", "deleted_lead_id": "lead_2"},
        "so --other-lead-id and --deleted",
    ),
    "no chatbot": ({"provision": ""}, "--provision is empty"),
    "no own chatbot": ({"provision": None}, "--foreign-chatbot-id needs --provision"),
    "no foreign key": ({"foreign_api_key_env": None}, "--foreign-chatbot-id needs --provision, and"),
    "one chatbot twice": ({"foreign_chatbot_id": hard.OWN}, "name the same chatbot"),
    "a path": ({"provision": "cb/../x"}, "cannot be a chatbot id"),
    "too few requests": ({"max_requests": 20}, "too few to make 4 leads and delete them"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_usage_is_told_before_anything_is_sent(name: str) -> None:
    changes, told = WRONG[name]
    given = {
        "base_url": "http://leads.example.com",
        "provision": hard.OWN,
        "foreign_chatbot_id": hard.FOREIGN,
        "foreign_api_key_env": "FOREIGN_KEY",
        **changes,
    }
    with pytest.raises(UsageError, match=told):
        make_settings(given, {"LEADS_API_KEY": "key", "FOREIGN_KEY": "other"})


@pytest.mark.parametrize("name", ["faithful", "no list"])
def test_everything_is_played_within_the_budget(name: str, tmp_path: Path) -> None:
    deployment = LAWFUL[name]()
    before = deployment.snapshot()
    with within(deployment):
        report = check(settings_for(tmp_path), RULES, sleep=lambda seconds: None)
    assert report.requests == len(deployment.requests) <= 300
    assert not report.fatal
    found = [v.rule.id for v in report.verdicts if v.outcome in (Outcome.FAIL, Outcome.WARN)]
    # The threads of this process race each other, whatever the deployment.
    assert {*found} <= {"concurrent-updates-kept"}
    assert not any(verdict.lacks for verdict in report.verdicts)
    assert deployment.snapshot() == before
    asked = {verdict.rule.id for verdict in report.verdicts if verdict.answer}
    # What could stay in a lead is asked without more options: the lead goes altogether.
    assert "unknown-fields" in asked
    # Only questions are left out where the budget has no room, and they say so.
    left_out = [verdict for verdict in report.verdicts if "--max-requests" in verdict.reason]
    assert all(verdict.rule.level is Level.OBSERVE for verdict in left_out)


def test_with_a_larger_budget_every_question_is_asked(tmp_path: Path) -> None:
    times = (datetime.now(UTC) + timedelta(milliseconds=10 * number) for number in count())
    # Leads of one millisecond have no order that a list could show.
    with within(Deployment(Model(now=lambda: next(times)))):
        settings = settings_for(tmp_path, max_requests=400)
        report = check(settings, RULES, sleep=lambda seconds: None)
    assert report.requests <= 350
    asked = {verdict.rule.id for verdict in report.verdicts if verdict.answer or verdict.seen}
    open_ = {rule.id for rule in RULES if rule.level is Level.OBSERVE} - asked
    # Get Lead is served, so nothing shows what an unserved method gets.
    assert open_ == {"unserved-method"}


FOREIGN_SETTINGS = ("foreign_chatbot_id", "foreign_api_key", "foreign_api_key_env")


@pytest.mark.parametrize("limit", range(290, 312, 3))
@pytest.mark.parametrize("foreign", [True, False])
def test_questions_that_find_no_room_cost_no_verdict(foreign: bool, limit: int, tmp_path: Path) -> None:
    alone: dict[str, Any] = {} if foreign else dict.fromkeys(FOREIGN_SETTINGS)
    with within(Deployment()):
        report = check(settings_for(tmp_path, max_requests=limit, **alone), RULES, sleep=lambda seconds: None)
    assert report.fatal == ""
    assert [v.rule.id for v in report.verdicts if v.outcome is Outcome.INCONCLUSIVE] == []
    assert report.requests <= limit
    assert not report.kept


@pytest.mark.parametrize("limit", [45, 60, 110, 200])
def test_whatever_the_budget_what_was_made_is_deleted(limit: int, tmp_path: Path) -> None:
    deployment = Deployment()
    before = deployment.snapshot()
    with within(deployment):
        report = check(settings_for(tmp_path, max_requests=limit), RULES, sleep=lambda seconds: None)
    assert report.requests <= limit
    assert not report.kept
    assert deployment.snapshot() == before


LONG_SEARCHES = ("filters-ignored", "has-next-on-last", "has-next-if-full", "total-of-workspace")
"""Faults with which a search for the run's leads takes more pages than it should."""


@pytest.mark.parametrize("name", LONG_SEARCHES)
@pytest.mark.parametrize("foreign", [True, False])
def test_however_many_pages_a_search_takes_what_was_made_is_deleted(
    name: str, foreign: bool, tmp_path: Path
) -> None:
    (fault,) = (fault for fault in FAULTS if fault.id == name)
    crowded = type("CrowdedAndFaulty", (fault.model, Crowded), {})
    deployment = Deployment(crowded(), fault.wire)
    before = without_time(deployment.snapshot())
    alone: dict[str, Any] = {} if foreign else dict.fromkeys(FOREIGN_SETTINGS)
    with within(deployment):
        report = check(settings_for(tmp_path, **alone), RULES, sleep=lambda seconds: None)
    assert report.requests <= 300
    assert not report.kept
    assert without_time(deployment.snapshot()) == before
