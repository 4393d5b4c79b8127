"""Workflow commands with which GitHub Actions shows findings beside a job. Pure.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator

from leads_check.report.reading import Document, of_kind, says_all, told
from leads_check.report.values import shorten, visible

MOST = 10
"""GitHub shows no more errors and no more warnings of one step."""
_KINDS = {"fail": "error", "error": "error", "warn": "warning"}
_LONGEST = 1000


def annotations_of(document: Document) -> list[str]:
    """The commands: one for what became of the run unless all is well, one for each rule to be looked at."""
    return [*_run(document), *_verdicts(document)]


def _run(document: Document) -> Iterator[str]:
    if document["state"] in ("inconclusive", "not-put-back"):
        yield _command(
            "error", "Update Lead", ". ".join(filter(None, (document["verdict"], document["fatal"])))
        )


def _verdicts(document: Document) -> Iterator[str]:
    for kind, level in _KINDS.items():
        verdicts = [verdict for verdict in of_kind(document, kind) if not verdict["cause"]]
        for verdict in verdicts[:MOST]:
            yield _command(level, f"{verdict['rule']} ({verdict['level']})", _message(verdict))


def _message(verdict: Document) -> str:
    if not verdict["findings"]:
        return str(verdict["reason"])
    finding = verdict["findings"][0]
    if says_all(finding):
        return str(finding["what"])
    sides = "; ".join(f"{side} {told(finding, side)}" for side in ("expected", "actual"))
    return f"{finding['what']}: {sides}"


def _command(level: str, title: str, message: str) -> str:
    return f"::{level} title={_property(title)}::{_data(shorten(message, _LONGEST))}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
