"""`leads-contract docs` and `badge`: the documentation site, and a badge for a README."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leads_check.entrance.output import tell
from leads_check.entrance.spec_command import profile_of, sound_contract
from leads_check.settings import UsageError
from leads_contract import load_contract


def add_docs(commands: Any) -> None:
    """The arguments of `docs` and `badge`."""
    docs = commands.add_parser(
        "docs",
        help="write the documentation of the contract as a site",
        description="Writes a site that works from files and under any address, and asks no other host.",
    )
    docs.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where to; made if it is not there"
    )
    docs.add_argument("--contract", type=Path, metavar="FILE", help="a contract (the one that comes along)")
    docs.add_argument(
        "--profile", type=Path, metavar="PATH", help="answers to open questions, YAML (the defaults)"
    )
    docs.add_argument("--report", type=Path, metavar="PATH", help="a report.json: show what its run saw")
    badge = commands.add_parser(
        "badge", help="write a badge of a report", description="Writes an SVG that says what a check saw."
    )
    badge.add_argument("report", type=Path, metavar="REPORT", help="a report.json")
    badge.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to")


def run_docs(given: Mapping[str, Any]) -> int:
    """Writes the site; the exit code. Raises UsageError."""
    from leads_docs.living import read_report
    from leads_docs.site import Site, files

    contract = sound_contract(given["contract"]) if given["contract"] else load_contract()
    profile = profile_of(given["profile"], contract)
    living = _report(read_report, given["report"]) if given["report"] else None
    # The pages tell what this version knows of, whatever a contract has besides.
    if missing := load_contract().questions.keys() - contract.questions.keys():
        raise UsageError(f"{given['contract']}: has no open question {min(missing)}, which the pages need")
    made = files(Site(contract, profile, living))
    for name, text in made.items():
        _write(given["out"] / name, text)
    tell([f"{len(made)} files; open {given['out'] / 'index.html'}"])
    return 0


def run_badge(given: Mapping[str, Any]) -> int:
    """Writes the badge; the exit code. Raises UsageError."""
    from leads_docs.badge import badge, state
    from leads_docs.living import read_report

    report = _report(read_report, given["report"])
    _write(given["out"], badge(report))
    tell([f"{given['out']}: {state(report)}"])
    return 0


def _report(read: Any, path: Path) -> Any:
    try:
        return read(path)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
