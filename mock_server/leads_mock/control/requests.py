"""The journal: what arrived, filtered and verified."""

from collections.abc import Callable, Mapping
from datetime import datetime

from leads_mock.control.calls import Act, Call
from leads_mock.control.clock import read_time
from leads_mock.control.shown import body_of, shown, without_key
from leads_mock.control.wrong import Wrong
from leads_mock.core.json_text import Json
from leads_mock.house import House
from leads_mock.journal import Entry
from leads_mock.matching import fits_path, unlike

_NEAREST = 3
Fits = Callable[[Entry], bool]


def request_calls(house: House) -> Mapping[str, Act]:
    """By operationId."""

    def entries(call: Call) -> list[Entry]:
        """The newest first."""
        journals = [room.journal for room in house.rooms_of(call.workspace)]
        found = [entry for journal in journals for entry in journal]
        return sorted(found, key=lambda entry: entry.number, reverse=True)

    def get(call: Call) -> Json:
        filters = [_FILTERS[name](value) for name, value in call.query.items() if name in _FILTERS]
        fitting = [entry for entry in entries(call) if all(fits(entry) for fits in filters)]
        shortened = fitting[: call.query.get("limit")]
        return {"requests": [shown(entry) for entry in shortened], "total": len(fitting)}

    def delete(call: Call) -> None:
        for room in house.rooms_of(call.workspace):
            room.journal.clear()

    def verify(call: Call) -> Json:
        least, most = _times(call.body.get("times"))
        compared = [(_differing(call.body, entry), entry) for entry in entries(call)]
        matched = sum(not differing for differing, _ in compared)
        if least <= matched and (most is None or matched <= most):
            return {"verified": True, "matched": matched, "nearest": []}
        nearest = sorted(compared, key=lambda pair: len(pair[0]))[:_NEAREST]
        return {
            "verified": False,
            "matched": matched,
            "nearest": [{"request": shown(entry), "differs": differing} for differing, entry in nearest],
        }

    return {"getRequests": get, "deleteRequests": delete, "verifyRequests": verify}


def _differing(described: Mapping[str, Json], entry: Entry) -> list[Json]:
    found = unlike(described, entry.method, entry.path, entry.status, body_of(entry))
    return [it._replace(actual=without_key(it.actual, entry.key))._asdict() for it in found]


def _times(times: Json) -> tuple[int, int | None]:
    if times is None:
        return 1, None
    if isinstance(times, int):
        return times, times
    least, most = times.get("atLeast", 0), times.get("atMost")
    if most is not None and most < least:
        raise Wrong(400, "atMost is less than atLeast", "times")
    return least, most


def _since(text: str) -> Fits:
    moment: datetime = read_time(text, "since")
    return lambda entry: entry.at >= moment


_FILTERS: Mapping[str, Callable[..., Fits]] = {
    "method": lambda method: lambda entry: entry.method == method.upper(),
    "path": lambda path: lambda entry: fits_path(path, entry.path),
    "status": lambda status: lambda entry: entry.status == status,
    "lead": lambda lead: lambda entry: entry.lead == lead,
    "since": _since,
}
