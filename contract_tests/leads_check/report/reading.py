"""How the document of a report is read, whatever is made of it. Pure."""

from collections.abc import Mapping
from typing import Any

from leads_check.evidence.values import MISSING
from leads_check.report.headline import many
from leads_check.report.values import shown, visible

Document = dict[str, Any]

KINDS = {
    "fail": "broken",
    "error": "in error",
    "inconclusive": "inconclusive",
    "warn": "warned",
    "waived": "waived",
    "not-exercised": "not exercised",
    "pass": "kept",
    "observed": "answered",
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


def followers(document: Document, rule: str) -> list[str]:
    """The rules whose findings probably follow from this one."""
    return [verdict["rule"] for verdict in document["verdicts"] if verdict["cause"] == rule]


def judged_on(verdict: Document) -> str:
    """On how much the verdict rests, as words that may follow others; empty where on nothing."""
    return f", judged on {many(verdict['witnesses'], 'observation')}" if verdict["witnesses"] else ""


def changes_lead(sent: Document) -> bool:
    """Whether the printed request would change something if it is repeated."""
    return bool(sent["method"] != "GET")


def says_all(finding: Document) -> bool:
    """Whether the finding's sentence has expected and actual value already, as for a status."""
    return finding["where"] == "status" and type(finding.get("actual")) is int


def told(values: Mapping[str, Any], side: str) -> str:
    """The `expected` or `actual` value for human eyes; of a difference, its first member's."""
    first = values["difference"][0] if "difference" in values else values
    words = first.get(f"{side}InWords")
    return visible(words) if words is not None else shown(first.get(side, MISSING))
