"""A run stays within its budget, leaves everything as it was, and blames no deployment for an outage."""

from pathlib import Path

import pytest
from leads_check.rules import BY_ID, RULES
from leads_check.rules.rule import Outcome
from leads_check.scenes import SCENES

from leads_reference.answer import Answer
from leads_reference.deployment import Deployment, Wire
from tests.check.checking import broken, check_deployment, without_time

LAWFUL_WIRES = {
    "as documented": Wire(),
    "no Get Lead": Wire(serves_get=False),
    "gzip, chunks and a prefix": Wire(gzip=True, chunked=True, prefix="/crm/pollybot"),
    "slow": Wire(delay=0.005),
    "drops connections": Wire(drop_every=40),
    "drops connections after the fact": Wire(drop_every=40, drop_applied=True),
}


@pytest.mark.parametrize("wire", LAWFUL_WIRES.values(), ids=LAWFUL_WIRES)
def test_a_lawful_deployment_keeps_the_contract_and_is_left_as_it_was(wire: Wire, tmp_path: Path) -> None:
    deployment = Deployment(wire=wire)
    before = without_time(deployment.snapshot())
    report = check_deployment(deployment, tmp_path, fail_on="should")
    assert broken(report) == {}
    assert report.exit_code == 0
    assert without_time(deployment.snapshot()) == before
    assert {logged.method for logged in deployment.requests} <= {"GET", "PUT"}
    assert not (tmp_path / "journals").exists()


def test_only_named_leads_are_touched(tmp_path: Path) -> None:
    deployment = Deployment()
    world = deployment.model.world
    check_deployment(deployment, tmp_path)
    named = {world.lead_id, world.other_lead_id, world.foreign_lead_id, world.deleted_lead_id}
    for path in {logged.path for logged in deployment.requests}:
        lead_id = path.rpartition("/")[2]
        assert lead_id in named or lead_id not in deployment.snapshot(), path


@pytest.mark.parametrize("limit", [60, 61, 100, 150, 299])
def test_the_budget_is_never_exceeded_and_suffices_to_put_everything_back(limit: int, tmp_path: Path) -> None:
    deployment = Deployment()
    before = without_time(deployment.snapshot())
    report = check_deployment(deployment, tmp_path, max_requests=limit)
    assert len(deployment.requests) == report.requests <= limit
    assert without_time(deployment.snapshot()) == before
    assert report.exit_code == (0 if limit == 299 else 3)
    assert broken(report) == {}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_no_scene_sends_more_than_it_says(scene: object, tmp_path: Path, requests_of: dict[str, int]) -> None:
    assert requests_of.get(scene.name, 0) <= scene.requests  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def requests_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Scene -> the requests that it sent, the most over deployments that answer differently."""
    from leads_check.session.looking import look
    from leads_check.session.player import Player
    from leads_check.session.putting_back import PuttingBack
    from leads_check.session.session import Session

    from leads_reference.serve import serve
    from tests.check.checking import settings_for

    most: dict[str, int] = {}
    for wire in (Wire(), Wire(serves_get=False)):
        deployment = Deployment(wire=wire)
        with serve(deployment) as base_url:
            folder = tmp_path_factory.mktemp("run")
            session = Session(settings_for(base_url, deployment.model.world, folder))
            session.open()
            look(session)
            Player(session).play(RULES)
            PuttingBack(session).run()
            session.close(all_back=True)
        for scene in {x.scene for x in session.exchanges}:
            most[scene] = max(most.get(scene, 0), sum(x.scene == scene for x in session.exchanges))
    return most


def test_without_ids_what_needs_them_is_skipped_and_says_what_would_enable_it(tmp_path: Path) -> None:
    none = dict.fromkeys(
        ("lead_id", "other_lead_id", "foreign_lead_id", "foreign_api_key", "deleted_lead_id")
    )
    report = check_deployment(Deployment(), tmp_path, RULES, **none)
    verdicts = {verdict.rule.id: verdict for verdict in report.verdicts}
    assert verdicts["unknown-lead-refused"].outcome is Outcome.PASS
    for rule, option in (
        ("metadata-arrays-replaced", "--lead-id"),
        ("duplicate-email-refused", "--other-lead-id"),
        ("deleted-lead-refused", "--deleted-lead-id"),
        ("email-unique-per-workspace", "--foreign-lead-id"),
    ):
        assert verdicts[rule].outcome is Outcome.NOT_EXERCISED
        assert option in verdicts[rule].reason
        assert option in verdicts[rule].lacks
    assert report.exit_code == 3
    assert any("promises judged" in notice and "--lead-id" in notice for notice in report.notices)
    assert check_deployment(Deployment(), tmp_path, RULES, allow_unjudged=True, **none).exit_code == 0


HARMFUL = (b"NaN", b"\\ud800", b"\\u0000", b"1e400", b"[" * 100, b"x" * 90_000, b"18446744073709551617")


def test_gentle_sends_nothing_that_could_harm_a_store(tmp_path: Path) -> None:
    for gentle in (False, True):
        deployment = Deployment()
        report = check_deployment(deployment, tmp_path, gentle=gentle)
        sent = b"\n".join(logged.body for logged in deployment.requests)
        assert [part in sent for part in HARMFUL] == [not gentle] * len(HARMFUL)
        assert report.exit_code == 0


def test_what_nothing_may_remove_is_sent_only_where_that_is_allowed(tmp_path: Path) -> None:
    for allowed in (False, True):
        deployment = Deployment()
        report = check_deployment(deployment, tmp_path, allow_residue=allowed)
        assert ("unknown-fields" in report.answers) is allowed
        assert any(b"contract_test_field" in logged.body for logged in deployment.requests) is allowed


def test_what_only_skipped_rules_need_is_not_sent(tmp_path: Path) -> None:
    deployment = Deployment()
    skipped = ("no-server-*", "malformed-body-refused", "malformed-json")
    rules = [
        rule for rule in RULES if not rule.id.startswith(("no-server", "malformed-body", "malformed-json"))
    ]
    check_deployment(deployment, tmp_path, rules, skip=skipped)
    assert not any(logged.body in (b"status=contacted", b"null") for logged in deployment.requests)


def test_a_run_that_judged_nothing_is_inconclusive(tmp_path: Path) -> None:
    report = check_deployment(Deployment(), tmp_path, [BY_ID["deleted-lead-refused"]], deleted_lead_id=None)
    assert report.exit_code == 3


def test_one_rule_alone_sends_little(tmp_path: Path) -> None:
    deployment = Deployment()
    report = check_deployment(deployment, tmp_path, [BY_ID["metadata-arrays-replaced"]])
    assert [verdict.rule.id for verdict in report.verdicts] == ["metadata-arrays-replaced"]
    assert report.exit_code == 0
    assert report.requests < 40


def test_a_429_is_waited_out(tmp_path: Path) -> None:
    deployment = Deployment(wire=Wire(rate_limit=120, rate_window=2.0))
    report = check_deployment(deployment, tmp_path)
    assert report.exit_code == 0
    assert next(v for v in report.verdicts if v.rule.id == "rate-limit-envelope").outcome is Outcome.PASS


def test_a_run_ends_while_the_key_may_still_put_everything_back(tmp_path: Path) -> None:
    deployment = Deployment(wire=Wire(rate_limit=150))
    before = without_time(deployment.snapshot())
    report = check_deployment(deployment, tmp_path, max_wait=1)
    assert broken(report) == {}
    assert report.exit_code == 3
    assert "more requests" in report.fatal
    assert without_time(deployment.snapshot()) == before
    assert 429 not in {logged.status for logged in deployment.requests}


class _Mute(Deployment):
    """Limits the rate without saying how much is left."""

    def rate_headers(self, key: str, now: float, answer: Answer) -> dict[str, str]:
        return {}


def test_a_429_beyond_the_longest_wait_is_inconclusive(tmp_path: Path) -> None:
    deployment = _Mute(wire=Wire(rate_limit=150))
    report = check_deployment(deployment, tmp_path, max_wait=1)
    assert broken(report).keys() == {"rate-limit-headers"}
    # Putting back needs requests too, and the deployment grants none.
    assert report.exit_code == 4
    assert list((tmp_path / "journals").iterdir())
    assert {left.target for left in report.left} >= {"lead"}


def test_a_key_that_is_refused_is_inconclusive(tmp_path: Path) -> None:
    deployment = Deployment()
    before = deployment.snapshot()
    report = check_deployment(deployment, tmp_path, api_key="sk-workspace_nobody")
    assert report.exit_code == 3
    assert "key" in report.fatal
    assert deployment.snapshot() == before


def test_a_host_that_does_not_answer_is_inconclusive(tmp_path: Path) -> None:
    from leads_check.deeds.check import check

    from tests.check.checking import settings_for

    report = check(settings_for("http://127.0.0.1:9", Deployment().model.world, tmp_path), RULES)
    assert report.exit_code == 3
    assert "127.0.0.1:9" in report.fatal
    assert {verdict.outcome for verdict in report.verdicts} <= {Outcome.INCONCLUSIVE, Outcome.NOT_EXERCISED}
