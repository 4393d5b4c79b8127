"""The options of a check, one table for the command line, pytest and the configuration file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Option:
    """`--name`; `kind` makes the value from text, `many` lets it be repeated; a `bool` is a flag.

    What `connects` says how to reach the deployment, for `restore` as well.
    """

    name: str
    help: str
    metavar: str = ""
    kind: type = str
    choices: tuple[str, ...] = ()
    many: bool = False
    connects: bool = False

    @property
    def key(self) -> str:
        """The name of the member of `Settings`."""
        return self.name.replace("-", "_")

    @property
    def argument(self) -> dict[str, Any]:
        """What `add_argument` needs to know besides the name; the same for argparse and for pytest."""
        shown = {"help": self.help.replace("%", "%%")}
        if self.kind is bool:
            return {**shown, "action": "store_true", "default": None}
        shown["metavar"] = self.metavar
        if self.many:
            return {**shown, "action": "append"}
        return {**shown, "choices": self.choices} if self.choices else {**shown, "type": self.kind}


OPTIONS: tuple[Option, ...] = (
    Option("api-key-env", "environment variable that holds the key (LEADS_API_KEY)", "NAME"),
    Option("lead-id", "a lead that may be changed; it is put back as it was (safer: --provision)", "ID"),
    Option("other-lead-id", "a second lead of the same workspace, for email conflicts", "ID"),
    Option("foreign-lead-id", "another workspace's lead, for isolation", "ID"),
    Option("foreign-api-key-env", "environment variable that holds that workspace's key", "NAME"),
    Option("deleted-lead-id", "a lead that is gone", "ID"),
    Option(
        "provision",
        "make the leads that the check needs through this chatbot, and delete them at the end",
        "CHATBOT_ID",
    ),
    Option("foreign-chatbot-id", "with --provision: a chatbot of --foreign-api-key-env's workspace", "ID"),
    Option("max-requests", "ceiling for everything that is sent, putting back included (300)", "N", int),
    Option(
        "fail-on",
        "the level from which a broken clause fails the run (must)",
        "LEVEL",
        choices=("must", "should"),
    ),
    Option("only", "judge this rule alone; repeatable; metadata-* names several", "ID", many=True),
    Option("skip", "leave this rule out; repeatable; metadata-* names several", "ID", many=True),
    Option("gentle", "send nothing that could harm a careless deployment's store", kind=bool),
    Option("allow-residue", "also send what a deployment may keep for ever in a lead", kind=bool),
    Option("allow-unjudged", "accept that promises stay unjudged because an option is missing", kind=bool),
    Option("report-dir", "write report.json, junit.xml, report.html and summary.md there", "DIR", Path),
    Option("waivers", "known failures: YAML, a list of `rule`, `reason`, `expires`", "FILE", Path),
    Option(
        "journal-dir", "where the leads' state is kept until they are put back (.leads-contract)", "DIR", Path
    ),
    Option("seed", "of names and generated inputs (0)", "N", int),
    Option("timeout", "seconds for one request and all of its answer (10)", "S", float, connects=True),
    Option(
        "max-wait",
        "longest wait for Retry-After, or for a server that restarts, all in all (60)",
        "S",
        float,
        connects=True,
    ),
    Option("max-time", "seconds after which the run ends, whatever it has not judged (600)", "S", float),
    Option("ca-file", "trust only the authorities in this file (SSL_CERT_FILE)", "FILE", Path, connects=True),
    Option("insecure", "trust any certificate; the report says so", kind=bool, connects=True),
    Option("client-cert", "certificate to show, in PEM form", "FILE", Path, connects=True),
    Option("client-key", "the key of --client-cert, without a password", "FILE", Path, connects=True),
    Option("proxy", "go through this proxy (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY)", "URL", connects=True),
    Option("no-proxy", "go through none, whatever the environment says", kind=bool, connects=True),
    Option("header", "send this with every request; repeatable", "NAME:VALUE", many=True, connects=True),
)
