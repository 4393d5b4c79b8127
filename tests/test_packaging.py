"""The package as a stranger gets it: `pip install .` into an empty environment, used outside the checkout."""

import json
import os
import re
import shutil
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT.parent / "shared" / "reference" / "update-lead-page.txt"
READY = re.compile(r"leads-mock is listening on (http://127\.0\.0\.1:\d+)\n")

# One environment serves all of these tests, so one worker runs them all.
pytestmark = [pytest.mark.xdist_group("packaging"), pytest.mark.timeout(300)]


def run(*command: str | Path, folder: Path) -> str:
    """The standard output of a command that must succeed."""
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checkout."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def commands(folder: Path) -> Path:
    """The `bin` of a new environment that holds the package and what it needs, in the locked versions."""
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    # As constraints, since hashes would be asked of the package itself as well.
    pins = re.sub(r" \\\n +--hash=\S+", "", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    constraints = folder / "constraints.txt"
    constraints.write_text(pins, encoding="utf-8")
    pip = (environment / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--constraint", constraints, ROOT, folder=folder)
    return environment / "bin"


@pytest.fixture(scope="module")
def installed_mock(commands: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """The URL of a running `leads-mock`, and the curl line that it prints."""
    with subprocess.Popen(
        [commands / "leads-mock", "-p", "0"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        listening = process.stdout.readline()
        ready = READY.fullmatch(listening)
        if not ready:
            process.kill()
            pytest.fail(f"{listening}{process.stderr.read()}")
        yield ready[1], process.stdout.readline()
        process.terminate()
        _, log = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in log) == (0, False), log


def curl(command: str, folder: Path) -> Any:
    """What a pasted curl command prints, as JSON."""
    if shutil.which("curl") is None and os.environ.get("CI") != "true":
        pytest.skip("no curl on this machine")
    return json.loads(run("sh", "-c", command, folder=folder))


def test_the_commands_explain_themselves(commands: Path, folder: Path) -> None:
    assert "--fixtures" in run(commands / "leads-mock", "--help", folder=folder)
    assert "usage: leads-contract" in run(commands / "leads-contract", "--help", folder=folder)


def test_contract_and_fixtures_come_from_the_wheel(commands: Path, folder: Path) -> None:
    program = """if True:
        from leads_contract.document import contract_path
        from leads_mock.fixtures import bundled_fixtures
        print(contract_path(), bundled_fixtures(), sep="\\n")
    """
    paths = [Path(line) for line in run(commands / "python", "-c", program, folder=folder).splitlines()]
    assert all(path.is_relative_to(commands.parent) for path in paths)
    contract, fixtures = paths
    assert contract.read_bytes() == (ROOT / "openapi.yaml").read_bytes()

    def names(top: Path) -> set[Path]:
        return {path.relative_to(top) for path in top.rglob("*") if path.is_file()}

    assert names(fixtures) == names(ROOT / "fixtures")


def test_it_brings_no_development_tools(commands: Path, folder: Path) -> None:
    listed = json.loads(run(commands / "python", "-m", "pip", "list", "--format", "json", folder=folder))
    assert not {package["name"].lower() for package in listed} & {"mypy", "ruff", "hatchling", "pytest-xdist"}


def test_the_printed_curl_works(installed_mock: tuple[str, str], folder: Path) -> None:
    _, command = installed_mock
    answer = curl(command, folder)
    assert answer["success"] is True
    assert answer["data"]["id"] == "lead_1234567890abcdef"


def test_the_pages_curl_works(installed_mock: tuple[str, str], folder: Path) -> None:
    if not PAGE.exists():
        pytest.skip("the documentation's page does not lie beside this clone")
    url, _ = installed_mock
    command = re.search(r"^curl .*?^  \}'$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert command
    answer = curl(command[0].replace("https://your-domain.com", url), folder)
    lead = answer["data"]
    assert answer["success"] is True
    assert (lead["id"], lead["name"], lead["status"]) == ("lead_1234567890abcdef", "John Doe", "contacted")
    assert lead["metadata"]["notes"] == "Follow up scheduled for next week"
    assert lead["metadata"]["utm_source"] == "google"
