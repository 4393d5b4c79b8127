"""The document of a real check of a broken deployment, with findings of every shape."""

from pathlib import Path

from leads_check.report import as_document
from leads_check.report.reading import Document
from leads_check.rules import RULES

from leads_reference.faults import FAULTS
from tests.check.checking import check_deployment

FAULT = "answer-metadata-text"
"""It shows at members and at large values, once after another request, and findings follow from others."""
LEFT_OUT = ("id-unchanged", "null-name")
"""A promise and a question that the check is not asked about."""


def broken_document(folder: Path) -> Document:
    """What report.json holds."""
    fault = next(fault for fault in FAULTS if fault.id == FAULT)
    asked = [rule for rule in RULES if rule.id not in LEFT_OUT]
    return as_document(check_deployment(fault.deploy(), folder, asked))
