"""What is written down about a run: JSON, JUnit, HTML and Markdown, all from one masked document."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from leads_check.report.annotations import annotations_of
from leads_check.report.document import as_document
from leads_check.report.files import append_file, write_file
from leads_check.report.html import html_page
from leads_check.report.inert import inert
from leads_check.report.junit import junit_xml
from leads_check.report.reading import Document
from leads_check.report.run import Report
from leads_check.report.summary import markdown_summary
from leads_check.report.terminal import ProgressLine, closing_lines

__all__ = ["ProgressLine", "annotations_of", "as_document", "closing_lines", "write_reports"]


def _json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


_FILES: Mapping[str, Callable[[Document], str]] = {
    "report.json": _json,
    "junit.xml": lambda document: inert(junit_xml(document)),
    "report.html": html_page,
    "summary.md": lambda document: inert(markdown_summary(document)),
}


def write_reports(report: Report, folder: Path | None, summary: Path | None = None) -> list[str]:
    """Writes the four files into the folder, each whole or not at all, and adds to the job's summary.

    The folder is made where it is not there. Returns what could not be written and why; all else is.
    """
    document = as_document(report)
    wanted = [(folder / name, write_file, make) for name, make in _FILES.items()] if folder else []
    if summary:
        wanted.append((summary, append_file, _FILES["summary.md"]))
    return list(filter(None, (_attempt(path, write, make, document) for path, write, make in wanted)))


def _attempt(
    path: Path, write: Callable[[Path, str], None], make: Callable[[Document], str], document: Document
) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, make(document))
    except OSError as error:
        return f"{path} could not be written: {error.strerror or error}"
    except Exception as error:
        # A defect of ours in one report must not hide the others.
        return f"{path} could not be written, which is a defect of leads-contract: {type(error).__name__}"
    return ""
