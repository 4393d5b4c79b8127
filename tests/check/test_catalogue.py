"""Every rule is well formed, and every promise has one."""

import pytest
from leads_check.rules import RULES
from leads_check.rules.rule import Level, Rule
from leads_check.scenes import BY_NAME, SCENES
from leads_check.settings import ENABLED_BY

from leads_contract import load_contract
from tests.awaited import is_judged

CONTRACT = load_contract()


def test_every_clause_has_a_rule_of_its_level() -> None:
    covered = {(rule.id, rule.level.value) for rule in RULES if rule.level is not Level.OBSERVE}
    assert covered == {(clause.id, clause.level) for clause in CONTRACT.clauses.values() if is_judged(clause)}


def test_every_open_question_has_an_observing_rule() -> None:
    assert {rule.id for rule in RULES if rule.level is Level.OBSERVE} == {
        question.id for question in CONTRACT.questions.values() if is_judged(question)
    }


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert len(BY_NAME) == len(SCENES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_either_checks_or_answers_and_names_scenes_that_exist(rule: Rule) -> None:
    assert (rule.answer is not None) is (rule.level is Level.OBSERVE)
    assert bool(rule.parts) is (rule.level is not Level.OBSERVE)
    assert set(rule.scenes) <= BY_NAME.keys()
    # Judged by what any run sends: a 429 if one comes, and the first GET.
    assert rule.scenes or rule.id in ("rate-limit-envelope", "unserved-method")


def test_every_scene_serves_a_rule_and_needs_what_an_option_gives() -> None:
    wanted = {scene for rule in RULES for scene in rule.scenes}
    assert wanted >= {scene.name for scene in SCENES}
    assert {need for scene in SCENES for need in scene.needs} <= ENABLED_BY.keys()
