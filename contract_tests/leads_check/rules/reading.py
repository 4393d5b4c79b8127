"""How an answer to an open question is read from what was exchanged."""

from collections.abc import Callable
from typing import Any

from leads_check.evidence.exchange import Exchange
from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import field_of, same
from leads_check.rules.rule import Answer

Reading = Callable[[Observation], str | None]
Asks = Callable[[Observation], bool]


def status_of(x: Observation | Exchange) -> str | None:
    """What is said of an answer that is none of the listed ones; a failure answers nothing."""
    if x.status >= 500:
        return None
    code = x.body.get("code") if isinstance(x.body, dict) else None
    return f"status {x.status}" + (f" `{code}`" if isinstance(code, str) and code.isascii() else "")


def first(asks: Asks, reading: Reading) -> Answer:
    """The answer of the first exchange that asks the question and shows one."""

    def answer(log: Log) -> str | None:
        asked = (x for x in log if x.exchange.answered and not x.exchange.batch and asks(x))
        return next((seen for x in asked if (seen := reading(x)) is not None), None)

    return answer


def is_update(x: Observation) -> bool:
    """An update of a lead of the key's own, with the key, as JSON."""
    own = x.request.target in ("lead", "other") and x.request.lead_id is None and x.request.key == "own"
    is_json = x.request.content_type == "application/json"
    return x.is_write and own and is_json and x.request.authorization is None


def sends(**members: Any) -> Asks:
    """Updates that send just these members; a value may be a predicate."""

    def asks(x: Observation) -> bool:
        return (
            is_update(x)
            and x.sent.keys() == members.keys()
            and all(map(fits, members.values(), x.sent.values()))
        )

    return asks


def fits(wanted: Any, sent: Any) -> bool:
    return bool(wanted(sent)) if callable(wanted) else same(wanted, sent)


def by_status(accepted: str, refused: str) -> Reading:
    """The answer by whether the update was accepted or refused with 400."""

    def reading(x: Observation) -> str | None:
        return accepted if x.accepted else refused if x.status == 400 else status_of(x)

    return reading


def text_kept(name: str, asks: Asks, readings: dict[str, Callable[[str], str]]) -> Answer:
    """The answer whose way to change the sent text explains what is shown."""

    def reading(x: Observation) -> str | None:
        sent = x.sent[name]
        for lead in x.shown:
            found = [answer for answer, change in readings.items() if field_of(lead, name) == change(sent)]
            return found[0] if found else "another text"
        return None if x.accepted else status_of(x)

    return first(asks, reading)


def first_status(log: Log, asks: Asks) -> int | None:
    """The status of the first exchange that asks, 200 for each acceptance."""
    asked = (x for x in log if x.exchange.answered and x.status < 500 and asks(x))
    return next((200 if x.accepted else x.status for x in asked), None)


def by_code(codes: dict[int, str]) -> Reading:
    """The answer by the status."""
    return lambda x: codes.get(x.status, status_of(x))
