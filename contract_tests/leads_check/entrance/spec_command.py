"""`leads-contract spec`: the contract for a profile, and what can be asked of a contract file."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from leads_check.entrance.extras import require
from leads_check.entrance.output import tell
from leads_check.settings import UsageError
from leads_contract import Contract, Profile, ProfileError, load_contract, load_yaml, read_profile, resolved
from leads_contract.difference import difference
from leads_contract.document import contract_of, contract_path
from leads_contract.validation import problems

FOUND = 1
"""The exit code where something is wrong, breaks somebody, or is not covered."""


def add_spec(commands: Any) -> None:
    """The arguments of `spec`."""
    spec = commands.add_parser(
        "spec",
        help="print the contract for a profile; validate, diff, coverage",
        description="Prints the contract as OpenAPI in YAML, with the schemas as strict as the profile's"
        " answers allow; or does what the subcommand says, and ends with 1 where it finds something.",
    )
    spec.add_argument(
        "--profile", type=Path, metavar="PATH", help="answers to open questions, YAML (the defaults)"
    )
    tasks = spec.add_subparsers(dest="task", metavar="SUBCOMMAND")
    validate = tasks.add_parser("validate", help="say what is wrong with a contract file")
    validate.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a contract (the one that comes along)"
    )
    diff = tasks.add_parser(
        "diff", help="say what changed between two contract files, and what breaks somebody"
    )
    diff.add_argument("old", type=Path, metavar="OLD")
    diff.add_argument("new", type=Path, metavar="NEW")
    coverage = tasks.add_parser("coverage", help="say which promises, questions and examples no rule covers")
    coverage.add_argument(
        "--report", type=Path, metavar="PATH", help="a report.json: also what its run did not see"
    )


def run_spec(given: Mapping[str, Any]) -> int:
    """Does the task; the exit code. Raises UsageError."""
    tasks = {"validate": _validate, "diff": _diff, "coverage": _coverage, None: _print}
    return tasks[given["task"]](given)


def _print(given: Mapping[str, Any]) -> int:
    contract = load_contract()
    profile = profile_of(given["profile"], contract)
    document = resolved(contract, profile).document
    tell([yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110).rstrip("\n")])
    return 0


class _Plain(yaml.SafeDumper):
    """Writes what stands in two places twice, instead of an anchor and an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _validate(given: Mapping[str, Any]) -> int:
    require("check")
    path = given["file"] or contract_path()
    try:
        document = load_yaml(path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        found = [f"the file: {' '.join(str(error).split())}"]
    else:
        # A validator of OpenAPI resolves references, and so needs a document that can be resolved.
        found = [*problems(document)] or [*_openapi_problems(document)]
    tell(found or [f"{path}: sound"])
    return FOUND if found else 0


def _openapi_problems(document: Any) -> Iterator[str]:
    from openapi_spec_validator import OpenAPIV30SpecValidator

    for error in OpenAPIV30SpecValidator(document).iter_errors():
        where = "/".join(map(str, error.absolute_path))
        yield f"OpenAPI, {where or 'the file'}: {str(error.message).splitlines()[0][:200]}"


def _diff(given: Mapping[str, Any]) -> int:
    changes = difference(sound_contract(given["old"]), sound_contract(given["new"]))
    tell([f"{change.kind:<11}{change.where}: {change.text}" for change in changes] or ["no difference"])
    return FOUND if any(change.kind == "breaking" for change in changes) else 0


def _coverage(given: Mapping[str, Any]) -> int:
    from leads_check.deeds.coverage import uncovered

    contract = load_contract()
    found = list(uncovered(contract, _report(given["report"]) if given["report"] else None))
    whole = f"{len(contract.clauses)} promises and {len(contract.questions)} questions, all covered"
    tell(found or [whole])
    return FOUND if found else 0


def profile_of(path: Path | None, contract: Contract) -> Profile:
    """The profile in a file, the defaults without one. Raises UsageError."""
    try:
        return read_profile(path, contract.questions) if path else Profile(contract.questions)
    except ProfileError as error:
        raise UsageError(str(error)) from error


def sound_contract(path: Path) -> Contract:
    """The contract in a file. Raises UsageError where something is wrong with it."""
    document = _read(path)
    found = list(problems(document))
    if found:
        raise UsageError(f"{path}: {found[0]}; `leads-contract spec validate {path}` says all that is wrong")
    return contract_of(document)


def _read(path: Path) -> Any:
    try:
        return load_yaml(path)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise UsageError(
            f"{path}: {getattr(error, 'strerror', None) or ' '.join(str(error).split())}"
        ) from error


def _report(path: Path) -> dict[str, Any]:
    try:
        report = json.loads(path.read_bytes())
        _ = [(verdict["rule"], verdict["outcome"]) for verdict in report["verdicts"]]
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{path}: no report.json of leads-contract check") from error
    return dict(report)
