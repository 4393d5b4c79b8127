"""Our own failures: told with their place, and never evidence about a deployment."""

import traceback
from pathlib import Path


def our_failure(error: BaseException) -> str:
    """What failed, and where."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}, line {last.lineno}"
    return f"leads-contract failed: {type(error).__name__}: {str(error)[:200]} ({where})"
