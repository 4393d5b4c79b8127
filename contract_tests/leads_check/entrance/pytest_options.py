"""The pytest plugin that gives `pytest --pyargs leads_check` the options of `leads-contract check`.

It is loaded by every pytest of the environment, so it does nothing unless the rules are asked for.
"""

import os
import re

import pytest

from leads_check.entrance.options import OPTIONS, Option

PREFIX = "contract-"
"""Before the name of an option that another plugin has taken."""
_BASE_URL = Option("base-url", "what stands before /api/v1", "URL")


def pytest_load_initial_conftests(parser: pytest.Parser, args: list[str]) -> None:
    """Adds the options, once all other plugins have theirs."""
    if not any(re.split(r"[.:]", argument)[0] == "leads_check" for argument in args):
        return
    # Inputs are generated afresh each time, so hypothesis need not leave a folder behind.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.devnull)
    # No public call tells which names are taken, and a clash shows only when pytest has no way back.
    groups = [parser._anonymous, *parser._groups]
    taken = {name for group in groups for option in group.options for name in option.names()}
    group = parser.getgroup("leads-contract", "contract of PollyBot's lead API")
    for option in (_BASE_URL, *OPTIONS):
        name = f"--{option.name}"
        group.addoption(
            f"--{PREFIX}{option.name}" if name in taken else name,
            dest=f"contract_{option.key}",
            **option.argument,
        )
