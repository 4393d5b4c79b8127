"""Whether a lead is shown whole and true, so that it could be put back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from leads_check.evidence.fields import TEXTS
from leads_check.evidence.values import Lead, field_of, metadata_of, same
from leads_check.session.held import Held
from leads_check.session.mark import PREFIX
from leads_check.session.written import METADATA
from leads_contract import load_contract

DEEPEST = 100
_SIGNS = "[*•●█▪…]"
"""What stands for characters that are not shown."""
_MASKED_EMAIL = re.compile(rf"{_SIGNS}|x{{3,}}|#{{2,}}|\.\.|^(redacted|hidden|masked|anonymi[sz]ed)\b")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_MASKED_NUMBER = re.compile(rf"{_SIGNS}|x{{2,}}(?!\d)|#{{2,}}")
_MASKED_TEXT = re.compile(rf"{_SIGNS}{{2,}}|^(redacted|\[redacted\])$")


def why_untrue(held: Held, shown: Lead) -> str:
    """Why what is shown is not the lead, or not all of it as it is; empty where nothing tells against it."""
    if not is_this(held, shown):
        return "the answer shows another id"
    if not _is_shallow(shown):
        return f"it nests deeper than {DEEPEST} levels"
    for name in METADATA:
        if not isinstance(field_of(shown, name), dict | None):
            return f"its {name} is not shown as an object"
    for name in TEXTS:
        if is_masked(name, field_of(shown, name)):
            return f"its {name} seems to be shown masked"
    return ""


def is_this(held: Held, shown: Lead) -> bool:
    """Whether an answer shows the lead that was asked for; one that has another id shows something else."""
    return str(field_of(shown, "id")) == held.id


def _is_shallow(value: Any) -> bool:
    """Whether the value can be compared and written down; without recursion, which is what depth breaks."""
    level = [value]
    for _ in range(DEEPEST):
        members = [n.values() if isinstance(n, dict) else n for n in level if isinstance(n, dict | list)]
        level = [item for nodes in members for item in nodes]
    return not level


def is_masked(name: str, value: object) -> bool:
    """Whether a field's value seems to stand for another one, as in `j***@example.com`."""
    if not isinstance(value, str) or not value:
        return False
    form = load_contract().fields[name].format
    if form == "email":
        return bool(_MASKED_EMAIL.search(value.lower())) or not _EMAIL.fullmatch(value)
    return bool((_MASKED_NUMBER if form else _MASKED_TEXT).search(value.lower()))


def not_shown(held: Held, leads: Iterable[Lead]) -> list[str]:
    """The fields that neither this lead nor any other shows.

    They may be cleared, or hidden; if they are hidden, what they hold could not be put back.
    """
    shown = {name for lead in (held.original or {}, *leads) for name in lead}
    return [name for name in TEXTS if name not in shown]


def not_seen_again(original: Lead, shown: Lead) -> list[str]:
    """The fields whose own values were sent back, and are shown otherwise now."""
    return [
        name
        for name in TEXTS
        if field_of(original, name) and not same(field_of(original, name), field_of(shown, name))
    ]


def shown_later(original: Lead, shown: Lead) -> Lead:
    """The fields of which something was not shown at first, and is now, though nobody wrote it meanwhile.

    Metadata is whole, without what the check put into it.
    """
    fields = {name: shown[name] for name in TEXTS if not field_of(original, name) and field_of(shown, name)}
    before, now = metadata_of(original), metadata_of(shown)
    more = {key: now[key] for key in now if key not in before and not key.startswith(PREFIX)}
    return {**fields, METADATA[0]: {**before, **more}} if more else fields
