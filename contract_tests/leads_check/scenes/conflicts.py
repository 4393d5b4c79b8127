"""Emails that others have, had, or have elsewhere."""

from leads_check.evidence.fields import STATUSES
from leads_check.scenes.refusals import removing
from leads_check.scenes.scene import Play, Setting, put, put_read, read, scene


@scene(6, "lead", "other")
def taken_email(setting: Setting) -> Play:
    yield from read()
    taken = setting.lead("other").get("email")
    yield from put(
        "taken, among valid fields",
        {
            "name": setting.name(),
            "status": setting.another("status", STATUSES),
            "metadata": {"contract_test_conflict": setting.token(), **removing(setting)},
            "email": taken,
            "phone": None,
            "source": "referral",
        },
    )
    # What is taken off before it is stored must be taken off before it is compared, too.
    for label, email in (
        ("taken, in spaces", f" {taken} "),
        ("taken, after a name", f"Jane <{taken}>"),
        ("taken, as an address", f"mailto:{taken}"),
    ):
        yield from put(label, {"email": email})
    yield from read()


@scene(1, "lead")
def own_email(setting: Setting) -> Play:
    body = {"email": setting.lead().get("email"), "name": setting.name()}
    yield from put("own email and a name", body)


@scene(10, "lead", "other")
def released_email(setting: Setting) -> Play:
    theirs, new = setting.lead("other").get("email"), setting.email()
    shared = {"name": setting.name(), "phone": setting.phone()}
    # A lead that is lost is still there.
    yield from put(
        "other lead gives its email up", {"email": new, "status": "lost", **shared}, target="other"
    )
    yield from put("the other lead's new email", {"email": new})
    # The two leads have much in common now, and are still two.
    yield from put_read("released email", {"email": theirs, **shared})
    # Neither the part before the @ alone, nor a tag after a plus, nor a dot makes two addresses the same.
    yield from put("same local part", {"email": new.replace("@example.com", "@example.org")})
    yield from put("same but for a tag", {"email": new.replace("@", "+tag@")})
    yield from put("same but for a dot", {"email": f"{new[:20]}.{new[20:]}"})
    status = setting.another("status", STATUSES)
    changed = {"name": setting.name(), "phone": setting.phone(), "status": status}
    yield from put("what was in common changed", changed)
    yield from read("other")
    if not setting.is_made:
        yield from put("other lead's email back", {"email": theirs}, target="other")


@scene(1, "lead", "foreign", "foreign-lead-known")
def foreign_email(setting: Setting) -> Play:
    yield from put("email of another workspace's lead", {"email": setting.lead("foreign").get("email")})
