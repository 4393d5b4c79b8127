"""What the figures were measured on."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("connexion", "starlette", "uvicorn", "uvloop", "httptools", "msgspec", "jsonschema-rs")
_TOOLS = {"wrk": ["wrk", "-v"], "Node": ["node", "--version"], "Java": ["java", "-version"]}


def described() -> str:
    """A list in Markdown."""
    lines = {
        "machine": f"{os.cpu_count()} cores, {_processor()}, {_memory():.0f} GiB, {platform.system()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
        "tools": ", ".join(f"{name} {_version_of(command)}" for name, command in _TOOLS.items()),
    }
    return "\n".join(f"- {what}: {value}" for what, value in lines.items())


def _processor() -> str:
    with Path("/proc/cpuinfo").open() as lines:
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _version_of(command: Sequence[str]) -> str:
    if not shutil.which(command[0]):
        return "absent"
    done = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else "of unknown version"
