"""Emails that others have, had, or have elsewhere."""

from leads_check.evidence.exchange import STATUSES
from leads_check.scenes.scene import Play, Setting, put, put_read, read, refused, scene


@scene(5, "lead", "other")
def taken_email(setting: Setting) -> Play:
    taken = setting.lead("other").get("email")
    yield from read()
    yield from refused("taken", {"email": taken}, "duplicate-email-refused", 409)
    yield from read()
    yield from refused(
        "taken, among valid fields",
        {
            "name": setting.name(),
            "status": setting.another("status", STATUSES),
            "metadata": {"contract_test_refused": setting.token()},
            "email": taken,
            "phone": setting.phone(),
        },
        "duplicate-email-refused",
        409,
    )
    yield from read()


@scene(3, "lead")
def own_email(setting: Setting) -> Play:
    email = setting.lead().get("email")
    yield from put("own email", {"email": email}, clause="own-email-accepted")
    yield from put_read(
        "own email and a name", {"email": email, "name": setting.name()}, clause="own-email-accepted"
    )


@scene(10, "lead", "other")
def released_email(setting: Setting) -> Play:
    mine, theirs, new = setting.lead().get("email"), setting.lead("other").get("email"), setting.email()
    yield from put("other lead gives its email up", {"email": new}, target="other")
    yield from refused("the other lead's new email", {"email": new}, "duplicate-email-refused", 409)
    yield from put_read("released email", {"email": theirs}, clause="released-email-free")
    # Neither the part before the @ alone, nor a tag after a plus, makes two addresses the same.
    yield from put("same local part", {"email": new.replace("@example.com", "@example.org")})
    yield from put("same but for a tag", {"email": new.replace("@", "+tag@")})
    yield from put("own email back", {"email": mine}, clause="released-email-free")
    yield from put_read(
        "other lead's email back", {"email": theirs}, target="other", clause="released-email-free"
    )


@scene(3, "lead", "foreign", "foreign-lead-known")
def foreign_email(setting: Setting) -> Play:
    mine = setting.lead().get("email")
    yield from put_read(
        "email of another workspace's lead",
        {"email": setting.lead("foreign").get("email")},
        clause="email-unique-per-workspace",
    )
    yield from put("own email back", {"email": mine}, clause="own-email-accepted")
