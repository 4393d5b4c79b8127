"""How the document of a report is read, whatever is made of it. Pure."""

from collections.abc import Mapping
from typing import Any

from leads_check.evidence.values import MISSING
from leads_check.report.values import shown

Document = dict[str, Any]

KINDS = {
    "fail": "failed",
    "error": "in error",
    "inconclusive": "inconclusive",
    "warn": "warned",
    "waived": "waived",
    "not-exercised": "not exercised",
    "pass": "passed",
    "observed": "observed",
}
"""Outcomes, and the waived ones for themselves, with their words; the most urgent first."""

LEADS = {"lead": "the lead", "other": "the other lead", "foreign": "the other workspace's lead"}
"""The leads that a run may change, in words."""


def kind_of(verdict: Document) -> str:
    """The outcome, by which reports count and sort; what is waived is a kind of its own."""
    return "waived" if verdict["waived"] else str(verdict["outcome"])


def of_kind(document: Document, kind: str) -> list[Document]:
    """The verdicts of this kind, in the order of the catalogue."""
    return [verdict for verdict in document["verdicts"] if kind_of(verdict) == kind]


def told(values: Mapping[str, Any], side: str) -> str:
    """The `expected` or `actual` value for human eyes; of a difference, its first member's."""
    first = values["difference"][0] if "difference" in values else values
    return shown(first.get(side, MISSING))
