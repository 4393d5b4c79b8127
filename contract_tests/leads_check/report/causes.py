"""One cause, one finding: which broken rules probably follow from another one. Pure."""

from collections.abc import Collection, Mapping


def causes(broken: Collection[str], rests_on: Mapping[str, Collection[str]]) -> dict[str, str]:
    """For each broken rule that rests on another broken one, the rule that all begins with.

    `rests_on` maps a rule to those without which it cannot be judged. Rules that rest on each other in a
    circle have no beginning, and stand for themselves.
    """
    found = {rule: _beginning(rule, set(broken), rests_on) for rule in broken}
    return {rule: cause for rule, cause in found.items() if cause != rule}


def _beginning(rule: str, broken: set[str], rests_on: Mapping[str, Collection[str]]) -> str:
    seen: set[str] = set()
    here = rule
    while here not in seen:
        seen.add(here)
        here = next((one for one in rests_on.get(here, ()) if one in broken), here)
    # Where the walk ended by coming back to an earlier rule, it went in a circle.
    return here if not any(one in broken and one != here for one in rests_on.get(here, ())) else rule
