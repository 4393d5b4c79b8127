"""One small file for each hostile client: `attack` does its worst to the mock at a port."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

CLIENTS: dict[str, Callable[[int], None]] = {
    module.name: import_module(f"{__name__}.{module.name}").attack for module in iter_modules(__path__)
}
