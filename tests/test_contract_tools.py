"""openapi.yaml with the tools of others: they read it, find nothing wrong with it, and can work from it."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openapi_spec_validator import validate

from leads_contract import load_contract

ROOT = Path(__file__).parents[1]
OPENAPI = ROOT / "openapi.yaml"
NODE = ROOT / "tests" / "node"
TOOLS = NODE / "node_modules" / ".bin"
# The tools ask and tell nobody anything.
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_UPDATE_NOTIFIER": "1"}
ENVIRONMENT = os.environ | QUIET


@pytest.fixture(scope="module")
def tools() -> Path:
    """The folder of the installed Node tools."""
    if not (NODE / "node_modules" / ".installed").exists():
        if shutil.which("npm") is None and os.environ.get("CI") != "true":
            pytest.skip("no npm on this machine to install the Node tools with")
        pytest.fail("the Node tools are not installed; `make node-tools` does that")
    return TOOLS


def run(*command: str | Path, folder: Path = NODE) -> str:
    """The standard output of a command that must succeed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_is_valid_openapi() -> None:
    validate(load_contract().document)


def test_redocly_finds_nothing(tools: Path) -> None:
    report = json.loads(
        run(tools / "redocly", "lint", OPENAPI, "--extends", "recommended", "--format", "json")
    )
    assert report["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}, report["problems"]


def test_spectral_finds_nothing(tools: Path) -> None:
    ruleset = NODE / "spectral.yaml"
    run(tools / "spectral", "lint", OPENAPI, "--ruleset", ruleset, "--fail-severity", "hint")


def test_typescript_can_use_it(tools: Path, tmp_path: Path) -> None:
    run(tools / "openapi-typescript", OPENAPI, "--output", tmp_path / "openapi.d.ts")
    shutil.copy(NODE / "usage.ts", tmp_path)
    options = ("--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom")
    run(tools / "tsc", *options, "usage.ts", folder=tmp_path)


@pytest.fixture(scope="module")
def prism(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Prism that serves the contract."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    command: list[str | Path] = [tools / "prism", "mock", OPENAPI, "--host", "127.0.0.1", "--port", port]
    log = tmp_path_factory.mktemp("prism") / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
            env=ENVIRONMENT,
        ) as process,
    ):
        try:
            assert process.stdout
            said = ""
            while "Prism is listening" not in said:
                line = process.stdout.readline()
                said += line
                assert line, f"Prism ended before it listened: {said}{log.read_text()}"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.mark.parametrize("example", ["statusAndPhone", "metadataAndNotes", "completeUpdate"])
def test_prism_serves_it(prism: str, example: str) -> None:
    operation = load_contract().operations["updateLead"]
    response = httpx.put(
        prism + operation.path.format(leadId="lead_1234567890abcdef"),
        json=operation.examples[example],
        headers={"Authorization": "Bearer any"},
    )
    assert response.status_code == 200
    assert response.json() == operation.responses[200].examples["updated"]


def test_prism_refuses_what_the_contract_refuses(prism: str) -> None:
    url = f"{prism}/api/v1/leads/lead_1234567890abcdef"
    assert httpx.put(url, json={"status": "contacted"}).status_code == 401
    wrong = httpx.put(url, json={"status": "invalid_status"}, headers={"Authorization": "Bearer any"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "VALIDATION_ERROR")
