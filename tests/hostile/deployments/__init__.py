"""One small file for each hostile deployment: `answer` answers one request."""

from importlib import import_module
from pkgutil import iter_modules

from tests.hostile.serving import Answer

HOSTILE: dict[str, Answer] = {
    module.name: import_module(f"{__name__}.{module.name}").answer for module in iter_modules(__path__)
}
