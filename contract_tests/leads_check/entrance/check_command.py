"""`leads-contract check`: one check, with progress while it runs, closing lines and reports."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from leads_check.deeds.check import check
from leads_check.entrance.configuration import Task
from leads_check.entrance.output import tell
from leads_check.entrance.signals import Signals
from leads_check.report import append_github_summary, write_reports
from leads_check.report.run import Report
from leads_check.report.terminal import ProgressLine, closing_lines
from leads_check.rules.judge import NOT_PUT_BACK


def run_check(task: Task) -> int:
    """Checks, reports, and returns the exit code. Raises UsageError."""
    # Inputs are generated afresh each time, so hypothesis need not leave a folder behind.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.devnull)
    with ProgressLine(sys.stderr) as progress, Signals() as signals:
        report = check(
            task.settings,
            task.rules,
            task.waivers,
            progress=progress,
            sleep=signals.wait,
            interrupted=signals.reason,
            told=signals.note_journal,
        )
        progress.close()
        _show(report)
    code = report.exit_code
    return signals.code if signals.code and code != NOT_PUT_BACK else code


def _show(report: Report) -> None:
    colour = sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    tell(closing_lines(report, colour))
    if report.settings.report_dir:
        write_reports(report, report.settings.report_dir)
        tell([f"reports: {report.settings.report_dir}"])
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        append_github_summary(report, Path(summary))
