"""Checks a deployment of `leads_reference` within this process."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from leads_check.deeds.check import check
from leads_check.report.run import Report
from leads_check.rules import RULES
from leads_check.rules.rule import Outcome, Rule
from leads_check.settings import Settings

from leads_reference.deployment import Deployment
from leads_reference.serve import serve
from leads_reference.world import World


def settings_for(base_url: str, world: World, folder: Path, **changes: Any) -> Settings:
    """All ids and keys of the world."""
    given: dict[str, Any] = {
        "base_url": base_url,
        "api_key": world.api_key,
        "lead_id": world.lead_id,
        "other_lead_id": world.other_lead_id,
        "foreign_lead_id": world.foreign_lead_id,
        "foreign_api_key": world.foreign_api_key,
        "foreign_api_key_env": "FOREIGN_KEY",
        "deleted_lead_id": world.deleted_lead_id,
        "journal_dir": folder / "journals",
        # The deployment is thrown away, so that everything may be asked.
        "allow_residue": True,
    }
    return Settings(**{**given, **changes})


def check_deployment(
    deployment: Deployment,
    folder: Path,
    rules: Sequence[Rule] = RULES,
    **changes: Any,
) -> Report:
    """Serves the deployment, and checks it with all ids and keys."""
    with serve(deployment) as base_url:
        settings = settings_for(base_url, deployment.model.world, folder, **changes)
        return check(settings, rules)


def provisioning(deployment: Deployment) -> dict[str, Any]:
    """The settings with which a check makes its own leads there, and names none."""
    world = deployment.model.world
    return {
        "provision": world.chatbot_of(world.api_key),
        "foreign_chatbot_id": world.chatbot_of(world.foreign_api_key),
        **dict.fromkeys(("lead_id", "other_lead_id", "foreign_lead_id", "deleted_lead_id")),
    }


def broken(report: Report) -> dict[str, str]:
    """Rules that failed or warned, and the first thing that they found."""
    return {
        verdict.rule.id: verdict.findings[0].what
        for verdict in report.verdicts
        if verdict.outcome in (Outcome.FAIL, Outcome.WARN)
    }


def without_time(snapshot: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The leads as JSON values but for `updatedAt`, which no one can put back, and for cleared members."""
    leads: dict[str, Any] = json.loads(json.dumps(snapshot, default=_as_json))
    return {
        lead_id: {name: value for name, value in lead.items() if name != "updatedAt" and value is not None}
        for lead_id, lead in leads.items()
    }


def _as_json(value: object) -> float | str:
    return float(value) if isinstance(value, Decimal) else str(value)
