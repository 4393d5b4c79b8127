"""What the natural deployments need of a machine, and whether it is there."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
PYTHON = _HERE.parents[1] / ".venv-natural" / "bin" / "python"
_MODULES = _HERE / "node_modules"
_ADDON = _MODULES / "better-sqlite3" / "build" / "Release" / "better_sqlite3.node"
_PROBES = {
    "php": ["php", "-r", "exit(extension_loaded('pdo_sqlite') ? 0 : 1);"],
    "ruby": ["ruby", "-e", "require 'sinatra/base'; require 'sqlite3'; require 'puma'"],
    "redis-server": ["redis-server", "--version"],
    "node": ["node", "-e", "process.exit(+(process.versions.node.split('.')[0] < 20))"],
}
_DEBIAN = {
    "php": "PHP with SQLite; on Debian: apt install php-cli php-sqlite3",
    "ruby": "Ruby with Sinatra; on Debian: apt install ruby-sinatra ruby-sqlite3 puma",
    "redis-server": "Redis; on Debian: apt install redis-server",
    "node": "Node 20 or later, and `make natural`",
    "python": "`make natural`",
    "better-sqlite3": "better-sqlite3, which needs a C++ compiler and Node's headers; then `make natural`",
}


def demand(needs: Iterable[str]) -> None:
    """Skips the test where something is lacking; in CI it fails, but for what CI may be unable to build."""
    for need in needs:
        if _is_there(need):
            continue
        reason = f"lacking: {_DEBIAN[need]}"
        if os.environ.get("CI") == "true" and need != "better-sqlite3":
            pytest.fail(reason)
        pytest.skip(reason)


@cache
def _is_there(need: str) -> bool:
    if need == "python":
        return PYTHON.exists()
    if need == "better-sqlite3":
        return _ADDON.exists()
    words = _PROBES[need]
    works = shutil.which(words[0]) and subprocess.run(words, capture_output=True, check=False).returncode == 0
    return bool(works) and (need != "node" or _MODULES.exists())
