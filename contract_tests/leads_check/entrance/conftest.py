"""`pytest --pyargs leads_check --base-url URL`: what the test items need."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leads_check.deeds.check import check
from leads_check.entrance.configuration import choose, make_settings, read_config
from leads_check.entrance.options import OPTIONS
from leads_check.entrance.waivers import read_waivers
from leads_check.report import write_reports
from leads_check.report.run import Report
from leads_check.rules.rule import Rule
from leads_check.settings import Settings, UsageError


@pytest.fixture(scope="session")
def contract_settings(request: pytest.FixtureRequest) -> Settings:
    """Options, configuration file and environment, in this order of precedence."""
    config = request.config
    if given_by_command := getattr(config, "leads_contract_settings", None):
        settings: Settings = given_by_command
        return settings
    given = {option.key: config.getoption(f"contract_{option.key}") for option in OPTIONS}
    given["base_url"] = config.getoption("contract_base_url")
    try:
        return make_settings({**read_config(Path.cwd()), **{k: v for k, v in given.items() if v is not None}})
    except UsageError as error:
        raise pytest.UsageError(str(error)) from error


@pytest.fixture(scope="session")
def contract_report(request: pytest.FixtureRequest, contract_settings: Settings) -> Report:
    """One run for all rules that were collected."""
    runner: Callable[..., Report] = getattr(request.config, "leads_contract_runner", check)
    try:
        chosen = {rule.id for rule in choose(contract_settings)}
        collected = (
            item.callspec.params.get("rule") for item in request.session.items if hasattr(item, "callspec")
        )
        rules = [rule for rule in collected if isinstance(rule, Rule) and rule.id in chosen]
        report = runner(contract_settings, rules, read_waivers(contract_settings.waivers))
    except UsageError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)
    if contract_settings.report_dir:
        write_reports(report, contract_settings.report_dir)
    return report
