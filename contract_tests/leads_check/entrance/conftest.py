"""`pytest --pyargs leads_check --base-url URL`: what the test items need."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from leads_check.deeds.check import check
from leads_check.entrance.configuration import Task, make_task
from leads_check.entrance.options import OPTIONS
from leads_check.report import write_reports
from leads_check.report.run import Report
from leads_check.rules.rule import Rule
from leads_check.settings import UsageError


@pytest.fixture(scope="session")
def contract_task(request: pytest.FixtureRequest) -> Task:
    """Options, configuration file and environment, in this order of precedence; the collected rules alone."""
    options = {option.key: request.config.getoption(f"contract_{option.key}") for option in OPTIONS}
    options["base_url"] = request.config.getoption("contract_base_url")
    try:
        task = make_task(options, Path.cwd())
    except UsageError as error:
        raise pytest.UsageError(str(error)) from error
    items = [item for item in request.session.items if hasattr(item, "callspec")]
    collected = [rule for item in items if isinstance(rule := item.callspec.params.get("rule"), Rule)]
    return replace(task, rules=[rule for rule in task.rules if rule in collected])


@pytest.fixture(scope="session")
def contract_report(contract_task: Task) -> Report:
    """One run for all rules that were collected."""
    settings = contract_task.settings
    try:
        report = check(settings, contract_task.rules, contract_task.waivers)
    except UsageError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)
    for problem in write_reports(report, settings.report_dir):
        warnings.warn(pytest.PytestWarning(problem), stacklevel=2)
    return report
