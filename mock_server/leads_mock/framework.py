"""connexion's names that the mock is built from, imported without what connexion never uses here.

`import connexion` also brings a test client and an HTTP client with all that these need, which takes
longer than connexion itself. They are put off: calling one still works, and imports it then.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_PUT_OFF = ("httpx", "requests", "starlette.testclient")


class _OnDemand(ModuleType):
    """Stands for a module whose names are only ever called, and is imported by the first such call."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: getattr(import_module(self.__name__), name)(*args, **kwargs)


# connexion alone may see the stand-ins; whoever else imports these modules gets the real ones.
_standing_in = [name for name in _PUT_OFF if name not in sys.modules]
sys.modules.update((name, _OnDemand(name)) for name in _standing_in)
try:
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.routing import RoutingAPI, RoutingMiddleware
    from connexion.operations import AbstractOperation
finally:
    for name in _standing_in:
        del sys.modules[name]

__all__ = ["AbstractOperation", "ConnexionMiddleware", "RoutingAPI", "RoutingMiddleware"]
