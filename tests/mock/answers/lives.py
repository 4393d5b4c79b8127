"""Questions on getting and deleting."""

from tests.mock.answers.step import Step, conflicting, refused
from tests.mock.leads import DELETED, EXISTING, FOREIGN, JANE, JOHN, UNKNOWN

_TAKEN = "existing@example.com"


def _got(lead_id: str = JOHN, method: str = "GET") -> Step:
    return Step(None, method=method, lead_id=lead_id)


def _no_lead(lead_id: str, method: str = "GET") -> Step:
    return Step(None, 404, "LEAD_NOT_FOUND", details={"leadId": lead_id}, lead_id=lead_id, method=method)


def _deleted(lead_id: str = JOHN) -> Step:
    return Step(None, data={"id": lead_id}, lead_id=lead_id, method="DELETE")


TABLE = {
    "head": {
        "as-get": [_got(), _got(method="HEAD"), Step(None, 404, method="HEAD", lead_id=UNKNOWN)],
        "not-served": [_got(), Step(None, 405, method="HEAD")],
    },
    "second-delete": {
        "not-found": [
            _deleted(),
            _no_lead(JOHN),
            *(_no_lead(lead_id, "DELETE") for lead_id in (JOHN, DELETED, UNKNOWN, FOREIGN)),
        ],
        "accepted": [
            _deleted(),
            _deleted(),
            _deleted(DELETED),
            _no_lead(JOHN),
            Step({}, 404, "LEAD_NOT_FOUND"),
            *(_no_lead(lead_id, "DELETE") for lead_id in (UNKNOWN, FOREIGN)),
        ],
    },
    "deleted-email": {
        "free": [
            conflicting({"email": _TAKEN}),
            _deleted(EXISTING),
            Step({"email": _TAKEN}, data={"email": _TAKEN}),
            conflicting({"email": _TAKEN}, lead_id=JANE),
        ],
        "taken": [
            _deleted(EXISTING),
            conflicting({"email": _TAKEN}, details={"existingLeadId": EXISTING}),
            conflicting({"email": _TAKEN.upper()}, details={"existingLeadId": EXISTING}),
            refused({"email": "nope"}, "email", "nope"),
        ],
    },
}
