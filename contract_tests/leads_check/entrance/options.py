"""The options of a check, one table for the command line, pytest and the configuration file."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Option:
    """`--name`; `kind` makes the value from text, `many` lets it be repeated."""

    name: str
    help: str
    metavar: str
    kind: type = str
    choices: tuple[str, ...] = ()
    many: bool = False

    @property
    def key(self) -> str:
        """The name of the member of `Settings`."""
        return self.name.replace("-", "_")


OPTIONS: tuple[Option, ...] = (
    Option("api-key-env", "environment variable that holds the key (LEADS_API_KEY)", "NAME"),
    Option("lead-id", "a lead that may be changed; it is put back as it was", "ID"),
    Option("other-lead-id", "a second lead of the same workspace, for email conflicts", "ID"),
    Option("foreign-lead-id", "another workspace's lead, for isolation", "ID"),
    Option("foreign-api-key-env", "environment variable that holds that workspace's key", "NAME"),
    Option("deleted-lead-id", "a lead that is gone", "ID"),
    Option("max-requests", "ceiling for everything that is sent, putting back included (300)", "N", int),
    Option(
        "fail-on",
        "the level from which a broken clause fails the run (must)",
        "LEVEL",
        choices=("must", "should"),
    ),
    Option("only", "judge this rule alone; repeatable", "ID", many=True),
    Option("skip", "leave this rule out; repeatable", "ID", many=True),
    Option("report-dir", "write report.json, junit.xml, report.html and summary.md there", "DIR", Path),
    Option("waivers", "known failures: YAML, a list of `rule`, `reason`, `expires`", "FILE", Path),
    Option(
        "journal-dir", "where the leads' state is kept until they are put back (.leads-contract)", "DIR", Path
    ),
    Option("seed", "of names and generated inputs (0)", "N", int),
    Option("timeout", "seconds for one request (10)", "S", float),
    Option("max-wait", "longest wait for Retry-After, in seconds, all in all (60)", "S", float),
)
