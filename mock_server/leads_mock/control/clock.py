"""The clock: set, frozen, advanced, released."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from leads_mock.clock import Clock
from leads_mock.control.calls import Act, Call
from leads_mock.control.wrong import Wrong
from leads_mock.core.json_text import Json
from leads_mock.house import House

# Section 5.6. Python reads other forms of ISO 8601 too, and no small letters.
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)


def clock_calls(house: House) -> Mapping[str, Act]:
    """By operationId."""

    def get(call: Call) -> Json:
        clock = house.room(call.workspace).clock
        return {"now": written(clock.now()), "frozen": clock.is_frozen}

    def put(call: Call) -> Json:
        moment = read_time(call.body["now"], "now") if "now" in call.body else None

        def change(clock: Clock) -> None:
            frozen = call.body.get("frozen", clock.is_frozen)
            if call.body:
                clock.set(moment or clock.now(), frozen=frozen)

        return changed(call, change, "now")

    def advance(call: Call) -> Json:
        seconds = float(call.body["seconds"])
        return changed(call, lambda clock: clock.advance(seconds), "seconds")

    def release(call: Call) -> None:
        for room in house.rooms_of(call.workspace):
            room.clock.release()

    def changed(call: Call, change: Callable[[Clock], None], field: str) -> Json:
        clocks = [room.clock for room in house.rooms_of(call.workspace)]
        try:
            for clock in clocks:
                change(clock.copy())  # what is wrong with one is wrong before any has changed
        except ValueError as error:
            raise Wrong(400, str(error), field) from error
        for clock in clocks:
            change(clock)
        return get(call)

    return {"getClock": get, "putClock": put, "advanceClock": advance, "deleteClock": release}


def written(moment: datetime) -> str:
    """A time as the API writes it, RFC 3339 with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(text: str, field: str) -> datetime:
    """A time of RFC 3339. Raises Wrong."""
    try:
        if _RFC_3339.fullmatch(text):
            return datetime.fromisoformat(text.upper())
    except ValueError:
        pass  # it has the form, but there is no such day or minute
    raise Wrong(400, f"{text!r} is no time such as 2030-01-01T00:00:00Z", field)
