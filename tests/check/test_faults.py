"""The check catches planted defects by a rule whose clause they break, and leaves lawful variants in peace.

`make matrix` does the same with every fault, every variant and the whole check; here a sample of the faults
meets the rules of their clauses alone, and each eighth variant the whole check.
"""

from pathlib import Path

import pytest
from leads_check.rules import BY_ID, RULES
from leads_check.rules.rule import Level
from leads_check.scenes import BY_NAME

from leads_reference.deployment import Deployment
from leads_reference.faults import FAULTS, Fault, sample
from leads_reference.lawful import VARIANTS
from leads_reference.model import Model
from leads_reference.questions import questions
from leads_reference.variant import Variant
from tests.check.checking import broken, check_deployment, provisioning, without_time

LIMIT = 300
ANY = "*"
WITHOUT_METADATA = "lead_0cc175b9c0f1b6a8"
UNSHOWN = {
    # With Get Lead served, no GET shows what an unserved method gets.
    ("unserved-method", ANY),
    # Asked only of a lead that has no metadata of its own.
    ("null-metadata", ANY),
    # HEAD is not sent.
    ("head", ANY),
    # What is taken shows no limit.
    ("body-limit", "mib-10"),
    ("nesting-limit", "levels-512"),
}
"""Questions and answers that a check of these deployments cannot show."""
PROVISIONED = [
    rule.id
    for rule in RULES
    if rule.level is Level.OBSERVE and any("provision" in BY_NAME[scene].needs for scene in rule.scenes)
]
"""Questions that are asked only where the check has leads of its own."""
SAMPLE = sample(2)


def test_the_sample_breaks_every_clause() -> None:
    clauses = {rule.id for rule in RULES if rule.level is not Level.OBSERVE}
    assert {clause for fault in SAMPLE for clause in fault.clauses} == clauses
    assert len(SAMPLE) >= 60
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", SAMPLE, ids=lambda fault: fault.id)
def test_a_fault_is_caught_by_a_rule_whose_clause_it_breaks(fault: Fault, tmp_path: Path) -> None:
    deployment = fault.deploy()
    rules = [rule for rule in RULES if rule.id in fault.clauses]
    if "get-shows-stored" in fault.clauses:
        rules += [BY_ID["metadata-values-kept"]]  # whose scenes look after updates of metadata alone
    if "rate-limit-envelope" in fault.clauses:
        rules += [BY_ID["metadata-values-kept"]]  # which sends enough to meet the limit
    more = provisioning(deployment) if fault.needs_provision else {}
    report = check_deployment(deployment, tmp_path, rules, **more)
    assert broken(report).keys() & set(fault.clauses), fault.summary
    assert len(deployment.requests) <= LIMIT
    assert {logged.method for logged in deployment.requests} <= {"GET", "PUT"} or fault.needs_provision


@pytest.mark.parametrize("variant", VARIANTS[::8], ids=lambda variant: variant.id)
def test_a_lawful_variant_raises_no_alarm(variant: Variant, tmp_path: Path) -> None:
    deployment = variant.deploy()
    before = without_time(deployment.snapshot())
    report = check_deployment(deployment, tmp_path, fail_on="should")
    assert broken(report) == {}
    assert report.exit_code == 0, (report.left, report.notices, report.fatal)
    assert len(deployment.requests) <= LIMIT
    assert without_time(deployment.snapshot()) == before
    for question, answer in variant.answers.items():
        shown = (question, answer) not in UNSHOWN and (question, ANY) not in UNSHOWN
        if shown and question not in PROVISIONED:
            assert report.answers.get(question) == answer, question


@pytest.mark.parametrize(
    ("question", "answer"),
    [(question, answer) for question in PROVISIONED for answer in questions()[question]],
)
def test_an_answer_is_read_with_leads_of_its_own(question: str, answer: str, tmp_path: Path) -> None:
    deployment = Deployment(Model({question: answer}))
    report = check_deployment(deployment, tmp_path, [BY_ID[question]], **provisioning(deployment))
    assert (report.answers, report.fatal) == ({question: answer}, "")


@pytest.mark.parametrize("answer", ["emptied", "cleared", "ignored", "refused"])
def test_null_for_metadata_is_asked_of_a_lead_that_can_lose_nothing(answer: str, tmp_path: Path) -> None:
    deployment = Deployment(Model({"null-metadata": answer}))
    rules = [BY_ID["null-metadata"]]
    assert check_deployment(deployment, tmp_path, rules, lead_id=WITHOUT_METADATA).answers == {
        "null-metadata": answer
    }
    asked_before = len(deployment.requests)
    assert check_deployment(deployment, tmp_path, rules).answers == {}
    assert b'{"metadata": null}' not in [logged.body for logged in deployment.requests[asked_before:]]
