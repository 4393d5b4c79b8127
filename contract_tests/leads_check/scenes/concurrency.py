"""Updates that arrive together."""

from leads_check.evidence.exchange import Request
from leads_check.scenes.scene import Play, Setting, put, read, scene, together

AT_ONCE = 5
MANY = "many updates at once"


@scene(AT_ONCE + 1, "lead", poisons=MANY)
def parallel_metadata(setting: Setting) -> Play:
    yield from together(
        *(
            Request(
                f"key {number}",
                {"metadata": {f"contract_test_parallel_{number}": setting.token()}},
            )
            for number in range(AT_ONCE)
        )
    )
    yield from read(label="after the keys")


@scene(6, "lead", poisons=MANY)
def parallel_fields(setting: Setting) -> Play:
    bodies = (
        {"name": setting.name()},
        {"phone": setting.phone()},
        {"source": "webinar"},
        {"status": "qualified"},
        {"metadata": {"contract_test_parallel": setting.token()}},
    )
    yield from together(*(Request(f"field {next(iter(body))}", body) for body in bodies))
    yield from read(label="after the fields")


@scene(6, "lead", "other", poisons=MANY)
def email_race(setting: Setting) -> Play:
    mine, theirs = setting.lead().get("email"), setting.lead("other").get("email")
    for turn in (1, 2):
        wanted = {"email": setting.email()}
        yield from together(
            Request(f"race {turn}, lead", wanted),
            Request(f"race {turn}, other", wanted, target="other"),
        )
    yield from put("own email back", {"email": mine})
    yield from put("other lead's email back", {"email": theirs}, target="other")
