"""The mock for test suites: `with MockServer(profile="strict") as mock:`, or the pytest fixture `leads_mock`.

Of what is here only the standard library is imported: the mock itself runs in a process of its own.
"""

from leads_mock.testing.control import ControlError
from leads_mock.testing.mock import Clock, Mock
from leads_mock.testing.server import MockServer, StartError

__all__ = ["Clock", "ControlError", "Mock", "MockServer", "StartError"]
