"""The run in one line: what a reader learns first. Pure."""

from collections.abc import Mapping, Sequence
from typing import Literal

from leads_check.rules.judge import BROKEN, INCONCLUSIVE, KEPT, NOT_PUT_BACK
from leads_check.session.restoring import Left, Unreadable
from leads_check.session.taking_away import Kept
from leads_check.settings import FailOn

State = Literal["kept", "warnings", "broken", "inconclusive", "not-put-back"]

WORDS: Mapping[State, str] = {
    "kept": "Kept",
    "warnings": "Kept, with warnings",
    "broken": "Broken",
    "inconclusive": "Inconclusive",
    "not-put-back": "Not put back",
}


def state_of(exit_code: int, counts: Mapping[str, int]) -> State:
    """What became of the run."""
    if exit_code == KEPT:
        return "warnings" if counts["warn"] else "kept"
    states: Mapping[int, State] = {BROKEN: "broken", NOT_PUT_BACK: "not-put-back"}
    return states.get(exit_code, "inconclusive")


def headline(
    state: State,
    counts: Mapping[str, int],
    left: Sequence[Left],
    unreadable: Sequence[Unreadable],
    kept: Sequence[Kept] = (),
) -> str:
    """The state's word and the numbers that belong to it. `counts` are promises by kind of outcome."""
    numbers = _not_back(left, unreadable, kept) if state == "not-put-back" else _numbers(state, counts)
    return f"{WORDS[state]}: {numbers}"


def meaning(exit_code: int, fail_on: FailOn) -> str:
    """What the exit code says."""
    level = "no must" if fail_on == "must" else "neither a must nor a should"
    return {
        KEPT: f"{level} is broken",
        BROKEN: f"a must {'' if fail_on == 'must' else 'or a should '}is broken",
        INCONCLUSIVE: "not every must could be judged",
        NOT_PUT_BACK: "a lead is not known to be as it was",
    }.get(exit_code, "")


def _numbers(state: State, counts: Mapping[str, int]) -> str:
    broken, warned, waived = counts["fail"], counts["warn"], counts["waived"]
    judged, total = counts["pass"] + broken + warned + waived, sum(counts.values())
    share = f"all {total} promises" if judged == total > 1 else f"{judged} of {many(total, 'promise')}"
    if state == "broken":
        return f"{broken} of {many(judged, 'judged promise')} {'is' if broken == 1 else 'are'} broken"
    if not judged:
        return "nothing was judged"
    if state == "inconclusive":
        return f"{share} judged"
    exceptions = [f"{warned} broken, no must among them"] if warned else []
    exceptions += [f"{waived} broken and waived"] if waived else []
    return f"{share} judged, {' and '.join(exceptions) or 'none broken'}"


def _not_back(left: Sequence[Left], unreadable: Sequence[Unreadable], kept: Sequence[Kept]) -> str:
    change = "differs from what it was" if len(left) == 1 else "differ from what they were"
    changed = [f"{many(len(left), 'value')} of the leads {change}"] if left else []
    lost = [f"{many(len(unreadable), 'lead')} cannot be read"] if unreadable else []
    made = [f"{many(len(kept), 'lead')} that the check made may still be there"] if kept else []
    return " and ".join([*changed, *lost, *made])


def many(number: int, noun: str) -> str:
    """The number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
