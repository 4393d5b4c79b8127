"""Updates that arrive together."""

from typing import Any

from leads_check.evidence.exchange import Request
from leads_check.scenes.scene import Play, Setting, read, scene, together

MANY = "many updates at once"


@scene(13, "lead", poisons=MANY)
def parallel_updates(setting: Setting) -> Play:
    """Different fields and metadata keys, another lead, what is refused, reads: each gets its own answer."""
    bodies: tuple[dict[str, Any], ...] = (
        {"name": setting.name()},
        {"phone": setting.phone()},
        {"source": "webinar"},
        {"status": "qualified"},
        *({"metadata": {f"contract_test_parallel_{number}": setting.token()}} for number in range(3)),
    )
    others = [Request("read at once", operation="getLead")]
    has_other = setting.knows("other")
    if has_other:
        others += [
            Request("read of the other lead at once", target="other", operation="getLead"),
            Request("update of the other lead at once", {"source": "partner"}, target="other"),
        ]
    yield from together(
        *(Request(f"{next(iter(body))} at once", body) for body in bodies),
        *others,
        Request("an unknown key at once", {"status": "new"}, authorization=("Bearer unknown",)),
    )
    yield from read(label="after the updates at once")
    if has_other:
        yield from read("other", label="the other lead after the updates at once")


@scene(2, "lead", "other", poisons=MANY)
def email_race(setting: Setting) -> Play:
    wanted = {"email": setting.email()}
    yield from together(
        Request("race, lead", wanted),
        Request("race, other", wanted, target="other"),
    )
