"""Clients that others' generators make of the mock's /openapi.json, compiled strictly and used."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from leads_mock.fixtures import bundled_fixtures

from tests.mock.running import running_mock
from tests.test_contract_tools import ENVIRONMENT, NODE, TOOLS, tools

__all__ = ["tools"]

CLIENTS = Path(__file__).parent / "clients"
BIN = Path(sys.executable).parent
TYPESCRIPT = ("openapi-fetch", "hey-api", "orval")
STRICT = (
    *("--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"),
    *("--module", "commonjs", "--moduleResolution", "node10", "--esModuleInterop"),
)
# One mock and one folder of generated code serve all of these tests.
pytestmark = [pytest.mark.xdist_group("clients"), pytest.mark.timeout(300)]


def run(folder: Path, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**ENVIRONMENT, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=200,
    )


def output(folder: Path, *command: str | Path, **environment: str) -> str:
    """The standard output of a command that must succeed."""
    done = run(folder, *command, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def mock() -> Iterator[str]:
    """The URL of a mock with the default profile."""
    with running_mock() as mock:
        yield mock.url


def workplace(tmp_path_factory: pytest.TempPathFactory, url: str) -> Path:
    """A folder with the users of the clients, and the contract that the mock serves."""
    folder = tmp_path_factory.mktemp("clients")
    shutil.copytree(CLIENTS, folder, dirs_exist_ok=True)
    contract = httpx.get(f"{url}/openapi.json", trust_env=False).text
    (folder / "openapi.json").write_text(contract, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def compiled(tools: Path, mock: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which each TypeScript client is generated and compiled, with its user."""
    folder = workplace(tmp_path_factory, mock)
    (folder / "node_modules").symlink_to(NODE / "node_modules")
    plugins = ("@hey-api/typescript", "@hey-api/sdk", "@hey-api/client-fetch")
    output(folder, TOOLS / "openapi-typescript", "openapi.json", "-o", "generated/openapi.d.ts")
    output(folder, TOOLS / "openapi-ts", "-i", "openapi.json", "-o", "generated/hey", "-p", *plugins)
    target = {"CONTRACT": "openapi.json", "TARGET": "generated/orval.ts", "BASE_URL": mock}
    output(folder, TOOLS / "orval", "--config", "orval.config.cjs", **target)
    output(folder, TOOLS / "tsc", *STRICT, "--outDir", "out", *(f"{client}.ts" for client in TYPESCRIPT))
    return folder


def saw_everything(told: str) -> None:
    """The screen read the lead, and told a 400, a 404 and a 409 apart by what each is about."""
    assert json.loads(told) == {
        "shown": ["JOHN DOE", None, "contacted", 5],
        "refusals": ["email", "lead_00000000deadbeef", "lead_3c90aa17f6d2e4b5"],
    }


@pytest.mark.parametrize("client", TYPESCRIPT)
def test_a_typescript_client_edits_a_lead(compiled: Path, mock: str, client: str) -> None:
    node = shutil.which("node")
    assert node
    saw_everything(output(compiled, node, f"out/{client}.js", BASE_URL=mock))


def test_what_a_profile_leaves_open_does_not_compile(
    tools: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # Where a cleared phone is left out, the screen's `lead.phone` is not always there.
    with running_mock("--profile", str(bundled_fixtures() / "profiles" / "lenient.yaml")) as mock:
        folder = workplace(tmp_path_factory, mock.url)
    (folder / "node_modules").symlink_to(NODE / "node_modules")
    output(folder, TOOLS / "openapi-typescript", "openapi.json", "-o", "generated/openapi.d.ts")
    done = run(folder, TOOLS / "tsc", *STRICT, "--noEmit", "openapi-fetch.ts")
    assert done.returncode != 0
    assert "phone" in done.stdout


def test_a_python_client_edits_a_lead(mock: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = workplace(tmp_path_factory, mock)
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    generate = ("generate", "--path", "openapi.json", "--output-path", "leads_client", "--meta", "none")
    output(folder, BIN / "openapi-python-client", *generate, PATH=path)
    # Not its client.py, which is the generator's own text and not strict.
    typed = ("usage.py", "leads_client/models", "leads_client/api")
    output(folder, sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", *typed)
    saw_everything(output(folder, sys.executable, "usage.py", mock))
