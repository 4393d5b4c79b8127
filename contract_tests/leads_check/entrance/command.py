"""`leads-contract check`: pytest runs the rules, this adds progress, closing lines and reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from leads_check.deeds.check import check
from leads_check.report import append_github_summary, write_reports
from leads_check.report.run import Report
from leads_check.report.terminal import ProgressLine, closing_lines
from leads_check.rules.judge import INCONCLUSIVE, Waiver
from leads_check.rules.rule import Rule
from leads_check.settings import Settings, UsageError


class _Command:
    """A pytest plugin that hands the fixtures the command's settings and runner, and keeps the report."""

    def __init__(self, settings: Settings, runner: Callable[..., Report]) -> None:
        self.settings = settings
        self.report: Report | None = None
        self.error = ""
        self._runner = runner

    def pytest_configure(self, config: pytest.Config) -> None:
        config.leads_contract_settings = self.settings  # type: ignore[attr-defined]
        config.leads_contract_runner = self._run  # type: ignore[attr-defined]

    def _run(self, settings: Settings, rules: Sequence[Rule], waivers: Mapping[str, Waiver]) -> Report:
        try:
            self.report = self._runner(settings, rules, waivers)
        except UsageError as error:
            self.error = str(error)
            raise
        return self.report


def run_command(settings: Settings, interrupted: Callable[[], str], sleep: Callable[[float], None]) -> int:
    """Checks, reports, and returns the exit code. Raises UsageError."""
    progress = ProgressLine(sys.stderr)
    command = _Command(settings, partial(check, progress=progress, sleep=sleep, interrupted=interrupted))
    # The plugins of whoever's environment this is have no part in the check, and cost start time.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    folder = Path(__file__).parent
    pytest.main(
        ["-c", os.devnull, f"--rootdir={folder}", "-p", "no:terminal", "-p", "no:cacheprovider", str(folder)],
        plugins=[command],
    )
    progress.close()
    if command.error:
        raise UsageError(command.error)
    if command.report is None:
        print("leads-contract: the check did not run", file=sys.stderr)
        return INCONCLUSIVE
    _show(command.report)
    return command.report.exit_code


def _show(report: Report) -> None:
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print("\n".join(closing_lines(report, colour)))
    if report.settings.report_dir:
        write_reports(report, report.settings.report_dir)
        print(f"reports: {report.settings.report_dir}")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        append_github_summary(report, Path(summary))
