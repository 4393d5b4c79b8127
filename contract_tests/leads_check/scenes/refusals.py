"""Updates that must be refused, and must change nothing."""

from typing import Any

from leads_check.evidence.fields import CLEARABLE, STATUSES
from leads_check.evidence.values import metadata_of
from leads_check.scenes.scene import Play, Setting, created, put, read, scene

INVALID_STATUS = "contract_test_invalid"
INVALID_EMAIL = "contract-test-not-an-email"
INVALID_PHONE = "contract-test-not-a-phone"


def _valid(setting: Setting, *names: str) -> dict[str, Any]:
    """Valid values that the lead does not have yet."""
    values = {
        "name": setting.name(),
        "email": setting.email(),
        "phone": setting.phone(),
        "source": "referral",
        "status": setting.another("status", STATUSES),
        "metadata": {"contract_test_refused": setting.token()},
    }
    return {name: values[name] for name in names}


def removing(setting: Setting) -> dict[str, None]:
    """Null for a metadata key of the check's own, where the lead has one."""
    ours = [key for key in metadata_of(setting.lead()) if key.startswith("contract_test_")]
    return dict.fromkeys(ours[:1])


def _invalid(setting: Setting, label: str, body: dict[str, Any], *, to_create: bool) -> Play:
    """A value that an update must refuse, or where the run may create leads, the creation of one with it."""
    if to_create and setting.is_made:
        whole = {"name": setting.name(), "email": setting.email(), **body}
        yield from created(f"a lead with {label}", whole)
    else:
        yield from put(label, body)


@scene(17, "lead")
def invalid_status(setting: Setting) -> Play:
    yield from read()
    for label, status in (
        ("empty", ""),
        ("part of a", "qualif"),
        ("inherited", "toString"),
        ("capitals", "CONTACTED"),
        ("hyphen", "follow-up"),
        ("longer", "newest"),
        ("once usual", "archived"),
        ("another word for a", "won"),
        ("label of a", "Follow up"),
        ("place of a", "1"),
        ("more than one", "new,lost"),
        ("qualified", "Status.new"),
    ):
        yield from _invalid(setting, f"{label} status", {"status": status}, to_create=status == "archived")
    before, after = _valid(setting, "name", "email", "metadata"), _valid(setting, "phone", "source")
    body = {**before, "status": INVALID_STATUS, **after}
    yield from put("among valid fields", body)
    yield from read()
    # What was refused with the rest is free to be taken.
    yield from put("the same with a valid status", {**body, "status": setting.another("status", STATUSES)})


NO_EMAILS = (
    "",
    "contract-test@",
    "@example.com",
    "contract test@example.com",
    "contract-test@@example.com",
)
ALMOST_EMAILS = (
    "contract-test@example..com",
    "contract-test@example.com.",
    "contract-test@example,com",
    "contract-test@example.com, contract-test@example.org",
    "contract-test@example.com;contract-test@example.org",
    "contract\ttest@example.com",
    "contract-test@example.com\n",
)
FURTHER_EMAILS = (
    "<contract-test@example.com>",
    "contract-test(at)example.com",
    "contract-test@.example.com",
    "contract-test@-example.com",
)
ALMOST_PHONES = ("+-() ./", "unknown", "CALL-NOW", "+contract", "   ")


@scene(7, "lead")
def invalid_email(setting: Setting) -> Play:
    for email in NO_EMAILS:
        yield from _invalid(setting, f"email {email}", {"email": email}, to_create="@@" in email)
    metadata = {"contract_test_refused": setting.token(), **removing(setting)}
    body = {"metadata": metadata, **_valid(setting, "name", "status"), "email": INVALID_EMAIL}
    # Null may be carried out before the rest is looked at.
    body |= dict.fromkeys(CLEARABLE)
    yield from put("email among valid fields", body)
    yield from read()


@scene(len(ALMOST_EMAILS), "lead", spare=True)
def almost_emails(setting: Setting) -> Play:
    for email in ALMOST_EMAILS:
        yield from put(f"email {email}", {"email": email})


@scene(len(FURTHER_EMAILS), "lead", spare=True)
def further_emails(setting: Setting) -> Play:
    for email in FURTHER_EMAILS:
        yield from put(f"email {email}", {"email": email})


@scene(6, "lead")
def invalid_phone(setting: Setting) -> Play:
    for phone in ALMOST_PHONES:
        yield from put(f"phone {phone}", {"phone": phone})
    body = {"phone": INVALID_PHONE, **_valid(setting, "metadata", "name", "status")}
    yield from put("phone among valid fields", body)


WRONG_TYPES: tuple[tuple[str, Any], ...] = (
    ("name", 12345),
    ("name", False),
    ("name", ["Contract Test"]),
    ("name", {"first": "Contract"}),
    ("email", 12345),
    ("email", False),
    ("email", {"$gt": ""}),
    ("email", ["contract-test@example.com"]),
    ("phone", 5551234567),
    ("phone", False),
    ("phone", ["+1-555-123-4567"]),
    ("phone", {"number": "+1-555-123-4567"}),
    ("source", 7),
    ("source", True),
    ("source", ["website"]),
    ("source", {"name": "website"}),
    ("status", 1),
    ("status", True),
    ("status", ["contacted"]),
    ("status", {"value": "contacted"}),
    ("metadata", ["contract test"]),
    ("metadata", 5),
    ("metadata", False),
)


def _clause(field: str) -> str:
    return "invalid-status-refused" if field == "status" else "wrong-types-refused"


@scene(25, "lead")
def wrong_types(setting: Setting) -> Play:
    for number, (field, value) in enumerate(WRONG_TYPES):
        yield from _invalid(setting, f"{field} {value!r}", {field: value}, to_create=number % 3 == 0)
    body = {**_valid(setting, "name", "status"), "metadata": "contract test"}
    yield from put("metadata text after valid fields", body)
    yield from read()


@scene(9, "lead", about=("malformed-body-refused", "no-server-error", "malformed-json"))
def malformed_bodies(setting: Setting) -> Play:
    for label, body in (
        ("truncated", b'{"status": "contacted"'),
        ("text after it", b'{"status": "contacted"} contract test'),
        ("apostrophes", b"{'status': 'contacted'}"),
        ("trailing comma", b'{"status": "contacted",}'),
    ):
        # Any 4xx will do: the documentation does not say which one.
        yield from put(label, body)
    packed = (("Content-Encoding", "gzip"),)
    yield from put("no JSON, though it says gzip", b"status=contacted", headers=packed)
    yield from put("white space", b" \n")
    # Some frameworks make an update without any member of it.
    yield from put("no body", b"")
    yield from read()
    yield from put("a byte-order mark", b"\xef\xbb\xbf" + b'{"status": "contacted"}')
