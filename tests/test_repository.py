"""The repository itself: pins agree, no file names a place of download, each target is explained."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NODE = ROOT / "tests" / "node"
NATURAL = ROOT / "tests" / "natural"
# Where packages are downloaded from; patterns, so that this file passes its own test.
DOWNLOADS = re.compile(
    r"(pypi|pythonhosted|npmjs|yarnpkg|jsdelivr|unpkg)\.(org|com|net)\b|files\.python|deb\.debian|[\"']resolved[\"']:"
    r"|--(extra-)?index-url[ =]\S|--find-links[ =]\S|file:/{3}"
)
PIN = re.compile(r"([a-z0-9-]+)==([^ ]+)( ; .+)? \\")
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")


def tracked() -> list[Path]:
    """The files that are, or would be, committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_place_of_download() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tracked()
        for hit in DOWNLOADS.finditer(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "lock", [ROOT / "requirements.lock", NATURAL / "requirements.lock"], ids=["own", "natural"]
)
def test_a_lock_holds_names_versions_and_hashes_only(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    strange = [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)]
    assert strange == []


def locked() -> dict[str, str]:
    return {pin[1]: pin[2] for line in LOCK.splitlines() if (pin := PIN.fullmatch(line))}


@pytest.mark.parametrize(
    "dependency",
    [
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["dependency-groups"]["dev"],
        *PYPROJECT["build-system"]["requires"],
    ],
)
def test_the_lock_pins_each_dependency(dependency: str) -> None:
    requirement = Requirement(dependency)
    version = locked().get(canonicalize_name(requirement.name))
    assert version is not None, "run `make lock`"
    assert requirement.specifier.contains(version, prereleases=True)


@pytest.mark.parametrize(
    ("folder", "kind"), [(NODE, "devDependencies"), (NATURAL, "dependencies")], ids=["tools", "natural"]
)
def test_what_node_needs_is_pinned(folder: Path, kind: str) -> None:
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))[kind]
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")[kind] == wanted
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_each_target_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    told = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert set(re.findall(r"^  (\S+) +\S", told, re.MULTILINE)) == set(phony[1].split())


def test_ci_can_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
