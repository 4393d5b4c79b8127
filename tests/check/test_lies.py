"""What a deployment shows may be wrong: its leads stay as they were, or exit code 4 says otherwise."""

from pathlib import Path

import pytest

from leads_reference.deployment import Wire
from tests.check.checking import check_deployment, without_time
from tests.check.lying import LIES, Liar, Lie

HARMFUL = {"another lead with the id that was asked"}
"""Lies that nobody can see through before the first update; of the others, no lead is ever left changed."""


@pytest.mark.parametrize("serves_get", [True, False], ids=["GET", "no GET"])
@pytest.mark.parametrize(("name", "lie"), LIES.items(), ids=LIES)
def test_a_lie_leaves_nothing_changed_or_is_said(
    name: str, lie: Lie, serves_get: bool, tmp_path: Path
) -> None:
    liar = Liar(lie)
    liar.wire = Wire(serves_get=serves_get)
    world, before = liar.model.world, without_time(liar.snapshot())
    report = check_deployment(liar, tmp_path)
    after = without_time(liar.snapshot())
    assert report.exit_code in ((0, 1, 3, 4) if after == before else (4,)), report
    assert after == before or name in HARMFUL
    assert (tmp_path / "journals").exists() == (report.exit_code == 4)
    if report.exit_code == 4:
        assert report.left or report.unreadable
        assert report.journal
    named = {world.lead_id, world.other_lead_id, world.foreign_lead_id, world.deleted_lead_id}
    asked = {logged.path.rpartition("/")[2] for logged in liar.requests}
    assert asked & liar.snapshot().keys() <= named
