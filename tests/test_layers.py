"""The rooms of the house: who may import whom, and who may look at the world outside."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOCK, CHECK = "mock_server/leads_mock", "contract_tests/leads_check"
CORE = f"{MOCK}/core"
DOCS = "docs_site/leads_docs"
PACKAGES = ("leads_contract", MOCK)
FORBIDDEN = {
    # a folder, and what nothing in it imports
    "leads_contract": ("leads_mock", "leads_check", "leads_reference"),
    "leads_reference": ("leads_mock", "leads_check", "tests"),
    CHECK: ("leads_mock", "tests"),
    DOCS: ("tests",),
    MOCK: ("leads_check", "leads_reference", "tests"),
    CORE: (
        *("starlette", "connexion", "uvicorn", "httptools", "uvloop", "asyncio", "socket", "logging"),
        *("os", "pathlib", "io", "sys", "time", "random", "secrets", "yaml", "leads_contract"),
    ),
}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


CLOCK = {"now", "utcnow", "today"}
ENVIRONMENT = {"argv", "environ", "environb", "getenv", "getenvb"}
READERS: dict[str, set[str]] = {
    # a folder, and its modules that know of argv or the environment
    "leads_contract": set(),
    MOCK: {"cli.py"},
    f"{CHECK}/evidence": set(),
    f"{CHECK}/rules": set(),
    f"{CHECK}/scenes": set(),
}
FRAMEWORK = "framework.py"
"""The one module of the mock that knows connexion, and the most lines that it may have."""
FRAMEWORK_LINES = 62
MODULES = {str(module.relative_to(ROOT)): module for package in PACKAGES for module in modules(package)}


def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imported(module: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes(module: Path) -> set[str]:
    """The attributes that a module reads, such as `now` in `datetime.now()`."""
    return {node.attr for node in ast.walk(parsed(module)) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize(("folder", "forbidden"), FORBIDDEN.items(), ids=FORBIDDEN)
def test_imports_point_downwards(folder: str, forbidden: tuple[str, ...]) -> None:
    assert modules(folder)
    for module in modules(folder):
        wrong = [name for name in imported(module) if name.split(".")[0] in forbidden]
        assert wrong == [], module
        if folder == CORE:
            inner = [name for name in imported(module) if name.startswith("leads_mock.")]
            assert all(name.startswith("leads_mock.core.") for name in inner), module


def test_the_core_asks_no_clock() -> None:
    assert [str(module) for module in modules(CORE) if attributes(module) & CLOCK] == []


def test_one_small_module_knows_the_framework() -> None:
    knowing = [
        module
        for module in modules(MOCK)
        if {name.split(".")[0] for name in imported(module)} & {"connexion"}
    ]
    assert [module.name for module in knowing] == [FRAMEWORK]
    assert len(knowing[0].read_text(encoding="utf-8").splitlines()) <= FRAMEWORK_LINES
    importing = [
        module.name
        for module in modules(MOCK)
        if any("leads_mock.framework" in name for name in imported(module))
    ]
    assert importing == ["app.py"]


def test_one_clock_asks_for_the_time() -> None:
    asking = {
        module.name
        for module in modules(MOCK)
        if re.search(r"datetime\.(now|utcnow|today)", module.read_text(encoding="utf-8"))
        or any(name.startswith("time.") for name in imported(module))
    }
    assert asking == {"clock.py"}


@pytest.mark.parametrize(("folder", "allowed"), READERS.items(), ids=READERS)
def test_only_the_command_line_reads_argv_and_environ(folder: str, allowed: set[str]) -> None:
    readers = {
        module.name for module in modules(folder) if {*attributes(module), *_names(module)} & ENVIRONMENT
    }
    assert readers <= allowed


def _names(module: Path) -> set[str]:
    return {name.rpartition(".")[2] for name in imported(module)}


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_modules_stay_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 300
    assert module.stem not in ("utils", "helpers", "common", "manager", "base")
