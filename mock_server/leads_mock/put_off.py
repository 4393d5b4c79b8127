"""Imports that wait until something of them is called."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _OnDemand(ModuleType):
    """Stands for a module whose names are only ever called, and is imported by the first such call."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: getattr(import_module(self.__name__), name)(*args, **kwargs)


@contextmanager
def put_off(*names: str) -> Generator[None]:
    """What is imported within the block gets stand-ins of these modules; all others get the real ones."""
    standing_in = [name for name in names if name not in sys.modules]
    sys.modules.update((name, _OnDemand(name)) for name in standing_in)
    try:
        yield
    finally:
        for name in standing_in:
            del sys.modules[name]
