"""Ids of new leads, and keys of new workspaces."""

import secrets
import string
from itertools import count

# Whole turns of an odd step pass every number of 64 bits once, so that no id comes again in this process,
# whatever is reset or deleted; the random beginning keeps two processes apart.
_numbers = count(secrets.randbits(64), 0x9E3779B97F4A7C15)
_CHARACTERS = string.ascii_letters + string.digits


def new_lead_id() -> str:
    """An id of the documented form that was never given before: `lead_` and 16 hexadecimal digits."""
    return f"lead_{next(_numbers) % 2**64:016x}"


def new_key() -> str:
    """A key of the documented form: `sk-workspace_` and 51 random characters."""
    return "sk-workspace_" + "".join(secrets.choice(_CHARACTERS) for _ in range(51))
