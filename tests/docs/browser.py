"""Chromium, driven by tests/docs/visit.mjs: pages are opened, used, audited with axe, and told about."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
NODE_MODULES = HERE.parent / "node" / "node_modules"
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

needs_browser = pytest.mark.skipif(
    (_CHROMIUM is None or not (NODE_MODULES / "playwright-core").exists()) and os.environ.get("CI") != "true",
    reason="there is no chromium, or no playwright-core (`make node-tools`), on this machine",
)


@dataclass(frozen=True)
class Visit:
    """What became of one page; `seen` is what its steps read, `widths` that of the page and the window."""

    url: str
    width: int
    theme: str
    requested: list[str]
    said: list[str]
    seen: list[str]
    widths: list[int]
    violations: list[str]
    links: list[str]
    ids: list[str]
    text: str
    shift: float


def visit(folder: Path, visits: Sequence[dict[str, Any]]) -> list[Visit]:
    """Opens each page in a fresh context: `url`, and what else visit.mjs takes for a visit."""
    job = folder / "job.json"
    wanted = {"executable": _CHROMIUM, "tools": str(NODE_MODULES), "visits": list(visits)}
    job.write_text(json.dumps(wanted), encoding="utf-8")
    node = shutil.which("node")
    assert node, "there is no node"
    done = subprocess.run([node, HERE / "visit.mjs", job], capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    return [Visit(**told) for told in json.loads(done.stdout)]
