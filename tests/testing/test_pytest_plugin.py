"""The pytest fixture `leads_mock`: a workspace for each test, one mock for all workers."""

import os
from pathlib import Path

import pytest
from leads_docs.recipes import RECIPES
from leads_mock.testing import MockServer

from tests.testing.suites import OWN, run_suite

PLUGIN = ("-p", "leads_mock.pytest_plugin")
TIMES = int(os.environ.get("WORKERS_TIMES", "1"))
"""`make workers` says more: what goes wrong once in many times is not seen in one."""


@pytest.mark.parametrize("turn", range(TIMES))
def test_workers_share_one_mock_and_no_test_sees_another(tmp_path: Path, turn: int) -> None:
    (tmp_path / "test_own.py").write_text(OWN.replace("COUNT", "24"), encoding="utf-8")
    assert "24 passed" in run_suite(tmp_path, "-p", "xdist.plugin", *PLUGIN, "-n", "8", alone=True)
    assert len(list((tmp_path / "urls").iterdir())) == 1


OPTIONS = """
import pytest

@pytest.fixture(scope="session")
def leads_mock_options():
    return %s
"""
STRICT = """
def test_it_is_strict(leads_mock, leads_mock_server):
    assert leads_mock.profile()["null-metadata"] == "refused"
    assert leads_mock_server.url == %r or %r is None
"""


def test_the_mock_is_started_with_the_options_of_the_suite(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(OPTIONS % {"profile": "strict"}, encoding="utf-8")
    (tmp_path / "test_own.py").write_text(STRICT % (None, None), encoding="utf-8")
    run_suite(tmp_path, *PLUGIN, alone=True)


def test_a_mock_that_runs_already_may_serve(tmp_path: Path) -> None:
    with MockServer(profile="strict") as mock:
        (tmp_path / "conftest.py").write_text(OPTIONS % {"url": mock.url}, encoding="utf-8")
        (tmp_path / "test_own.py").write_text(STRICT % (mock.url, mock.url), encoding="utf-8")
        run_suite(tmp_path, *PLUGIN, alone=True)


def test_the_recipe_of_the_documentation(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(RECIPES["test_with_pytest.py"], encoding="utf-8")
    run_suite(tmp_path, *PLUGIN, alone=True)


UNRELATED = """
import sys

def test_nothing_of_it_is_here():
    ours = {name for name in sys.modules if name.startswith("leads_mock")}
    assert ours == {"leads_mock", "leads_mock.pytest_plugin"}
"""


def test_it_costs_an_unrelated_suite_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(UNRELATED, encoding="utf-8")
    assert "1 passed" in run_suite(tmp_path, "-p", "no:xdist")
