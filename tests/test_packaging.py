"""The package as a stranger gets it: installed into an empty environment, and used outside the checkout."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
PAGE = ROOT.parent / "shared" / "reference" / "update-lead-page.txt"
READY = re.compile(r"leads-mock is listening on (http://127\.0\.0\.1:\d+)\n")

# Two environments serve all of these tests, so one worker runs them all.
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
def wheel(folder: Path) -> Path:
    """The package, built."""
    run(*PIP, "wheel", "--quiet", "--no-deps", "--no-build-isolation", ROOT, folder=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def constraints(folder: Path) -> Path:
    """The locked versions, as constraints: hashes would be asked of the package itself as well."""
    pins = re.sub(r" \\\n +--hash=\S+", "", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    path = folder / "constraints.txt"
    path.write_text(pins, encoding="utf-8")
    return path


def install(environment: Path, constraints: Path, *wanted: str) -> Path:
    """The `bin` of the environment, which is made where there is none, with what is wanted in it."""
    if not environment.exists():
        venv.create(environment)
    python = environment / "bin" / "python"
    pip = (*PIP, "--python", python, "install", "--quiet", "--constraint", constraints)
    run(*pip, *wanted, folder=environment)
    return environment / "bin"


@pytest.fixture(scope="module")
def commands(folder: Path, wheel: Path, constraints: Path) -> Path:
    """The `bin` of a new environment that holds the plain package."""
    return install(folder / "plain", constraints, str(wheel))


@pytest.fixture(scope="module")
def check_commands(folder: Path, wheel: Path, constraints: Path) -> Path:
    """The same, with the extra `check`."""
    return install(folder / "with-check", constraints, f"{wheel}[check]")


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


def brought(commands: Path, folder: Path) -> set[str]:
    """The names of the installed packages."""
    pip = (*PIP, "--python", commands / "python", "list", "--format", "json")
    return {package["name"].lower() for package in json.loads(run(*pip, folder=folder))}


def megabytes(commands: Path) -> float:
    """What they and our own take on the disk, before Python compiles them."""
    (site,) = commands.parent.glob("lib/python*/site-packages")
    files = (path for path in site.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sum(path.stat().st_size for path in files) / 1e6


def test_each_way_brings_what_it_needs_and_no_more(
    commands: Path, check_commands: Path, folder: Path
) -> None:
    plain, check = brought(commands, folder), brought(check_commands, folder)
    assert plain < check
    assert {"pytest", "schemathesis", "hypothesis", "openapi-spec-validator"} <= check - plain
    assert not check & {"mypy", "ruff", "hatchling", "pytest-xdist", "openapi-python-client"}
    told = re.search(
        r"with (\d+) other packages \((\d+) MB\).*? and (\d+) more \((\d+) MB\)", README, re.DOTALL
    )
    assert told
    counts, sizes = (int(told[1]), int(told[3])), (int(told[2]), int(told[4]))
    assert counts == (len(plain) - 1, len(check) - len(plain))
    own = megabytes(commands)
    assert sizes == pytest.approx((own, megabytes(check_commands) - own), abs=4)


def test_a_command_says_which_extra_it_lacks(commands: Path, folder: Path) -> None:
    done = subprocess.run(
        [commands / "leads-contract", "check", "http://127.0.0.1:9"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "leads-contract-kit[check]" in done.stderr
    assert "schemathesis" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_check_runs_from_the_wheel(
    check_commands: Path, installed_mock: tuple[str, str], folder: Path
) -> None:
    url, _ = installed_mock
    told = subprocess.run(
        [
            *(check_commands / "leads-contract", "check", url),
            *("--lead-id", "lead_1234567890abcdef", "--only", "success-envelope"),
        ],
        cwd=folder,
        env={"LEADS_API_KEY": "sk-workspace_your_api_key", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout + told.stderr


PROJECT = {
    # a project that has folders of the names that ours have in the checkout
    "contract_tests/__init__.py": "OWN = 'contract'\n",
    "contract_tests/test_own.py": """\
from contract_tests import OWN
from mock_server.serve import PORT


def test_own():
    assert (OWN, PORT) == ("contract", 4000)
""",
    "mock_server/__init__.py": "",
    "mock_server/serve.py": "PORT = 4000\n",
}


@pytest.mark.parametrize("kind", ["plain", "with-check"])
def test_a_project_with_folders_of_the_same_names_runs_its_tests(
    kind: str, commands: Path, check_commands: Path, constraints: Path, folder: Path, tmp_path: Path
) -> None:
    python = install(folder / kind, constraints, "pytest") / "python"
    for name, text in PROJECT.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert "1 passed" in run(python, "-m", "pytest", "-q", folder=tmp_path)


def test_the_types_are_there_for_others(commands: Path, folder: Path) -> None:
    site = next((folder / "plain").glob("lib/python*/site-packages"))
    for package in ("leads_contract", "leads_mock", "leads_check", "leads_reference"):
        assert (site / package / "py.typed").exists(), package
    assert {path.name for path in (site / "leads_mock" / "clients").iterdir()} == {
        "client.mjs",
        "client.d.mts",
    }


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
