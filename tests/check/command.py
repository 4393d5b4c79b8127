"""Runs `leads-contract` as a user does: in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from leads_reference.world import World

KEYS = {"LEADS_API_KEY": "api_key", "FOREIGN_KEY": "foreign_api_key"}


def arguments(base_url: str, world: World, *more: str) -> list[str]:
    """`check` with all ids of the world."""
    return [
        sys.executable,
        "-m",
        "leads_check.entrance.cli",
        "check",
        base_url,
        f"--lead-id={world.lead_id}",
        f"--other-lead-id={world.other_lead_id}",
        f"--foreign-lead-id={world.foreign_lead_id}",
        "--foreign-api-key-env=FOREIGN_KEY",
        f"--deleted-lead-id={world.deleted_lead_id}",
        *more,
    ]


def environment(world: World) -> dict[str, str]:
    """The environment with the world's keys, without what CI services set, and without proxies."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GITHUB_") and not name.lower().endswith("_proxy")
    }
    return {**kept, **{variable: getattr(world, name) for variable, name in KEYS.items()}}


def run(
    words: list[str], world: World, folder: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command's outcome, run in `folder`, with further environment variables."""
    env = {**environment(world), **(variables or {})}
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)


def start(words: list[str], world: World, folder: Path) -> subprocess.Popen[str]:
    """The command, under way."""
    return subprocess.Popen(
        words,
        cwd=folder,
        env=environment(world),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
