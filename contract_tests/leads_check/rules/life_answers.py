"""What a deployment answers to the questions on creations and deletions."""

from collections.abc import Callable, Iterator

from leads_check.evidence.observation import Log, Observation
from leads_check.evidence.values import MISSING, field_of, metadata_of
from leads_check.rules.creation import of
from leads_check.rules.reading import Reading, status_of
from leads_check.rules.rule import Answer, Rule
from leads_check.scenes.lives import READ_ONLY

Asks = Callable[[Observation], bool]


def _first(operation: str, asks: Asks, reading: Reading) -> Answer:
    """The answer of the first request of the operation, with a key, that asks the question and shows one."""

    def answer(log: Log) -> str | None:
        asked = (x for x in _own(log, operation) if asks(x))
        return next((seen for x in asked if (seen := reading(x)) is not None), None)

    return answer


def _own(log: Log, operation: str) -> Iterator[Observation]:
    return (x for x in of(operation)(log) if x.request.authorization is None)


def _unknown_chatbot(x: Observation) -> str | None:
    return "accepted" if x.accepted else {404: "not-found", 400: "refused"}.get(x.status, status_of(x))


def _default_status(x: Observation) -> str | None:
    shown = field_of(x.lead, "status")
    return (
        {None: "none", "new": "new"}.get(shown, "another status") if isinstance(shown, str | None) else None
    )


def _default_metadata(x: Observation) -> str | None:
    if x.lead is None or metadata_of(x.lead):
        return "metadata of its own" if x.lead else None
    return "empty" if x.lead.get("metadata") == {} else "none"


def _read_only(x: Observation) -> str | None:
    if x.accepted and x.lead is not None:
        taken = any(x.lead.get(name) == x.sent[name] for name in ("id", *READ_ONLY))
        return "taken over" if taken else "ignored"
    # A taken email, or another chatbot, is another reason.
    return "refused" if x.status == 400 else None


def _required_null(x: Observation) -> str | None:
    if x.accepted and x.lead is not None:
        return "cleared" if field_of(x.lead, "name") is None else "another value"
    return "refused" if x.status == 400 else status_of(x)


def _new_null(x: Observation) -> str | None:
    nulls = [name for name, value in x.sent_metadata.items() if value is None]
    if x.lead is None or not metadata_of(x.lead):
        return None
    shown = metadata_of(x.lead).get(nulls[0], MISSING)
    return {"None": "kept", repr(MISSING): "removed"}.get(repr(shown), "another value")


def _again(log: Log) -> str | None:
    deletions = [x for x in _own(log, "deleteLead") if x.demand.allows(404) and x.demand.allows(200)]
    for x in deletions:
        return "accepted" if x.accepted else "not-found" if x.status == 404 else status_of(x)
    return None


def _of_deleted(log: Log) -> str | None:
    """By a creation with the email of a lead that was deleted before it."""
    emails, gone = dict[str, str](), set[str | None]()
    for x in log.all:
        if x.request.operation == "createLead":
            if str(x.sent.get("email")) in gone and (x.accepted or x.status == 409):
                return "free" if x.accepted else "taken"
            emails[x.request.target] = str(x.sent.get("email"))
        if x.request.operation == "deleteLead" and x.accepted:
            gone.add(emails.get(x.request.target))
    return None


_ANSWERS: dict[str, tuple[str, Answer]] = {
    "unknown-chatbot": (
        "lives",
        _first("createLead", lambda x: x.request.chatbot == "unknown", _unknown_chatbot),
    ),
    "default-status": (
        "lives",
        _first("createLead", lambda x: x.accepted and "status" not in x.sent, _default_status),
    ),
    "default-metadata": (
        "lives",
        _first("createLead", lambda x: x.accepted and "metadata" not in x.sent, _default_metadata),
    ),
    "read-only-in-create": ("lives", _first("createLead", lambda x: "id" in x.sent, _read_only)),
    "required-null": (
        "null-name",
        _first("createLead", lambda x: "name" in x.sent and x.sent["name"] is None, _required_null),
    ),
    "new-metadata-null": (
        "lives",
        _first("createLead", lambda x: x.accepted and None in x.sent_metadata.values(), _new_null),
    ),
    "second-delete": ("lives", _again),
    "deleted-email": ("lives", _of_deleted),
}
RULES = tuple(Rule(question, (scene,), answer=answer) for question, (scene, answer) in _ANSWERS.items())
