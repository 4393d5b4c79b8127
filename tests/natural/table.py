"""usage: python -m tests.natural.table [--write]

Prints `docs/natural.md`, which is made of adjudicated.yaml, or writes it.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.natural.adjudicated import ADJUDICATED
from tests.natural.running import SERVICES

PAGE = Path(__file__).parents[2] / "docs" / "natural.md"
_INTRODUCTION = """# The check on deployments that nobody wrote for it

Thirteen small services in [`tests/natural/`](../tests/natural) implement the lead API from its
documentation alone, each in the idioms of its framework. Their authors had read neither the rules nor
the mock, and planted no defect. A test runs the check on each with all ids and keys, and compares its
store before and after.

Every finding and every answer to an open question was then held against the service's code by hand:

- **right**: the service does what the finding says, and the finding points at it;
- **misleading**: something is wrong, but the finding points elsewhere, or calls it something else;
- **false**: the service does nothing that the documentation forbids.

The test fails when a finding appears that this page does not list as right, or an answer that is not what
the code does. What the page lists as astray is expected to fail until it is mended. The page is made of
[`adjudicated.yaml`](../tests/natural/adjudicated.yaml) by `python -m tests.natural.table --write`.
"""


def page() -> str:
    """The whole document."""
    return "\n".join([_INTRODUCTION, *_figures(), *_findings(), *_answers(), *_stores()])


def _figures() -> Iterator[str]:
    outcomes = Counter(told for one in ADJUDICATED.values() for told, _ in one.findings.values())
    answers = sum(len(one.answers) for one in ADJUDICATED.values())
    wrong = sum(len(one.wrong) for one in ADJUDICATED.values())
    back = sum(not one.left for one in ADJUDICATED.values())
    yield "## In figures\n"
    yield f"| {len(ADJUDICATED)} services | |\n|---|---:|"
    yield f"| findings (one for each rule and service) | {outcomes.total()} |"
    yield from (
        f"| of them {outcome} | {outcomes[outcome]} |" for outcome in ("right", "misleading", "false")
    )
    yield f"| open questions asked | {answers} |"
    yield f"| of them answered wrongly | {wrong} |"
    yield f"| stores as they were | {back} of {len(ADJUDICATED)} |\n"


def _findings() -> Iterator[str]:
    yield "## Findings\n\n| service | rule | judged | why |\n|---|---|---|---|"
    for service in SERVICES:
        for rule, (outcome, why) in ADJUDICATED[service.name].findings.items():
            yield f"| {service.title} | `{rule}` | {outcome} | {why} |"
    yield ""


def _answers() -> Iterator[str]:
    yield "## Wrong answers\n"
    wrong = [(one.title, *told) for one in SERVICES for told in ADJUDICATED[one.name].wrong.items()]
    yield from ["| service | question | answered | in truth |\n|---|---|---|---|"] if wrong else ["None."]
    yield from (f"| {title} | `{question}` | {given} | {why} |" for title, question, (given, why) in wrong)
    yield ""


def _stores() -> Iterator[str]:
    yield "## Stores that are not as they were\n"
    left = [(one.title, ADJUDICATED[one.name].left) for one in SERVICES if ADJUDICATED[one.name].left]
    yield from (f"- {title}: {why}." for title, why in left)
    yield from [] if left else ["None."]
    yield ""


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
