"""Updates at times that can be told apart."""

from leads_check.evidence.fields import STATUSES
from leads_check.scenes.scene import Play, Setting, put, read, scene, tick


@scene(7, "lead")
def clock(setting: Setting) -> Play:
    for label, body in (
        ("status", {"status": setting.another("status", STATUSES)}),
        ("name", {"name": setting.name()}),
        ("metadata added", {"metadata": {"contract_test_clock": setting.token()}}),
        ("metadata removed", {"metadata": {"contract_test_clock": None}}),
        ("phone cleared", {"phone": None}),
        ("phone", {"phone": setting.phone()}),
    ):
        yield from tick()
        yield from put(label, body)
    yield from read()
