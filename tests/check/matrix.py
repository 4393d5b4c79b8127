"""`python -m tests.check.matrix`: every fault and every lawful variant against the whole check.

Prints a line for each, writes `docs/faults.md` with `--write`, and ends with 1 where a fault is not
caught by a rule whose clause it breaks, a variant fails, or a run sends more than 300 requests. That takes
some 20 minutes on two cores.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from leads_reference.deployment import Deployment
from leads_reference.faults import FAULTS
from leads_reference.lawful import VARIANTS
from tests.check.checking import broken, check_deployment, provisioning

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
LIMIT = 300


@dataclass(frozen=True)
class Row:
    """One deployment: `caught` are the rules of the clauses that it breaks, `others` the rest that fired."""

    id: str
    summary: str
    clauses: tuple[str, ...]
    caught: tuple[str, ...]
    others: tuple[str, ...]
    requests: int

    @property
    def is_right(self) -> bool:
        """Whether the check said what it should."""
        fired = bool(self.caught) if self.clauses else not self.others
        return fired and self.requests <= LIMIT


def judge(
    name: str, summary: str, clauses: tuple[str, ...], deployment: Deployment, *, provision: bool = False
) -> Row:
    """The row of one deployment."""
    more = provisioning(deployment) if provision else {}
    with tempfile.TemporaryDirectory() as folder:
        fired = broken(check_deployment(deployment, Path(folder), **more))
    caught = tuple(rule for rule in fired if rule in clauses)
    others = tuple(rule for rule in fired if rule not in caught)
    return Row(name, summary, clauses, caught, others, len(deployment.requests))


def fault_row(number: int) -> Row:
    """The row of a fault, by its place in the registry (faults do not travel between processes)."""
    fault = FAULTS[number]
    provision = fault.needs_provision
    return judge(fault.id, fault.summary, fault.clauses, fault.deploy(), provision=provision)


def lawful_row(number: int) -> Row:
    """The row of a lawful variant."""
    variant = VARIANTS[number]
    return judge(variant.id, variant.summary, (), variant.deploy())


def right(rows: Sequence[Row]) -> int:
    """How many of them the check told rightly."""
    return sum(row.is_right for row in rows)


def page(faults: Sequence[Row], lawful: Sequence[Row]) -> str:
    """`docs/faults.md`."""
    rows = [
        f"| {row.id} | {row.summary} | {', '.join(row.caught)} | {len(row.others)} | {row.requests} |"
        for row in faults
    ]
    variants = [f"| {row.id} | {row.summary} | {row.requests} |" for row in lawful]
    most = max(row.requests for row in (*faults, *lawful))
    return "\n".join(
        [
            "# Faults and lawful variants",
            "",
            "What `leads-contract check` says of deployments in `leads_reference/`, each with one planted",
            "defect, and of deployments that answer open questions otherwise. `make matrix` measures it.",
            "",
            f"- {right(faults)} of {len(faults)} faults are caught by a rule whose clause they break."
            " The others have nothing under *caught by*.",
            f"- {right(lawful)} of {len(lawful)} lawful variants raise no alarm, not even a warning.",
            f"- The most requests of a run are {most}.",
            "",
            "## Faults",
            "",
            "| fault | what is wrong | caught by | other rules that fire | requests |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "## Lawful variants",
            "",
            "| variant | what it does otherwise | requests |",
            "|---|---|---|",
            *variants,
            "",
        ]
    )


def main() -> int:
    """Runs the matrix."""
    parser = argparse.ArgumentParser(prog="python -m tests.check.matrix", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    write = parser.parse_args().write
    with ProcessPoolExecutor(2) as pool:
        faults: list[Row] = []
        lawful: list[Row] = []
        for rows, made in (
            (faults, pool.map(fault_row, range(len(FAULTS)))),
            (lawful, pool.map(lawful_row, range(len(VARIANTS)))),
        ):
            for row in made:
                rows.append(row)
                mark = "ok  " if row.is_right else "MISS"
                print(
                    f"{mark} {row.id:44} {row.requests:3}  {', '.join(row.caught or row.others)}", flush=True
                )
    if write:
        PAGE.write_text(page(faults, lawful), encoding="utf-8")
    wrong = [row.id for row in (*faults, *lawful) if not row.is_right]
    print(f"{len(faults)} faults, {len(lawful)} lawful variants, wrong: {', '.join(wrong) or 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
