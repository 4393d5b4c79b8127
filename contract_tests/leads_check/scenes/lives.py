"""Leads that are created and deleted, with leads of the run's own beside them."""

from collections.abc import Generator
from typing import Any

from leads_check.evidence.exchange import Exchange
from leads_check.scenes.lists import search
from leads_check.scenes.scene import Play, Setting, Step, created, deleted, listed, read, scene

READ_ONLY = {"createdAt": "2001-02-03T04:05:06.789Z", "workspaceId": "ws_contract_test"}


def _body(setting: Setting, **more: Any) -> dict[str, Any]:
    """What a lead needs; its email has the run's mark, so that it is found again should it be created."""
    members = {"name": setting.name(), "email": setting.email(), **more}
    return {name: value for name, value in members.items() if value is not ...}


@scene(20, "lead", "other", "provision")
def lives(setting: Setting) -> Play:
    yield from created("without a name", _body(setting, name=...))
    yield from created("without an email", _body(setting, email=...))
    yield from created("without a key", _body(setting), authorization=())
    theirs = setting.lead("other").get("email")
    more = {
        "phone": setting.phone(),
        "source": "referral",
        "metadata": {"contract_test_taken": setting.token()},
    }
    yield from created("a taken email", _body(setting, email=theirs, **more))
    yield from created("for an unknown chatbot", _body(setting), chatbot="unknown")
    if setting.knows("foreign"):
        yield from created("for another workspace's chatbot", _body(setting), chatbot="foreign")
    new = yield from _born(setting)
    target = new.request.target
    if new.accepted and setting.knows(target):
        # With the two that are there: as many as the page holds.
        yield from listed("a page of three leads", f"{search(setting.address)}&limit=3")
        yield from deleted(target, "without a key", authorization=())
        yield from deleted(target)
        yield from read(target, "deleted")
        yield from deleted(target, "delete again")
    if setting.knows("foreign"):
        yield from deleted("foreign", "another workspace's lead")
    yield from listed("all leads of the run", f"{search(setting.address)}&limit=100")


def _born(setting: Setting) -> Generator[Step, Any, Exchange]:
    """A lead with a deleted one's email, and with read-only members; without these where they are refused."""
    # With the name of another one, which must stay when it is deleted.
    read_only = {
        "id": setting.lead("other").get("id"),
        "name": setting.lead("other").get("name"),
        **READ_ONLY,
    }
    new = yield from created("a deleted lead's email", _body(setting, email=setting.gone_email, **read_only))
    if new.status == 409:
        new = yield from created("read-only members", _body(setting, **read_only))
    if new.status == 400:
        new = yield from created("name and email", _body(setting, email=setting.gone_email))
    if new.status == 409:
        new = yield from created("another email", _body(setting))
    return new


@scene(3, "provision", spare=True)
def null_name(setting: Setting) -> Play:
    yield from created("null for the name", _body(setting, name=None))
