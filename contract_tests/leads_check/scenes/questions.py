"""What the documentation leaves open, asked. Nothing here can be broken, only answered."""

from leads_check.evidence.fields import STATUSES
from leads_check.scenes.refusals import INVALID_EMAIL, INVALID_PHONE, INVALID_STATUS
from leads_check.scenes.scene import Play, Setting, put, put_read, read, scene, tick

READ_ONLY = {
    "id": "lead_00000000c0ffee00",
    "createdAt": "2001-02-03T04:05:06.789Z",
    "updatedAt": "2001-02-03T04:05:06.789Z",
    "workspaceId": "ws_contract_test",
}


TWICE = (
    b'{"source": "website", "metadata": {"contract_test_twice": "first", "contract_test_twice": "last",'
    b' "contract_test_slash": "a\\/b"}, "source": "website"}'
)


@scene(7, "lead")
def sent_read_only(setting: Setting) -> Play:
    asked = yield from put("all", {**READ_ONLY, "status": setting.another("status", STATUSES)})
    for field, value in READ_ONLY.items() if not asked.accepted else ():
        yield from put(field, {field: value, "status": setting.another("status", STATUSES)})
    other = setting.lead("other").get("id")
    if asked.accepted and other and setting.lead().get("id") == setting.original.get("id"):
        # The path names the lead, whatever a body says.
        yield from put("the other lead's id", {"id": other, "name": setting.name()})
    # They may be refused, but null clears none of them.
    body = {**dict.fromkeys(READ_ONLY), "status": setting.another("status", STATUSES)}
    yield from put_read("null for read-only members", body)


@scene(4, "lead", leaves_residue=True, spare=True)
def unknown_fields(setting: Setting) -> Play:
    body = {"contract_test_field": "contract test", "status": setting.another("status", STATUSES)}
    sent = yield from put("unknown member", body)
    if sent.accepted and "contract_test_field" in setting.lead():
        yield from put("unknown member cleared", {"contract_test_field": None})
    # Another case makes another member (RFC 8259, section 8.3), whatever becomes of it.
    yield from put("Status", {"Status": setting.another("status", STATUSES)})
    if "Status" in setting.lead():
        yield from put("Status cleared", {"Status": None})


@scene(3, "lead", spare=True)
def empty_updates(setting: Setting) -> Play:
    yield from put("empty", {})
    yield from put("array", [])
    yield from tick()
    yield from put("same status", {"status": setting.lead().get("status")})


@scene(5, "lead", spare=True)
def empty_texts(setting: Setting) -> Play:
    name = setting.lead().get("name")
    for label, sent in (("empty", ""), ("blank", "   ")):
        yield from put(f"{label} name", {"name": sent})
    if setting.lead().get("name") != name:
        yield from put("name back", {"name": name})
    yield from put("empty phone", {"phone": ""})
    yield from put("empty source", {"source": ""})


@scene(5, "lead", spare=True)
def name_texts(setting: Setting) -> Play:
    padded = f"  {setting.name()}  "
    yield from put("surrounding space", {"name": padded, "source": "  referral  "})
    if setting.lead().get("name") == padded.strip():
        # What takes spaces off one text may leave them on another.
        yield from put("space around a phone", {"phone": f"  {setting.phone()}  "})
    for length in (1000, 256, 255):
        name = "Contract Test ".ljust(length, "x")
        asked = yield from put(f"a name of {length} characters", {"name": name})
        if asked.accepted:
            return


@scene(3, "lead", spare=True)
def email_texts(setting: Setting) -> Play:
    token = setting.token()
    yield from put("mixed case", {"email": f"Contract-Test-{token}@Example.com"})
    yield from put("no dot in the domain", {"email": f"contract-test-{token}@intranet"})
    yield from put("beyond ASCII", {"email": f"contract-tést-{token}@example.com"})


@scene(3, "lead", "other")
def email_case(setting: Setting) -> Play:
    mine, theirs = setting.lead().get("email"), setting.lead("other").get("email") or ""
    asked = yield from put("other case", {"email": theirs.upper()})
    if asked.accepted:
        yield from put("own email back", {"email": mine})
    yield from put("taken, and an invalid status", {"email": theirs, "status": INVALID_STATUS})


@scene(3, "lead", spare=True)
def phone_texts(setting: Setting) -> Play:
    asked = yield from put("without a plus", {"phone": "(555) 123-4567"})
    if asked.refused:
        # It may be the parenthesis that is refused.
        yield from put("digits alone", {"phone": "5551234567"})
    yield from put("with an extension", {"phone": "+1-555-123-4567 ext. 89"})


@scene(5, "lead", spare=True)
def bodies(setting: Setting) -> Play:
    several = {"phone": INVALID_PHONE, "email": INVALID_EMAIL, "status": INVALID_STATUS, "name": 5}
    asked = yield from put("several invalid", several)
    if asked.details.get("field") != "name":
        # The order of the body, or one in which this field happens to come first.
        yield from put("several invalid, in another order", dict(reversed(several.items())))
    yield from put("a name twice", TWICE)
    # A field that the next one does not send, so that what is refused and stored all the same shows then.
    yield from put("another type", {"name": setting.name()}, content_type="text/plain")
    yield from put("no type", {"status": setting.another("status", STATUSES)}, content_type=None)


@scene(3, "lead", spare=True)
def around_the_key(setting: Setting) -> Play:
    body = {"status": setting.another("status", STATUSES)}
    yield from put("lower-case scheme", body, authorization=("bearer {key}",))
    yield from put("no key and an invalid body", {"status": INVALID_STATUS}, authorization=())
    yield from put("malformed id", body, target="unknown", lead_id="contract-test")


@scene(6, "lead", spare=True)
def nulls(setting: Setting) -> Play:
    """What null does to the fields that may not be cleared."""
    if setting.lead().get("status") == "new":
        # Or a status that is reset could not be told from one that stays.
        yield from put("status not new", {"status": "contacted"})
    start = {field: setting.lead().get(field) for field in ("name", "email", "status")}
    for field in start:
        yield from put(f"null {field}", {field: None})
    yield from read()
    if changed := {field: was for field, was in start.items() if setting.lead().get(field) != was}:
        yield from put("back", changed)
