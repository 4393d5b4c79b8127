"""What all tests share: one running mock, and clients of it."""

from collections.abc import Iterator

import pytest

from tests.mock.leads import LeadsClient, over_http
from tests.mock.running import RunningMock, running_mock


@pytest.fixture(scope="session")
def mock() -> Iterator[RunningMock]:
    """The mock as it is without options; a start takes a second, so that one serves all tests."""
    with running_mock() as running:
        yield running
        log = running.log()
        assert "Traceback" not in log, log


@pytest.fixture
def leads(mock: RunningMock) -> Iterator[LeadsClient]:
    """A client of the running mock, which holds its fixtures and nothing else."""
    with over_http(mock.url) as client:
        client.reset()
        yield client


@pytest.fixture
def unchanged(leads: LeadsClient) -> Iterator[None]:
    """What is stored is the same before and after the test."""
    before = leads.stored()
    yield
    assert leads.stored() == before
