"""`leads-contract check`: one check, with progress while it runs, closing lines and reports."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import get_terminal_size

from leads_check.deeds.check import check
from leads_check.entrance.configuration import Task
from leads_check.entrance.output import tell, tell_runner
from leads_check.entrance.signals import Signals
from leads_check.report import annotations_of, as_document, write_reports
from leads_check.report.run import Report
from leads_check.report.terminal import ProgressLine, closing_lines
from leads_check.rules.judge import KEPT, NOT_PUT_BACK, UNWRITTEN


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
        code = _show(report)
    return signals.code if signals.code and code != NOT_PUT_BACK else code


def _show(report: Report) -> int:
    """Prints and writes what was found; returns the exit code."""
    colour = sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    tell(closing_lines(report, colour, get_terminal_size().columns))
    folder, summary = report.settings.report_dir, os.environ.get("GITHUB_STEP_SUMMARY")
    problems = write_reports(report, folder, Path(summary) if summary else None)
    if folder:
        tell([f"reports: {folder}"])
    if os.environ.get("GITHUB_ACTIONS") == "true":
        tell_runner(annotations_of(as_document(report)))
    tell([f"leads-contract: {problem}" for problem in problems], sys.stderr)
    return UNWRITTEN if problems and report.exit_code == KEPT else report.exit_code
