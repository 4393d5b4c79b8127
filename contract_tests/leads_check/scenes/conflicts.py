"""Emails that others have, had, or have elsewhere."""

from leads_check.evidence.fields import STATUSES
from leads_check.scenes.refusals import removing
from leads_check.scenes.scene import Play, Setting, put, put_read, read, scene


@scene(5, "lead", "other")
def taken_email(setting: Setting) -> Play:
    taken = setting.lead("other").get("email")
    yield from read()
    yield from put("taken", {"email": taken})
    yield from read()
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
    yield from read()


@scene(3, "lead")
def own_email(setting: Setting) -> Play:
    email = setting.lead().get("email")
    yield from put("own email", {"email": email})
    yield from put_read("own email and a name", {"email": email, "name": setting.name()})


@scene(10, "lead", "other")
def released_email(setting: Setting) -> Play:
    mine, theirs, new = setting.lead().get("email"), setting.lead("other").get("email"), setting.email()
    yield from put("other lead gives its email up", {"email": new}, target="other")
    yield from put("the other lead's new email", {"email": new})
    yield from put_read("released email", {"email": theirs})
    # Neither the part before the @ alone, nor a tag after a plus, makes two addresses the same.
    yield from put("same local part", {"email": new.replace("@example.com", "@example.org")})
    yield from put("same but for a tag", {"email": new.replace("@", "+tag@")})
    if not setting.is_made:
        yield from put("own email back", {"email": mine})
        yield from put_read("other lead's email back", {"email": theirs}, target="other")


@scene(3, "lead", "foreign", "foreign-lead-known")
def foreign_email(setting: Setting) -> Play:
    mine = setting.lead().get("email")
    yield from put_read(
        "email of another workspace's lead",
        {"email": setting.lead("foreign").get("email")},
    )
    if not setting.is_made:
        yield from put("own email back", {"email": mine})
