"""What is written down about a run: JSON, JUnit, HTML and Markdown, all from one masked document."""

import json
from pathlib import Path

from leads_check.report.document import as_document
from leads_check.report.html import html_page
from leads_check.report.junit import junit_xml
from leads_check.report.run import Report
from leads_check.report.summary import markdown_summary
from leads_check.report.terminal import ProgressLine, closing_lines

__all__ = ["ProgressLine", "append_github_summary", "as_document", "closing_lines", "write_reports"]


def write_reports(report: Report, folder: Path) -> None:
    """Writes `report.json`, `junit.xml`, `report.html` and `summary.md`, each complete or not at all.

    The folder is made where it is not there. Raises OSError.
    """
    document = as_document(report)
    texts = {
        "report.json": json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n",
        "junit.xml": junit_xml(document),
        "report.html": html_page(document),
        "summary.md": markdown_summary(document),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        _write(folder / name, text)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def append_github_summary(report: Report, path: Path) -> None:
    """Appends the Markdown summary to the file that `GITHUB_STEP_SUMMARY` names. Raises OSError."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(markdown_summary(as_document(report)) + "\n")
