"""Which rules a run judges."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase

from leads_check.rules import BY_ID, RULES
from leads_check.rules.rule import Rule
from leads_check.settings import Settings, UsageError


def choose(settings: Settings) -> list[Rule]:
    """The rules that `--only` and `--skip` leave, in catalogue order.

    Both take ids and patterns such as `metadata-*`. Raises UsageError for one that no rule matches.
    """
    wanted = _matching(settings.only) if settings.only else set(BY_ID)
    left_out = _matching(settings.skip)
    return [rule for rule in RULES if rule.id in wanted and rule.id not in left_out]


def _matching(patterns: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        ids = {rule_id for rule_id in BY_ID if fnmatchcase(rule_id, pattern)}
        if not ids:
            raise UsageError(
                f"there is no rule {pattern!r}{did_you_mean(pattern, list(BY_ID))}; --list shows them all"
            )
        found |= ids
    return found


def did_you_mean(name: str, names: Sequence[str]) -> str:
    """The end of a message, empty where no name is close."""
    close = get_close_matches(name, names, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
