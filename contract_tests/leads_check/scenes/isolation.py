"""Leads that are not there, not any more, or not ours."""

from leads_check.evidence.exchange import STATUSES, Request
from leads_check.scenes.refusals import INVALID_STATUS
from leads_check.scenes.scene import Play, Setting, open_put, read, refused, scene


@scene(3)
def unknown_lead(setting: Setting) -> Play:
    body = {"name": setting.name(), "email": setting.email(), "status": "contacted"}
    yield from refused("unknown", body, "unknown-lead-refused", 404, target="unknown")
    # An update that creates what it does not find answers 404 once and 200 then.
    yield from refused("unknown again", body, "unknown-lead-refused", 404, target="unknown")
    yield from open_put("unknown, invalid", {"status": INVALID_STATUS}, target="unknown")


@scene(5, "lead")
def similar_id(setting: Setting) -> Play:
    """An id that is almost the lead's is not the lead's."""
    lead_id = str(setting.lead().get("id"))
    body = {"name": setting.name()}
    for label, similar in (
        ("shorter id", lead_id[:-1]),
        ("longer id", f"{lead_id}0"),
        ("id in the other case", lead_id.swapcase()),
        ("id and a space", f"{lead_id}%20"),
    ):
        # Refused as unknown or as malformed; accepted, it would be taken for another.
        yield from open_put(label, body, target="unknown", lead_id=similar, clause="unknown-lead-refused")
    yield from read()


@scene(2, "deleted")
def deleted_lead(setting: Setting) -> Play:
    body = {"name": setting.name(), "status": "contacted"}
    yield from refused("deleted", body, "deleted-lead-refused", 404, target="deleted")
    yield from refused("deleted again", body, "deleted-lead-refused", 404, target="deleted")


@scene(4, "foreign")
def foreign_lead(setting: Setting) -> Play:
    body = {"status": "contacted", "metadata": {"contract_test_foreign": setting.token()}}
    yield from refused("foreign", body, "foreign-lead-refused", 404, target="foreign")
    yield from open_put("foreign, invalid", {"status": INVALID_STATUS}, target="foreign")
    yield Request("foreign, read", target="foreign", is_read=True, expects=404, clause="foreign-lead-refused")
    if setting.knows("foreign"):
        yield from read("foreign")


@scene(2, "lead", "foreign-key")
def foreign_key(setting: Setting) -> Play:
    body = {"status": setting.another("status", STATUSES)}
    yield from refused("with another workspace's key", body, "foreign-lead-refused", 404, key="foreign")
    yield from read()


@scene(2)
def bystanders(setting: Setting) -> Play:
    """The leads that nothing was meant to change, after all that was sent."""
    if setting.knows("other"):
        yield from read("other")
    if setting.knows("foreign"):
        yield from read("foreign")
