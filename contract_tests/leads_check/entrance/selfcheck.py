"""`python -m leads_check.entrance.selfcheck`: starts the mock, and checks it as any other deployment.

Options go to `leads-contract check`; `--profile PATH` goes to the mock.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from leads_check.entrance.cli import main as leads_contract

READY = "leads-mock is listening on "
KEYS = {
    "LEADS_API_KEY": "sk-workspace_your_api_key",
    "LEADS_FOREIGN_API_KEY": "sk-workspace_another_workspace_key",
}
IDS = (
    "--lead-id=lead_1234567890abcdef",
    "--other-lead-id=lead_2b7d04c1e95fa863",
    "--foreign-lead-id=lead_b286131e5a49f7ad",
    "--foreign-api-key-env=LEADS_FOREIGN_API_KEY",
    "--deleted-lead-id=lead_dead0000dead0001",
)

CHATBOT = ("--foreign-chatbot-id=cb_a0b1c2d3e4f50617", "--foreign-api-key-env=LEADS_FOREIGN_API_KEY")
"""What goes with `--provision`, which leaves no lead to be named."""


@contextmanager
def mock(arguments: Sequence[str]) -> Iterator[str]:
    """A mock of its own on a free port; yields its base URL. Raises SystemExit where it does not start."""
    command = [sys.executable, "-m", "leads_mock", "--port=0", "--log-level=warning", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line.startswith(READY):
            raise SystemExit(process.wait())
        yield line.removeprefix(READY).strip()
    finally:
        process.terminate()
        process.wait()


def main() -> int:
    """Checks the mock; returns the exit code of `leads-contract check`."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--profile")
    own, rest = parser.parse_known_args()
    os.environ.update(KEYS)
    # A mock that opens workspaces and keeps a journal is the same deployment to whoever has a key.
    options = ["--workspaces=auto", *([f"--profile={own.profile}"] if own.profile else [])]
    with mock(options) as base_url:
        makes_leads = any(word.startswith("--provision") for word in rest)
        return leads_contract(["check", base_url, *(CHATBOT if makes_leads else IDS), *rest])


if __name__ == "__main__":
    sys.exit(main())
