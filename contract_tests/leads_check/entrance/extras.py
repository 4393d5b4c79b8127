"""What a command needs beyond the plain package."""

import re
from importlib.metadata import PackageNotFoundError, requires, version

from leads_check.settings import UsageError

PACKAGE = "leads-contract-kit"


def require(extra: str) -> None:
    """Raises UsageError where what the extra brings along is not installed."""
    wanted = [said for said in requires(PACKAGE) or () if re.search(rf"extra == ['\"]{extra}['\"]", said)]
    missing = [name for said in wanted if not _is_installed(name := re.split(r"[^\w.-]", said)[0])]
    if missing:
        raise UsageError(
            f"this needs the extra `{extra}`: install `{PACKAGE}[{extra}]` instead of `{PACKAGE}`"
            f" (missing: {', '.join(missing)})"
        )


def _is_installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False
