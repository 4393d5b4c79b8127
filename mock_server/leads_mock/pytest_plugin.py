"""The pytest fixture `leads_mock`. Every pytest of the environment loads this, so it imports nothing yet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from leads_mock.testing import Mock


@pytest.fixture(scope="session")
def leads_mock_options() -> dict[str, Any]:
    """What the mock is started with, as `MockServer` takes it; a conftest.py overrides it.

    With `url`, and `token` where one is needed, a mock is used that runs already.
    """
    return {}


@pytest.fixture(scope="session")
def leads_mock_server(
    leads_mock_options: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> Iterator["Mock"]:
    """The one mock of the session, which all workers of pytest-xdist share."""
    from leads_mock.testing import MockServer
    from leads_mock.testing.shared import running_mock, shared_mock

    if "url" in leads_mock_options:
        yield running_mock(**leads_mock_options)
    elif hasattr(pytestconfig, "workerinput"):
        with shared_mock(tmp_path_factory.getbasetemp().parent / "leads-mock", leads_mock_options) as mock:
            yield mock
    else:
        with MockServer(**leads_mock_options) as mock:
            yield mock


@pytest.fixture
def leads_mock(leads_mock_server: "Mock") -> "Mock":
    """A fresh workspace for this test alone."""
    return leads_mock_server.new_workspace()
