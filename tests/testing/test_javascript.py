"""The JavaScript client: as the mock serves it, with its types, and in the recipes of the documentation."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from leads_docs.recipes import RECIPES
from leads_mock.testing import Mock, MockServer

from tests.test_contract_tools import NODE, tools

__all__ = ["tools"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# One mock serves them all, so one worker runs them all.
pytestmark = pytest.mark.xdist_group("javascript")


@pytest.fixture(scope="module")
def server() -> Iterator[Mock]:
    with MockServer() as mock:
        yield mock


@pytest.fixture
def folder(tmp_path: Path, server: Mock, tools: Path) -> Path:
    """A project with the client, as the mock serves it, and all recipes."""
    for name, kind in {"client.mjs": "text/javascript", "client.d.mts": "text/plain"}.items():
        served = httpx.get(f"{server.url}/__admin/{name}", trust_env=False).raise_for_status()
        assert served.headers["Content-Type"] == f"{kind}; charset=utf-8"
        (tmp_path / name).write_bytes(served.content)
    for name, text in RECIPES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(NODE / "node_modules")
    return tmp_path


def run(folder: Path, *command: str | Path) -> str:
    """What a command says that must succeed; `leads-mock` is on its path."""
    found = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": found, "CI": "", "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_method(folder: Path, server: Mock) -> None:
    shutil.copy(Path(__file__).parent / "every_method.mjs", folder)
    assert run(folder, str(shutil.which("node")), "every_method.mjs", server.url) == "all is well\n"


def test_its_types_are_right(folder: Path, tools: Path) -> None:
    shutil.copy(Path(__file__).parent / "every_type.mts", folder)
    strict = ("--noEmit", "--strict", "--target", "es2022", "--module", "nodenext")
    run(folder, tools / "tsc", *strict, "every_type.mts")


def test_the_recipe_for_vitest(folder: Path, tools: Path) -> None:
    assert "1 passed" in run(folder, tools / "vitest", "run")


BROWSER = """
import config from "./playwright.config.mjs";

const launchOptions = { executablePath: "%s", args: ["--no-sandbox"] };
export default { ...config, use: { ...config.use, launchOptions } };
"""


@pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="no chromium on this machine")
def test_the_recipe_for_playwright(folder: Path, tools: Path) -> None:
    (folder / "browser.config.mjs").write_text(BROWSER % CHROMIUM, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    for name in ("playwright.config.mjs", "leads.spec.mjs"):
        recipe = folder / name
        recipe.write_text(recipe.read_text(encoding="utf-8").replace("8080", port), encoding="utf-8")
    assert "1 passed" in run(folder, tools / "playwright", "test", "--config", "browser.config.mjs")
