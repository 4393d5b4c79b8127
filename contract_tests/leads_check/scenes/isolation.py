"""Leads that are not there, not any more, or not ours."""

from leads_check.evidence.exchange import Request
from leads_check.evidence.fields import STATUSES
from leads_check.scenes.refusals import INVALID_STATUS
from leads_check.scenes.scene import Play, Setting, put, read, scene


@scene(3)
def unknown_lead(setting: Setting) -> Play:
    body = {"name": setting.name(), "email": setting.email(), "status": "contacted"}
    yield from put("unknown", body, target="unknown")
    # An update that creates what it does not find answers 404 once and 200 then.
    yield from put("unknown again", body, target="unknown")
    yield from put("unknown, invalid", {"status": INVALID_STATUS}, target="unknown")


@scene(4, "lead")
def similar_id(setting: Setting) -> Play:
    """An id that is almost the lead's is not the lead's."""
    lead_id = str(setting.lead().get("id"))
    body = {"name": setting.name()}
    # Refused as unknown or as malformed; accepted, it would be taken for another.
    for label, similar in (("shorter id", lead_id[:-1]), ("id and a space", f"{lead_id}%20")):
        yield from put(label, body, target="unknown", lead_id=similar)
    for label, similar in (("longer id", f"{lead_id}0"), ("id in the other case", lead_id.swapcase())):
        yield Request(label, target="unknown", operation="getLead", lead_id=similar)


@scene(2, "deleted")
def deleted_lead(setting: Setting) -> Play:
    body = {"name": setting.name(), "status": "contacted"}
    yield from put("deleted", body, target="deleted")
    yield Request("deleted, read", target="deleted", operation="getLead")


@scene(5, "foreign")
def foreign_lead(setting: Setting) -> Play:
    body = {"status": "contacted", "metadata": {"contract_test_foreign": setting.token()}}
    yield from put("foreign", body, target="foreign")
    yield from put("foreign, invalid", {"status": INVALID_STATUS}, target="foreign")
    yield Request("foreign, read", target="foreign", operation="getLead")
    if setting.knows("foreign"):
        # The workspace is the key's, whatever a body says.
        named = {"workspaceId": setting.lead("foreign").get("workspaceId"), "status": "contacted"}
        yield from put("foreign, with its workspace in the body", named, target="foreign")
        yield from read("foreign")


@scene(1, "lead", "foreign-key")
def foreign_key(setting: Setting) -> Play:
    body = {"status": setting.another("status", STATUSES)}
    yield from put("with another workspace's key", body, key="foreign")


@scene(2)
def bystanders(setting: Setting) -> Play:
    """The leads that nothing was meant to change, after all that was sent."""
    if setting.knows("other"):
        yield from read("other")
    if setting.knows("foreign"):
        yield from read("foreign")
